package org.ldpi.shell.gogo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.felix.service.command.Function;
import org.ldpi.api.alert.AlertLog;
import org.ldpi.api.alert.Blocklist;
import org.ldpi.api.alert.HeadCaptures;
import org.ldpi.api.calibration.Recalibration;
import org.ldpi.api.detector.Detector;
import org.ldpi.api.drift.DriftMonitor;
import org.ldpi.api.explain.Explainer;
import org.ldpi.api.incident.IncidentLog;
import org.ldpi.api.model.ModelRepository;
import org.ldpi.api.model.ServingModel;
import org.ldpi.api.sensor.Sensor;
import org.ldpi.api.threshold.ThresholdPolicy;
import org.ldpi.shell.command.Controller;
import org.ldpi.shell.command.LdpiCommands;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.FieldOption;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * Registers the commands with Gogo, each as a function of its own: their names have hyphens, which methods cannot have.
 */
@Component(
        service = {},
        immediate = true)
public final class GogoShell {
    private static final String SCOPE = "ldpi";

    private final List<ServiceRegistration<Function>> registrations = new ArrayList<>();
    private final BundleContext context;
    private final Sensor sensor;
    private final Detector detector;
    private final ModelRepository models;
    private final AlertLog alerts;
    private final ConfigurationAdmin configurations;

    @Reference(
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            cardinality = ReferenceCardinality.MULTIPLE,
            fieldOption = FieldOption.REPLACE)
    private volatile List<ThresholdPolicy> policies = List.of();

    @Reference(
            target = "(" + ServingModel.ROLE + "=" + ServingModel.ACTIVE + ")",
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            cardinality = ReferenceCardinality.OPTIONAL)
    private volatile ServingModel serving;

    @Reference(
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            cardinality = ReferenceCardinality.OPTIONAL)
    private volatile IncidentLog incidents;

    @Reference(
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            cardinality = ReferenceCardinality.OPTIONAL)
    private volatile DriftMonitor drift;

    @Reference(
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            cardinality = ReferenceCardinality.OPTIONAL)
    private volatile Recalibration recalibration;

    @Reference(
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            cardinality = ReferenceCardinality.OPTIONAL)
    private volatile Explainer explainer;

    @Reference(
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            cardinality = ReferenceCardinality.OPTIONAL)
    private volatile Blocklist blocklist;

    @Reference(
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            cardinality = ReferenceCardinality.OPTIONAL)
    private volatile HeadCaptures captures;

    @Activate
    public GogoShell(
            BundleContext context,
            @Reference Sensor sensor,
            @Reference Detector detector,
            @Reference ModelRepository models,
            @Reference AlertLog alerts,
            @Reference ConfigurationAdmin configurations) {
        this.context = context;
        this.sensor = sensor;
        this.detector = detector;
        this.models = models;
        this.alerts = alerts;
        this.configurations = configurations;
    }

    @Activate
    void register() {
        for (GogoCommand command : GogoCommand.values()) {
            Function function = (session, words) -> {
                command.run(commands(), words, session.getConsole());
                return null;
            };
            registrations.add(context.registerService(
                    Function.class,
                    function,
                    FrameworkUtil.asDictionary(
                            Map.of("osgi.command.scope", SCOPE, "osgi.command.function", command.word()))));
        }
    }

    @Deactivate
    void unregister() {
        registrations.forEach(ServiceRegistration::unregister);
        registrations.clear();
    }

    private LdpiCommands commands() {
        return new LdpiCommands(new Controller(
                sensor,
                detector,
                models,
                alerts,
                incidents,
                drift,
                recalibration,
                explainer,
                blocklist,
                captures,
                serving,
                policies,
                configurations,
                context));
    }
}
