package org.ldpi.kafka;

import java.util.Map;
import org.ldpi.api.alert.AlertFormat;
import org.ldpi.api.alert.AnomalyListener;
import org.ldpi.api.alert.ConfiguredOutput;
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
public final class KafkaComponent extends ConfiguredOutput {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaComponent.class);

    private final AlertFormat eve;

    @Activate
    public KafkaComponent(
            @Reference(target = "(" + AlertFormat.NAME + "=" + AlertFormat.EVE + ")") AlertFormat eve,
            KafkaConfiguration configuration,
            Map<String, ?> properties) {
        super(KafkaOptions.PID);
        this.eve = eve;
        configure(configuration, properties);
    }

    @Modified
    void configure(KafkaConfiguration configuration, Map<String, ?> properties) {
        use(() -> new KafkaOutput(KafkaOptions.of(configuration, properties), eve))
                .ifPresent(LOG::error);
    }

    @Deactivate
    void deactivate() {
        close().ifPresent(LOG::warn);
    }
}
