package org.ldpi.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ldpi.api.alert.Alert;
import org.ldpi.api.detector.Verdict;
import org.ldpi.api.flow.CloseReason;
import org.ldpi.api.flow.Flow;
import org.ldpi.api.flow.FlowKey;
import org.ldpi.api.model.ModelId;
import org.ldpi.api.quantizer.SampleShape;
import org.ldpi.api.threshold.Threshold;

/** Alerts to a real broker that is there, freezes, dies and comes back. */
class KafkaOutputTest {
    private static final Instant TIME = Instant.parse("2026-02-03T04:05:06.007Z");

    @TempDir
    static Path folder;

    private static Broker broker;

    @BeforeAll
    static void startTheBroker() throws Exception {
        broker = new Broker(folder);
        broker.start();
    }

    @AfterAll
    static void stopTheBroker() throws Exception {
        broker.kill();
    }

    private static KafkaOutput output(String topic, Map<String, Object> producer) {
        return new KafkaOutput(
                new KafkaOptions(broker.address(), topic, Duration.ofSeconds(2), producer),
                alert -> "{\"id\":" + alert.id() + "}");
    }

    private static Alert alert(long id) throws IOException {
        Flow flow = new Flow(
                new FlowKey(InetAddress.getByName("10.1.0.2"), 1, InetAddress.getByName("10.1.0.9"), 22, 6, 0),
                "",
                "",
                1,
                0,
                0,
                CloseReason.RST,
                "veth0",
                SampleShape.DEFAULT,
                new byte[SampleShape.DEFAULT.size()]);
        return new Alert(
                id,
                TIME,
                new Verdict(id, flow, 2, 0, true, new Threshold("max", 1, 1, ""), new ModelId("lab", "1"), ""));
    }

    private static void sendUntilTaken(KafkaOutput output, Alert alert) throws IOException {
        while (true) {
            try {
                output.send(alert);
                return;
            } catch (IOException e) {
                assertTrue(e.getMessage().startsWith("Kafka " + broker.address() + ", topic "), e.getMessage());
                assertTrue(broker.runs(), broker.said());
            }
        }
    }

    @Test
    void whatIsSentIsInTheTopicAlsoAfterTheBrokerFrozeOrDied() throws Exception {
        try (KafkaOutput output = output("ldpi-alerts", Map.of("compression.type", "gzip"))) {
            sendUntilTaken(output, alert(1));
            output.send(alert(2));
            List<ConsumerRecord<String, String>> records = broker.read("ldpi-alerts", 2);
            assertEquals("{\"id\":1}", records.get(0).value());
            assertEquals("{\"id\":2}", records.get(1).value());
            assertEquals("10.1.0.2", records.get(0).key());
            assertEquals(TIME.toEpochMilli(), records.get(0).timestamp());

            broker.freeze();
            assertThrows(IOException.class, () -> output.send(alert(3)));
            broker.thaw();
            sendUntilTaken(output, alert(3));

            broker.kill();
            assertThrows(IOException.class, () -> output.send(alert(4)));
            broker.start();
            sendUntilTaken(output, alert(4));

            // At least once: a frozen broker may have got what it never acknowledged.
            List<String> values = broker.read("ldpi-alerts", 4).stream()
                    .map(ConsumerRecord::value)
                    .distinct()
                    .toList();
            assertEquals(List.of("{\"id\":1}", "{\"id\":2}", "{\"id\":3}"), values.subList(0, 3));
        }
    }

    @Test
    void whatTheProducerDoesNotTakeIsOneLostAlertAndNamesTheReason() throws Exception {
        try (KafkaOutput output = output("not a topic", Map.of())) {
            // A broker that was slow to answer is a reason to try again, not yet the refusal.
            Exception refused = assertThrows(Exception.class, () -> output.send(alert(1)));
            for (int tries = 0; refused instanceof IOException && tries < 10; tries++) {
                refused = assertThrows(Exception.class, () -> output.send(alert(1)));
            }
            assertInstanceOf(IllegalStateException.class, refused);
            assertTrue(refused.getMessage().contains("not a topic"), refused.getMessage());
        }
    }

    @Test
    void anOptionThatCannotBeIsNamed() {
        assertEquals(
                "topic is empty",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> new KafkaOptions("h:1", " ", Duration.ofSeconds(1), Map.of()))
                        .getMessage());
    }
}
