package org.ldpi.threshold.recalibration;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ldpi.api.calibration.CalibrationOverlay;
import org.ldpi.api.calibration.Recalibration;
import org.ldpi.api.calibration.RecalibrationException;
import org.ldpi.api.calibration.RecalibrationPlan;
import org.ldpi.api.calibration.RecalibrationStatus;
import org.ldpi.api.detector.Verdict;
import org.ldpi.api.detector.VerdictListener;
import org.ldpi.api.incident.IncidentLog;
import org.ldpi.api.model.ServingModel;
import org.ldpi.api.threshold.ThresholdPolicy;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.FieldOption;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventAdmin;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Recalibration as a service. The overlay in force is a service too, which detector and drift monitor take; changes are log lines
 * and events.
 */
@Component(
        service = {Recalibration.class, VerdictListener.class},
        immediate = true,
        configurationPid = RecalibrationOptions.PID)
@Designate(ocd = RecalibrationConfiguration.class)
public final class RecalibrationComponent implements Recalibration, VerdictListener {
    private static final Logger LOG = LoggerFactory.getLogger(RecalibrationComponent.class);
    private static final String FOLDER = "recalibration";

    private final BundleContext context;
    private final Recalibrations recalibrations;
    private final List<ServingModel> models = new ArrayList<>();
    private ServiceRegistration<CalibrationOverlay> registration;

    @Reference(
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            cardinality = ReferenceCardinality.OPTIONAL)
    private volatile IncidentLog incidents;

    @Reference(
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            cardinality = ReferenceCardinality.MULTIPLE,
            fieldOption = FieldOption.REPLACE)
    private volatile List<ThresholdPolicy> policies = List.of();

    @Reference(policy = ReferencePolicy.DYNAMIC, cardinality = ReferenceCardinality.OPTIONAL)
    private volatile EventAdmin events;

    @Activate
    public RecalibrationComponent(BundleContext context, RecalibrationConfiguration configuration) {
        this.context = context;
        Path folder = context.getDataFile(FOLDER).toPath();
        recalibrations = new Recalibrations(
                new Recalibrations.Surroundings(
                        () -> incidents, () -> policies, new OverlayFile(folder), Clock.systemUTC()),
                this::register);
        configure(configuration);
    }

    /** Options that cannot be are refused as a whole: those before stay in force. */
    @Modified
    void configure(RecalibrationConfiguration configuration) {
        try {
            recalibrations.options(new RecalibrationOptions(
                    configuration.flows(), configuration.least(), configuration.step(), configuration.clients()));
        } catch (IllegalArgumentException e) {
            LOG.error("{}: configuration refused: {}", RecalibrationOptions.PID, e.getMessage());
        }
    }

    @Deactivate
    void deactivate() {
        recalibrations.model(null);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            target = "(" + ServingModel.ROLE + "=" + ServingModel.ACTIVE + ")")
    synchronized void addModel(ServingModel serving) {
        models.add(serving);
        activeModel();
    }

    synchronized void removeModel(ServingModel serving) {
        boolean active = models.indexOf(serving) == models.size() - 1;
        models.remove(serving);
        if (active) {
            activeModel();
        }
    }

    /** Of several the one that came last, as for the detector. */
    private void activeModel() {
        recalibrations.model(
                models.isEmpty() ? null : models.get(models.size() - 1).model());
        RecalibrationStatus status = recalibrations.status();
        if (!status.problem().isEmpty()) {
            LOG.error(status.problem());
        } else if (status.since() != null) {
            LOG.info("model {}: {}", status.model(), status.line());
        }
    }

    /** The new overlay is there before the old one goes, so that thresholds do not jump back in between. */
    private void register(CalibrationOverlay overlay) {
        ServiceRegistration<CalibrationOverlay> before = registration;
        registration = overlay == null ? null : context.registerService(CalibrationOverlay.class, overlay, null);
        if (before != null) {
            before.unregister();
        }
    }

    @Override
    public void onVerdict(Verdict verdict) {
        recalibrations.add(verdict);
    }

    @Override
    public RecalibrationPlan plan() {
        return recalibrations.plan();
    }

    @Override
    public RecalibrationPlan apply() throws RecalibrationException {
        RecalibrationPlan plan = recalibrations.apply();
        tell();
        return plan;
    }

    @Override
    public RecalibrationStatus undo() throws RecalibrationException {
        RecalibrationStatus status = recalibrations.undo();
        tell();
        return status;
    }

    private void tell() {
        RecalibrationStatus status = status();
        LOG.warn("calibration of {}: {}", status.model(), status.line());
        EventAdmin present = events;
        if (present != null) {
            Map<String, Object> properties = new HashMap<>();
            properties.put("model", status.model());
            properties.put("flows", status.flows());
            properties.put("steps", status.steps());
            if (status.since() != null) {
                properties.put("since", status.since().toEpochMilli());
            }
            present.postEvent(new Event(TOPIC, properties));
        }
    }

    @Override
    public CalibrationOverlay inForce() {
        return recalibrations.inForce();
    }

    @Override
    public RecalibrationStatus status() {
        return recalibrations.status();
    }
}
