package org.ldpi.health;

import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.ldpi.api.drift.DriftMonitor;
import org.ldpi.api.drift.DriftStatus;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Whether the network is still the one that the model was calibrated on. */
@Component(
        service = HealthCheck.class,
        property = {HealthCheck.NAME + "=LDPI drift", HealthCheck.TAGS + "=ldpi", HealthCheck.TAGS + "=ldpi-drift"})
public final class DriftCheck implements HealthCheck {
    private final DriftMonitor drift;

    @Activate
    public DriftCheck(@Reference DriftMonitor drift) {
        this.drift = drift;
    }

    @Override
    public Result execute() {
        FormattingResultLog log = new FormattingResultLog();
        DriftStatus status = drift.status();
        if (status.since() == null) {
            log.info("{}", status.line());
        } else {
            log.warn("Scores drift from the calibration of {}: {}", status.model(), status.line());
        }
        return new Result(log);
    }
}
