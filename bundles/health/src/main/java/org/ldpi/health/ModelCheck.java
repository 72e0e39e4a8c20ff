package org.ldpi.health;

import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.ldpi.api.detector.Detector;
import org.ldpi.api.detector.DetectorStatus;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Whether a model serves, and whether its calibration carries the threshold in force. */
@Component(
        service = HealthCheck.class,
        property = {HealthCheck.NAME + "=LDPI model", HealthCheck.TAGS + "=ldpi", HealthCheck.TAGS + "=ldpi-model"})
public final class ModelCheck implements HealthCheck {
    private final Detector detector;

    @Activate
    public ModelCheck(@Reference Detector detector) {
        this.detector = detector;
    }

    @Override
    public Result execute() {
        FormattingResultLog log = new FormattingResultLog();
        DetectorStatus status = detector.status();
        if (status.model().isEmpty()) {
            log.critical("No model serves: {}", status.condition());
        } else if (status.threshold() == null) {
            log.critical("Model {} has no threshold: {}", status.model(), status.condition());
        } else {
            log.info(
                    "{}, threshold {} ({})",
                    status.model(),
                    status.threshold().value(),
                    status.threshold().policy());
            if (!status.threshold().warning().isEmpty()) {
                log.warn("{}", status.threshold().warning());
            }
        }
        return new Result(log);
    }
}
