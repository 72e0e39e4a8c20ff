package org.ldpi.health;

import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.ldpi.api.detector.Detector;
import org.ldpi.api.detector.DetectorStatus;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Whether every flow gets a verdict. */
@Component(
        service = HealthCheck.class,
        property = {HealthCheck.NAME + "=LDPI detector", HealthCheck.TAGS + "=ldpi", HealthCheck.TAGS + "=ldpi-detector"
        })
public final class DetectorCheck implements HealthCheck {
    /** A fuller queue is a warning. */
    private static final double FULL = 0.8;

    private final Detector detector;
    private final Increase refused = new Increase();
    private final Increase failed = new Increase();
    private final Increase unfit = new Increase();

    @Activate
    public DetectorCheck(@Reference Detector detector) {
        this.detector = detector;
    }

    @Override
    public Result execute() {
        FormattingResultLog log = new FormattingResultLog();
        DetectorStatus status = detector.status();
        log.info("{} flows scored, {} of {} wait", status.scored(), status.queued(), status.queueCapacity());
        if (!status.condition().equals("ok")) {
            log.warn("{}", status.condition());
        }
        if (status.queued() > FULL * status.queueCapacity()) {
            log.warn("{} of {} places of the queue are taken", status.queued(), status.queueCapacity());
        }
        grown(log, "flow heads refused since the last check: the queue was full", refused.to(status.refused()));
        grown(log, "flow heads failed since the last check", failed.to(status.failed()));
        grown(log, "flow heads did not fit the model since the last check", unfit.to(status.unfit()));
        return new Result(log);
    }

    private static void grown(FormattingResultLog log, String what, long count) {
        if (count > 0) {
            log.critical("{} " + what, count);
        }
    }
}
