package org.ldpi.kafka;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.ldpi.api.alert.Alert;
import org.ldpi.api.alert.AlertFormat;
import org.ldpi.api.alert.AlertOutput;

/**
 * Sends alerts to one topic, each acknowledged before the next: what counts as sent is in the log of the brokers. An alert
 * whose acknowledgement got lost is sent again, so that consumers may see one twice; the EVE field {@code ldpi.alert} tells.
 * Used by one thread at a time.
 */
final class KafkaOutput implements AlertOutput {
    private static final Duration CLOSE = Duration.ofSeconds(1);

    private final KafkaOptions options;
    private final AlertFormat format;
    private Producer<String, String> producer;

    KafkaOutput(KafkaOptions options, AlertFormat format) {
        this.options = options;
        this.format = format;
    }

    /**
     * Sends an alert and waits for the acknowledgement.
     *
     * @throws IOException when the brokers cannot be reached or did not acknowledge in time
     * @throws IllegalStateException when they refuse this alert, or the options
     */
    @Override
    public void send(Alert alert) throws IOException {
        String source = alert.verdict().flow().key().source().getHostAddress();
        try {
            if (producer == null) {
                producer = producer();
            }
            producer.send(new ProducerRecord<>(
                            options.topic(), null, alert.time().toEpochMilli(), source, format.line(alert)))
                    .get();
        } catch (ExecutionException e) {
            failed(e.getCause());
        } catch (InterruptException | InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while sending to Kafka");
        } catch (KafkaException e) {
            failed(e);
        }
    }

    private void failed(Throwable e) throws IOException {
        String text = "Kafka " + options.bootstrapServers() + ", topic " + options.topic() + ": " + e.getMessage();
        boolean mayPass = e instanceof RetriableException
                || e instanceof AuthorizationException
                || e instanceof AuthenticationException
                // Host names that do not resolve, for one: the next try makes a new producer.
                || producer == null;
        if (!mayPass) {
            // A producer may be in a state that it cannot leave; the next alert gets a new one.
            close();
            throw new IllegalStateException(text, e);
        }
        throw new IOException(text, e);
    }

    /** By the context class loader Kafka finds classes by name, and in a container that is not ours. */
    private Producer<String, String> producer() {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(KafkaProducer.class.getClassLoader());
        try {
            return new KafkaProducer<>(options.toProducer(), new StringSerializer(), new StringSerializer());
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Override
    public void close() {
        if (producer != null) {
            producer.close(CLOSE);
            producer = null;
        }
    }
}
