package org.ldpi.kafka;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.ldpi.api.alert.Alert;
import org.ldpi.api.alert.AlertFormat;
import org.ldpi.api.alert.AnomalyListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Kafka as an output; its configuration's {@code enabled} is a service property that switches it. */
@Component(
        service = AnomalyListener.class,
        configurationPid = KafkaOptions.PID,
        property = AnomalyListener.OUTPUT + "=kafka")
@Designate(ocd = KafkaConfiguration.class)
public final class KafkaComponent implements AnomalyListener {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaComponent.class);

    private final AlertFormat eve;
    private KafkaOutput output;
    private String refused = "not configured";

    @Activate
    public KafkaComponent(
            @Reference(target = "(" + AlertFormat.NAME + "=" + AlertFormat.EVE + ")") AlertFormat eve,
            KafkaConfiguration configuration,
            Map<String, ?> properties) {
        this.eve = eve;
        configure(configuration, properties);
    }

    /** Options that cannot be are refused as a whole: those before stay in force. */
    @Modified
    synchronized void configure(KafkaConfiguration configuration, Map<String, ?> properties) {
        try {
            KafkaOutput next = new KafkaOutput(KafkaOptions.of(configuration, properties), eve);
            close();
            output = next;
        } catch (IllegalArgumentException e) {
            refused = KafkaOptions.PID + ": configuration refused: " + e.getMessage();
            LOG.error(refused);
        }
    }

    @Override
    public synchronized void onAnomaly(Alert alert) {
        if (output == null) {
            throw new IllegalStateException(refused);
        }
        try {
            output.send(alert);
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    @Deactivate
    synchronized void close() {
        if (output != null) {
            output.close();
        }
    }
}
