package org.ldpi.detector;

import java.time.Duration;
import java.util.List;
import org.ldpi.api.calibration.CalibrationOverlay;
import org.ldpi.api.detector.Detector;
import org.ldpi.api.detector.DetectorStatus;
import org.ldpi.api.detector.ShadowListener;
import org.ldpi.api.detector.Verdict;
import org.ldpi.api.detector.VerdictListener;
import org.ldpi.api.flow.FlowHead;
import org.ldpi.api.model.ModelSignature;
import org.ldpi.api.model.ServingModel;
import org.ldpi.api.threshold.ThresholdPolicy;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The detector as a service: models, policies and listeners come by whiteboard, options from ConfigAdmin. */
@Component(service = Detector.class, immediate = true, configurationPid = DetectorOptions.PID)
@Designate(ocd = DetectorConfiguration.class)
public final class DetectorComponent implements Detector {
    private static final Logger LOG = LoggerFactory.getLogger(DetectorComponent.class);

    private final BatchDetector detector = new BatchDetector(DetectorOptions.DEFAULT);

    @Activate
    void activate(DetectorConfiguration configuration) {
        modified(configuration);
        detector.start();
    }

    /** Options that cannot be are refused as a whole: those before stay in force, and log and status say so. */
    @Modified
    void modified(DetectorConfiguration configuration) {
        try {
            detector.options(new DetectorOptions(
                    configuration.batch(),
                    configuration.batch_millis(),
                    configuration.linger_micros(),
                    configuration.queue(),
                    configuration.threshold_policy(),
                    configuration.threshold_value(),
                    configuration.recent()));
        } catch (RuntimeException e) {
            String problem = "configuration refused: " + e.getMessage();
            LOG.error(problem);
            detector.optionsProblem(problem);
        }
    }

    @Deactivate
    void deactivate() {
        detector.close();
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            target = "(" + ServingModel.ROLE + "=" + ServingModel.ACTIVE + ")")
    void addModel(ServingModel model) {
        detector.add(model);
    }

    void removeModel(ServingModel model) {
        detector.remove(model);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            target = "(" + ServingModel.ROLE + "=" + ServingModel.SHADOW + ")")
    void addShadow(ServingModel model) {
        detector.addShadow(model);
    }

    void removeShadow(ServingModel model) {
        detector.removeShadow(model);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addShadowListener(ShadowListener listener) {
        detector.add(listener);
    }

    void removeShadowListener(ShadowListener listener) {
        detector.remove(listener);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addOverlay(CalibrationOverlay overlay) {
        detector.add(overlay);
    }

    void removeOverlay(CalibrationOverlay overlay) {
        detector.remove(overlay);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addPolicy(ThresholdPolicy policy) {
        detector.add(policy);
    }

    /** Its service properties changed, and with them its options. */
    void updatedPolicy(ThresholdPolicy policy) {
        detector.policyChanged();
    }

    void removePolicy(ThresholdPolicy policy) {
        detector.remove(policy);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addListener(VerdictListener listener) {
        detector.add(listener);
    }

    void removeListener(VerdictListener listener) {
        detector.remove(listener);
    }

    @Override
    public boolean offer(FlowHead head, ModelSignature signature) {
        return detector.offer(head, signature);
    }

    @Override
    public void put(FlowHead head, ModelSignature signature) throws InterruptedException {
        detector.put(head, signature);
    }

    @Override
    public void offerShadow(FlowHead head, ModelSignature signature) {
        detector.offerShadow(head, signature);
    }

    @Override
    public boolean awaitDecided(Duration atMost) throws InterruptedException {
        return detector.awaitDecided(atMost);
    }

    @Override
    public List<Verdict> recent(int limit) {
        return detector.recent(limit);
    }

    @Override
    public DetectorStatus status() {
        return detector.status();
    }
}
