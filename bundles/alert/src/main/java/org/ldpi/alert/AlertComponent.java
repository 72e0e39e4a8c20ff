package org.ldpi.alert;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.ldpi.api.alert.Alert;
import org.ldpi.api.alert.AlertLog;
import org.ldpi.api.alert.AnomalyListener;
import org.ldpi.api.alert.DecisionEngine;
import org.ldpi.api.alert.ExplainingStatus;
import org.ldpi.api.alert.OutputStatus;
import org.ldpi.api.alert.ThreatReport;
import org.ldpi.api.detector.Verdict;
import org.ldpi.api.detector.VerdictListener;
import org.ldpi.api.explain.Explainer;
import org.ldpi.api.incident.Incident;
import org.ldpi.api.incident.IncidentListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Alerts as a service. Every {@link AnomalyListener} and {@link DecisionEngine} service is an output; its service property
 * {@link AnomalyListener#OUTPUT} names it in the status, and {@code enabled=false} switches it off.
 */
@Component(
        service = {VerdictListener.class, IncidentListener.class, AlertLog.class},
        immediate = true,
        configurationPid = AlertOptions.PID)
@Designate(ocd = AlertConfiguration.class)
public final class AlertComponent implements VerdictListener, IncidentListener, AlertLog {
    private static final String ENABLED = "enabled";
    private static final String SERVICE_ID = "service.id";
    /** Keys of outputs: one service may be both a listener and an engine. */
    private static final String LISTENER = "listener-";

    private static final String ENGINE = "engine-";

    private static final Logger LOG = LoggerFactory.getLogger(AlertComponent.class);

    private final Alerts alerts = new Alerts(AlertOptions.DEFAULT);
    private Explainer explainer;

    public AlertComponent() {
        alerts.add(AlertLine.NAME, AlertLine.NAME, AlertOptions.DEFAULT.log(), new AlertLine());
    }

    /** Options that cannot be are refused as a whole; those before stay in force. */
    @Activate
    @Modified
    void configure(AlertConfiguration configuration) {
        try {
            AlertOptions options = new AlertOptions(
                    configuration.log(),
                    configuration.recent(),
                    configuration.buffer(),
                    configuration.group(),
                    configuration.per_hour(),
                    Arrays.stream(configuration.allow())
                            .filter(rule -> !rule.isBlank())
                            .map(AllowRule::parse)
                            .toList(),
                    configuration.explain_percent());
            alerts.options(options);
            alerts.on(AlertLine.NAME, options.log());
        } catch (RuntimeException e) {
            LOG.error("configuration refused: {}", e.getMessage());
        }
    }

    @Deactivate
    void deactivate() {
        alerts.close();
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    synchronized void setExplainer(Explainer now) {
        explainer = now;
        alerts.explainer(now);
    }

    /** The next one may have come before this one goes. */
    synchronized void unsetExplainer(Explainer gone) {
        if (explainer == gone) {
            explainer = null;
            alerts.explainer(null);
        }
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addListener(AnomalyListener listener, Map<String, ?> properties) {
        alerts.add(LISTENER + id(properties), name(listener, properties), enabled(properties), listener::onAnomaly);
    }

    void updatedListener(AnomalyListener listener, Map<String, ?> properties) {
        alerts.on(LISTENER + id(properties), enabled(properties));
    }

    void removeListener(AnomalyListener listener, Map<String, ?> properties) {
        alerts.remove(LISTENER + id(properties));
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addEngine(DecisionEngine engine, Map<String, ?> properties) {
        alerts.add(
                ENGINE + id(properties),
                name(engine, properties),
                enabled(properties),
                (Alert alert) -> engine.report(ThreatReport.of(alert)));
    }

    void updatedEngine(DecisionEngine engine, Map<String, ?> properties) {
        alerts.on(ENGINE + id(properties), enabled(properties));
    }

    void removeEngine(DecisionEngine engine, Map<String, ?> properties) {
        alerts.remove(ENGINE + id(properties));
    }

    private static String name(Object service, Map<String, ?> properties) {
        Object name = properties.get(AnomalyListener.OUTPUT);
        return name != null ? name.toString() : service.getClass().getName() + "-" + id(properties);
    }

    private static Object id(Map<String, ?> properties) {
        return properties.get(SERVICE_ID);
    }

    private static boolean enabled(Map<String, ?> properties) {
        Object enabled = properties.get(ENABLED);
        return enabled == null || Boolean.parseBoolean(enabled.toString());
    }

    @Override
    public void onVerdict(Verdict verdict) {
        alerts.onVerdict(verdict);
    }

    @Override
    public void onIncident(Incident incident, Verdict verdict) {
        alerts.onIncident(incident, verdict);
    }

    @Override
    public Map<String, Long> heldBack() {
        return alerts.heldBack();
    }

    @Override
    public long raised() {
        return alerts.raised();
    }

    @Override
    public List<Alert> recent(int limit) {
        return alerts.recent(limit);
    }

    @Override
    public ExplainingStatus explaining() {
        return alerts.explaining();
    }

    @Override
    public List<OutputStatus> outputs() {
        return alerts.outputs();
    }
}
