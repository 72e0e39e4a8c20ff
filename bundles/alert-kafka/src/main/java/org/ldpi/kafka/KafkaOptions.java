package org.ldpi.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * Where alerts go.
 *
 * @param timeout the longest that an alert may wait for its acknowledgement
 * @param producer more options of Kafka's producer, by its names
 */
record KafkaOptions(String bootstrapServers, String topic, Duration timeout, Map<String, Object> producer) {
    static final String PID = "org.ldpi.alert.kafka";

    private static final String PRODUCER_PREFIX = "producer.";
    private static final String CLIENT = "ldpi";
    /** Alerts are sent one by one, so that little is ever buffered. */
    private static final long BUFFER_BYTES = 1 << 20;

    KafkaOptions {
        if (bootstrapServers.isBlank()) {
            throw new IllegalArgumentException("bootstrap.servers is empty");
        }
        if (topic.isBlank()) {
            throw new IllegalArgumentException("topic is empty");
        }
        if (timeout.toSeconds() < 1 || timeout.toSeconds() > 3_600) {
            throw new IllegalArgumentException("timeout.seconds " + timeout.toSeconds() + " is not within 1 to 3600");
        }
        producer = Map.copyOf(producer);
    }

    /** @throws IllegalArgumentException when an option is not as it should be; the message names it */
    static KafkaOptions of(KafkaConfiguration c, Map<String, ?> properties) {
        Map<String, Object> producer = new HashMap<>();
        properties.forEach((name, value) -> {
            if (name.startsWith(PRODUCER_PREFIX)) {
                producer.put(name.substring(PRODUCER_PREFIX.length()), value);
            }
        });
        return new KafkaOptions(c.bootstrap_servers(), c.topic(), Duration.ofSeconds(c.timeout_seconds()), producer);
    }

    /** The options of Kafka's producer. */
    Map<String, Object> toProducer() {
        int millis = (int) timeout.toMillis();
        Map<String, Object> all = new HashMap<>();
        all.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        all.put(ProducerConfig.CLIENT_ID_CONFIG, CLIENT);
        all.put(ProducerConfig.ACKS_CONFIG, "all");
        all.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        all.put(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_BYTES);
        all.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, (long) millis);
        all.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, millis);
        all.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis);
        all.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 2_000L);
        // What an operator says in the producer's own words counts.
        all.putAll(producer);
        return all;
    }
}
