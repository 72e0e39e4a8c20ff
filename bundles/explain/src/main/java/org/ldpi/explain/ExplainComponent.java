package org.ldpi.explain;

import org.ldpi.api.detector.Verdict;
import org.ldpi.api.detector.VerdictListener;
import org.ldpi.api.explain.Explainer;
import org.ldpi.api.explain.Explanation;
import org.ldpi.api.explain.ExplanationException;
import org.ldpi.api.model.ServingModel;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Explanations as a service, by the active model. */
@Component(
        service = {Explainer.class, VerdictListener.class},
        immediate = true)
public final class ExplainComponent implements Explainer, VerdictListener {
    private final OcclusionExplainer explainer = new OcclusionExplainer();
    private ServingModel active;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            target = "(" + ServingModel.ROLE + "=" + ServingModel.ACTIVE + ")")
    synchronized void setModel(ServingModel model) {
        active = model;
        explainer.model(model);
    }

    /** The next model may have come before this one goes. */
    synchronized void unsetModel(ServingModel model) {
        if (active == model) {
            active = null;
            explainer.model(null);
        }
    }

    @Override
    public void onVerdict(Verdict verdict) {
        explainer.onVerdict(verdict);
    }

    @Override
    public Explanation explain(Verdict verdict) throws ExplanationException {
        return explainer.explain(verdict);
    }
}
