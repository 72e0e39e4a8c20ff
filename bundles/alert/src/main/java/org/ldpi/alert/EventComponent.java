package org.ldpi.alert;

import java.util.HashMap;
import java.util.Map;
import org.ldpi.api.alert.Alert;
import org.ldpi.api.alert.AlertLog;
import org.ldpi.api.alert.AnomalyListener;
import org.ldpi.api.detector.Verdict;
import org.ldpi.api.flow.FlowKey;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventAdmin;

/**
 * Alerts as events, where the host has an EventAdmin. Properties: {@code alert} (the {@link Alert}), and its parts for
 * filters: {@code id}, {@code time} (ms since the epoch), {@code src_ip}, {@code src_port}, {@code dest_ip}, {@code
 * dest_port}, {@code proto}, {@code score}, {@code threshold}, {@code policy}, {@code model}.
 */
@Component(service = AnomalyListener.class, property = AnomalyListener.OUTPUT + "=event")
public final class EventComponent implements AnomalyListener {
    private final EventAdmin events;

    @Activate
    public EventComponent(@Reference EventAdmin events) {
        this.events = events;
    }

    @Override
    public void onAnomaly(Alert alert) {
        events.postEvent(new Event(AlertLog.TOPIC, properties(alert)));
    }

    private static Map<String, Object> properties(Alert alert) {
        Verdict verdict = alert.verdict();
        FlowKey key = verdict.flow().key();
        Map<String, Object> properties = new HashMap<>();
        properties.put("alert", alert);
        properties.put("id", alert.id());
        properties.put("time", alert.time().toEpochMilli());
        properties.put("src_ip", key.source().getHostAddress());
        properties.put("src_port", key.sourcePort());
        properties.put("dest_ip", key.destination().getHostAddress());
        properties.put("dest_port", key.destinationPort());
        properties.put("proto", FlowKey.protocolName(key.protocol()));
        properties.put("score", verdict.score());
        properties.put("threshold", verdict.threshold().value());
        properties.put("policy", verdict.threshold().policy());
        properties.put("model", verdict.model().toString());
        return properties;
    }
}
