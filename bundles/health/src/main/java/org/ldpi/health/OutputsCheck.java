package org.ldpi.health;

import java.util.HashMap;
import java.util.Map;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.ldpi.api.alert.AlertLog;
import org.ldpi.api.alert.OutputStatus;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Whether alerts reach those who read them. */
@Component(
        service = HealthCheck.class,
        property = {
            HealthCheck.NAME + "=LDPI alert outputs",
            HealthCheck.TAGS + "=ldpi",
            HealthCheck.TAGS + "=ldpi-alert"
        })
public final class OutputsCheck implements HealthCheck {
    private final AlertLog alerts;
    private Map<String, Increase> lost = new HashMap<>();

    @Activate
    public OutputsCheck(@Reference AlertLog alerts) {
        this.alerts = alerts;
    }

    @Override
    public synchronized Result execute() {
        FormattingResultLog log = new FormattingResultLog();
        // Only those that are there now are remembered.
        Map<String, Increase> known = new HashMap<>();
        for (OutputStatus output : alerts.outputs()) {
            Increase increase = lost.getOrDefault(output.output(), new Increase());
            known.put(output.output(), increase);
            long more = increase.to(output.lost());
            if (more > 0) {
                log.critical("{}: {} alerts lost since the last check; {}", output.output(), more, output.condition());
            } else if (!output.condition().equals("ok") && !output.condition().equals("off")) {
                log.warn("{}: {}; {} alerts wait", output.output(), output.condition(), output.waiting());
            } else {
                log.info("{}: {}, {} alerts sent", output.output(), output.condition(), output.sent());
            }
        }
        lost = known;
        return new Result(log);
    }
}
