package org.ldpi.health;

import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.ldpi.api.capture.CaptureStatistics;
import org.ldpi.api.flow.FlowCounters;
import org.ldpi.api.sensor.Sensor;
import org.ldpi.api.sensor.SensorStatus;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Whether packets come, none is dropped, and the flow table has room for their flows. */
@Component(
        service = HealthCheck.class,
        property = {HealthCheck.NAME + "=LDPI capture", HealthCheck.TAGS + "=ldpi", HealthCheck.TAGS + "=ldpi-capture"})
public final class CaptureCheck implements HealthCheck {
    /** A greater share of dropped packets is critical. */
    private static final double CRITICAL_SHARE = 0.01;

    private final Sensor sensor;
    private final Increase captured = new Increase();
    private final Increase dropped = new Increase();
    private final Increase evicted = new Increase();

    @Activate
    public CaptureCheck(@Reference Sensor sensor) {
        this.sensor = sensor;
    }

    @Override
    public Result execute() {
        FormattingResultLog log = new FormattingResultLog();
        SensorStatus status = sensor.status();
        switch (status.state()) {
            case FAILED -> log.critical("The capture broke: {}", status.detail());
            case WAITING -> log.temporarilyUnavailable("The sensor {}", status.detail());
            case IDLE -> log.warn("No source is open");
            case CAPTURING, REPLAYING -> {
                if (status.detail().isEmpty()) {
                    log.info("{} {}", status.state(), status.source());
                } else {
                    log.critical("{} {}: {}", status.state(), status.source(), status.detail());
                }
            }
        }
        drops(status.capture(), log);
        evictions(status.flows(), log);
        return new Result(log);
    }

    private void evictions(FlowCounters flows, FormattingResultLog log) {
        long gone = evicted.to(flows.evictions());
        if (gone > 0) {
            log.warn(
                    "The flow table of {} flows is full: {} had to make room for others since the last check",
                    flows.maxFlows(),
                    gone);
        }
    }

    private void drops(CaptureStatistics capture, FormattingResultLog log) {
        long lost = dropped.to(capture.kernelDrops() + capture.interfaceDrops());
        long taken = captured.to(capture.packets());
        double share = lost == 0 ? 0 : (double) lost / (lost + taken);
        if (share > CRITICAL_SHARE) {
            log.critical("{} packets dropped and {} captured since the last check", lost, taken);
        } else if (lost > 0) {
            log.warn("{} packets dropped and {} captured since the last check", lost, taken);
        }
    }
}
