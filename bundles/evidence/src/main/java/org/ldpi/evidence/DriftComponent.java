package org.ldpi.evidence;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ldpi.api.calibration.CalibrationOverlay;
import org.ldpi.api.detector.Verdict;
import org.ldpi.api.detector.VerdictListener;
import org.ldpi.api.drift.DriftMonitor;
import org.ldpi.api.drift.DriftStatus;
import org.ldpi.api.model.ModelId;
import org.ldpi.api.model.ServingModel;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Drift from the active model's calibration as a service; another model, or a recalibration, begins anew. Its begin and end are log lines. */
@Component(
        service = {VerdictListener.class, DriftMonitor.class},
        immediate = true)
public final class DriftComponent implements VerdictListener, DriftMonitor {
    private static final Logger LOG = LoggerFactory.getLogger(DriftComponent.class);
    private static final DriftStatus NONE = new DriftStatus("", 0, Drift.WINDOW, Double.NaN, Double.NaN, null);

    /** With what their scores are compared to, made before their first verdict, which is not to wait for it. */
    private final Map<ServingModel, Drift> models = new LinkedHashMap<>();

    private final List<CalibrationOverlay> overlays = new ArrayList<>();
    private ModelId compared;
    private Drift drift;
    private boolean drifts;

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            target = "(" + ServingModel.ROLE + "=" + ServingModel.ACTIVE + ")")
    synchronized void addModel(ServingModel model) {
        models.put(model, drift(model));
    }

    private Drift drift(ServingModel model) {
        return new Drift(model.model().id().toString(), CalibrationOverlay.inForce(model.model(), overlays));
    }

    synchronized void removeModel(ServingModel model) {
        models.remove(model);
    }

    /** What counts as calibrated has changed: the comparison begins anew. */
    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    synchronized void addOverlay(CalibrationOverlay overlay) {
        overlays.add(overlay);
        beginAnew();
    }

    synchronized void removeOverlay(CalibrationOverlay overlay) {
        overlays.remove(overlay);
        beginAnew();
    }

    private void beginAnew() {
        models.replaceAll((model, before) -> drift(model));
        compared = null;
        drift = null;
    }

    @Override
    public synchronized void onVerdict(Verdict verdict) {
        if (!verdict.model().equals(compared)) {
            begin(verdict.model());
        }
        if (drift == null || verdict.anomaly()) {
            return;
        }
        drift.add(verdict.score(), verdict.flow().end());
        DriftStatus now = drift.status();
        if (drifts != (now.since() != null)) {
            drifts = !drifts;
            LOG.warn("drift from the calibration of {}: {}", compared, now.line());
        }
    }

    /** A verdict of a model that is gone already is not compared. */
    private void begin(ModelId model) {
        compared = model;
        drifts = false;
        drift = models.entrySet().stream()
                .filter(serving -> serving.getKey().model().id().equals(model))
                .findFirst()
                .map(Map.Entry::getValue)
                .orElse(null);
    }

    @Override
    public synchronized DriftStatus status() {
        return drift == null ? NONE : drift.status();
    }
}
