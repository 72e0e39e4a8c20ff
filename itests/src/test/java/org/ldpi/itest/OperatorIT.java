package org.ldpi.itest;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.editConfigurationFilePut;

import java.lang.management.ManagementFactory;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import javax.inject.Inject;
import javax.management.ObjectName;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ldpi.api.alert.AlertLog;
import org.ldpi.api.alert.OutputStatus;
import org.ldpi.api.detector.Verdict;
import org.ldpi.api.detector.VerdictListener;
import org.ldpi.api.flow.CloseReason;
import org.ldpi.api.flow.Flow;
import org.ldpi.api.flow.FlowKey;
import org.ldpi.api.model.ModelId;
import org.ldpi.api.quantizer.SampleShape;
import org.ldpi.api.threshold.Threshold;
import org.ldpi.api.threshold.ThresholdPolicy;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.OptionUtils;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.ServiceReference;

/** What an operator connects to, in a stock Karaf: outputs of alerts, metrics, health. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class OperatorIT extends InController {
    private static final String METRICS_PORT = "ldpi.it.metrics.port";

    @Inject
    private AlertLog alerts;

    @Configuration
    public Option[] container() throws Exception {
        String port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = Integer.toString(free.getLocalPort());
        }
        return OptionUtils.combine(
                StockKaraf.withFeature("ldpi-metrics"),
                org.ops4j.pax.exam.karaf.options.KarafDistributionOption.features(
                        org.ops4j.pax.exam.CoreOptions.maven("org.ldpi", "ldpi-features")
                                .classifier("features")
                                .type("xml")
                                .version(System.getProperty("ldpi.version")),
                        "ldpi-health",
                        "ldpi-alert-kafka"),
                org.ops4j.pax.exam.CoreOptions.systemProperty(METRICS_PORT).value(port),
                editConfigurationFilePut("etc/org.ldpi.metrics.cfg", "port", port));
    }

    @Test
    public void prometheusReadsWhatTheControllerCounts() throws Exception {
        URI endpoint = URI.create("http://127.0.0.1:" + System.getProperty(METRICS_PORT) + "/metrics");
        HttpClient client = HttpClient.newHttpClient();
        String text = client.send(HttpRequest.newBuilder(endpoint).build(), HttpResponse.BodyHandlers.ofString())
                .body();
        assertTrue(text, text.contains("\nldpi_sensor_state{state=\"idle\"} 1.0\n"));
        assertTrue(text, text.contains("\nldpi_alert_output_healthy{output=\"log\"} 1.0\n"));
        assertTrue(text, text.contains("\nldpi_detector_queue_limit_heads "));
    }

    @Test
    public void aConsoleReadsTheBean() throws Exception {
        Object state = ManagementFactory.getPlatformMBeanServer()
                .getAttribute(new ObjectName("org.ldpi:type=Status"), "SensorState");
        assertEquals("IDLE", state);
    }

    @Test
    public void healthChecksTellWhatIsMissing() throws Exception {
        until("the checks are there", () -> checks() == 5);
        String said = run("hc:exec ldpi-model");
        assertTrue(said, said.contains("CRITICAL"));
        assertTrue(said, said.contains("waits for a model"));
    }

    @Test
    public void anAlertGoesToSyslogAndOneThatKafkaCannotTakeWaits() throws Exception {
        try (DatagramSocket server = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            server.setSoTimeout((int) PATIENCE.toMillis());
            configure("org.ldpi.alert.syslog", Map.of("enabled", "true", "port", server.getLocalPort()));
            configure(
                    "org.ldpi.alert.kafka",
                    Map.of("enabled", "true", "bootstrap.servers", "127.0.0.1:1", "timeout.seconds", "1"));
            until(
                    "both outputs are on",
                    () -> !output("syslog").condition().equals("off")
                            && !output("kafka").condition().equals("off"));
            ServiceReference<?> listener = context.getServiceReferences(
                            VerdictListener.class, "(objectClass=" + AlertLog.class.getName() + ")")
                    .iterator()
                    .next();
            ((VerdictListener) context.getService(listener)).onVerdict(anomaly());

            DatagramPacket packet = new DatagramPacket(new byte[4096], 4096);
            server.receive(packet);
            String message = new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
            assertTrue(message, message.startsWith("<132>1 "));
            assertTrue(message, message.contains("\"event_type\":\"alert\""));
            until(
                    "Kafka's client says that there is no broker",
                    () -> output("kafka").condition().startsWith("Kafka 127.0.0.1:1, topic ldpi-alerts: "));
            assertEquals(1, output("kafka").waiting());
            assertEquals(0, output("kafka").lost());
        }
    }

    @Test
    public void falseDiscoveryControlGoesByItsConfigurationAtOnce() throws Exception {
        String filter = "(" + ThresholdPolicy.NAME + "=fdr)";
        until("the policy is there", () -> described(filter).startsWith("at most 10 %"));
        configure("org.ldpi.threshold.fdr", Map.of("level", "0.2", "window", "500"));
        until("the policy has changed", () -> described(filter).startsWith("at most 20 % of the anomalies among 500"));
        configure("org.ldpi.threshold.fdr", Map.of("level", "7"));
        String said = run("ldpi:threshold-list --no-format");
        assertTrue(said, said.contains("among 500 flows"));
    }

    @Test
    public void recalibrationSaysWhyItIsRefused() throws Exception {
        String said = run("ldpi:recalibrate");
        assertTrue(said, said.contains("refused: no model is active"));
        said = run("ldpi:status");
        assertTrue(said, said.contains("as in the model"));
    }

    private String described(String filter) {
        try {
            return context.getServiceReferences(ThresholdPolicy.class, filter).stream()
                    .findFirst()
                    .map(reference -> context.getService(reference).description())
                    .orElse("");
        } catch (org.osgi.framework.InvalidSyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private int checks() {
        try {
            ServiceReference<?>[] found = context.getAllServiceReferences("org.apache.felix.hc.api.HealthCheck", null);
            return found == null ? 0 : found.length;
        } catch (org.osgi.framework.InvalidSyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private OutputStatus output(String name) {
        List<OutputStatus> found =
                alerts.outputs().stream().filter(o -> o.output().equals(name)).toList();
        return found.isEmpty() ? new OutputStatus(name, 0, 0, 0, "off") : found.get(0);
    }

    private static Verdict anomaly() {
        InetAddress address = InetAddress.getLoopbackAddress();
        Flow flow = new Flow(
                new FlowKey(address, 40312, address, 22, 6, 0),
                "02:00:00:00:00:01",
                "02:00:00:00:00:02",
                1,
                0,
                0,
                CloseReason.RST,
                "veth0",
                SampleShape.DEFAULT,
                new byte[SampleShape.DEFAULT.size()]);
        return new Verdict(1, flow, 2, 0, true, new Threshold("max", 1, 1, ""), new ModelId("lab", "1"), "");
    }
}
