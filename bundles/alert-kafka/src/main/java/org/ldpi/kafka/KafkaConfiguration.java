package org.ldpi.kafka;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * Configuration of the Kafka output; changes apply to the next alert. Any property that begins with {@code producer.} is
 * handed to Kafka's producer without that word, {@code producer.security.protocol} for one.
 */
@ObjectClassDefinition(name = "LDPI alerts to Kafka", description = "Alerts as EVE JSON records of a Kafka topic")
@interface KafkaConfiguration {
    @AttributeDefinition(name = "Enabled", description = "Whether alerts are sent")
    boolean enabled() default false;

    @AttributeDefinition(name = "Bootstrap servers", description = "host:port of some brokers, separated by commas")
    String bootstrap_servers() default "127.0.0.1:9092";

    @AttributeDefinition(
            name = "Topic",
            description = "The topic; a record's key is the address that the flow came from")
    String topic() default "ldpi-alerts";

    @AttributeDefinition(
            name = "Timeout",
            description = "An alert that is not acknowledged within so many seconds is tried again, 1 to 3600")
    int timeout_seconds() default 10;
}
