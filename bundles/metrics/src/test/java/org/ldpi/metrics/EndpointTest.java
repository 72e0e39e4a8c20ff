package org.ldpi.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonParser;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.ldpi.api.detector.Verdict;
import org.ldpi.api.flow.CloseReason;
import org.ldpi.api.flow.Flow;
import org.ldpi.api.flow.FlowKey;
import org.ldpi.api.model.ModelId;
import org.ldpi.api.quantizer.SampleShape;
import org.ldpi.api.threshold.Threshold;

class EndpointTest {
    private static final Path PROMTOOL = Path.of("/usr/bin/promtool");

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final AtomicBoolean live = new AtomicBoolean(true);
    private final VerdictMetrics verdicts = new VerdictMetrics(registry, live::get, () -> 1_002_000_000L);

    EndpointTest() {
        StatusMetrics.register(registry, Running.SUBJECTS);
    }

    private static Verdict verdict(float score) {
        InetAddress address = InetAddress.getLoopbackAddress();
        Flow flow = new Flow(
                new FlowKey(address, 1, address, 2, 17, 0),
                "",
                "",
                4,
                0,
                1_000_000_000L,
                CloseReason.FULL,
                "veth0",
                SampleShape.DEFAULT,
                new byte[SampleShape.DEFAULT.size()]);
        return new Verdict(1, flow, score, 0, score > 4, new Threshold("max", 4, 9, ""), new ModelId("lab", "1"), "");
    }

    private String scrape() throws Exception {
        try (Endpoint endpoint = new Endpoint(registry, "127.0.0.1", 0)) {
            HttpResponse<String> response = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(endpoint.url())).build(),
                            HttpResponse.BodyHandlers.ofString());
            assertEquals(200, response.statusCode());
            return response.body();
        }
    }

    @Test
    void everythingThatIsCountedIsThere() throws Exception {
        verdicts.onVerdict(verdict(3));
        String text = scrape();
        for (String line : new String[] {
            "ldpi_capture_packets_total 1000.0",
            "ldpi_capture_dropped_packets_total{by=\"kernel\"} 7.0",
            "ldpi_packets_skipped_total{reason=\"not_ip\"} 10.0",
            "ldpi_flow_heads_total{close=\"full\"} 5.0",
            "ldpi_flow_heads_total{close=\"timeout\"} 0.0",
            "ldpi_flow_table_flows 11.0",
            "ldpi_flow_table_evicted_flows_total 4.0",
            "ldpi_sensor_state{state=\"capturing\"} 1.0",
            "ldpi_sensor_state{state=\"failed\"} 0.0",
            "ldpi_detector_refused_heads_total 1.0",
            "ldpi_detector_queue_limit_heads 16384.0",
            "ldpi_threshold_score{model=\"lab:1\",policy=\"max\"} 4.25",
            "ldpi_alerts_raised_total 2.0",
            "ldpi_alerts_held_back_total{reason=\"incident\"} 40.0",
            "ldpi_incidents_open 1.0",
            "ldpi_alerts_explaining_total{result=\"skipped\"} 1.0",
            "ldpi_blocklist_addresses 2.0",
            "ldpi_alert_capture_files_written_total 9.0",
            "ldpi_alert_capture_folder_bytes 4711.0",
            "ldpi_blocklist_dropped_flow_heads_total 17.0",
            "ldpi_drift_distance_ratio 0.125",
            "ldpi_drift_detected 1.0",
            "ldpi_recalibration_steps 2.0",
            "ldpi_recalibration_applied_timestamp_seconds 1.5",
            "ldpi_alert_output_lost_alerts_total{output=\"syslog\"} 1.0",
            "ldpi_alert_output_healthy{output=\"syslog\"} 0.0",
            "ldpi_alert_output_sent_alerts_total{output=\"my \\\"own\\\"\"} 1.0",
            "ldpi_alert_output_sent_alerts_total{output=\"eve-2\"} 1.0",
            "ldpi_capture_to_verdict_seconds_bucket{close=\"full\",le=\"0.003\"} 1",
            "ldpi_capture_to_verdict_seconds_bucket{close=\"full\",le=\"0.001\"} 0",
            "ldpi_score_threshold_ratio_bucket{le=\"0.8\"} 1"
        }) {
            assertTrue(text.contains("\n" + line + "\n"), line + " in\n" + text);
        }
        assertFalse(text.contains("ldpi_alert_output_healthy{output=\"my"), "an output that is off is not ill");
    }

    @Test
    void theTimesOfAFileAreNotTakenForLatencies() throws Exception {
        live.set(false);
        verdicts.onVerdict(verdict(3));
        assertTrue(scrape().contains("ldpi_capture_to_verdict_seconds_count{close=\"full\"} 0\n"));
    }

    @Test
    void whatIsAwayHasNoValues() throws Exception {
        PrometheusRegistry empty = new PrometheusRegistry();
        StatusMetrics.register(
                empty,
                new Subjects(
                        () -> null,
                        () -> null,
                        () -> null,
                        () -> null,
                        () -> null,
                        () -> null,
                        () -> null,
                        () -> null));
        assertEquals(
                0,
                empty.scrape().stream().mapToLong(s -> s.getDataPoints().size()).sum());
    }

    @Test
    void aPortThatIsTakenIsNamed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String message = assertThrows(
                            IOException.class, () -> new Endpoint(registry, "127.0.0.1", taken.getLocalPort()))
                    .getMessage();
            assertTrue(message.startsWith("metrics on 127.0.0.1:" + taken.getLocalPort() + ": "), message);
        }
    }

    @Test
    void prometheusOwnToolAcceptsTheTextAndTheNames() throws Exception {
        assumeTrue(Files.isExecutable(PROMTOOL), "no promtool on this system (Debian: prometheus)");
        verdicts.onVerdict(verdict(5));
        Process promtool = new ProcessBuilder(PROMTOOL.toString(), "check", "metrics")
                .redirectErrorStream(true)
                .start();
        try (OutputStream in = promtool.getOutputStream()) {
            in.write(scrape().getBytes(StandardCharsets.UTF_8));
        }
        String said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, promtool.waitFor(), said);
        assertEquals("", said, "nothing to complain of");
    }

    @Test
    void theDashboardAsksForMetricsThatThereAre() throws Exception {
        Set<String> known = new TreeSet<>();
        Matcher names = Pattern.compile("(?m)^(ldpi_[a-z_]+)").matcher(scrape());
        while (names.find()) {
            known.add(names.group(1));
        }
        String dashboard = Files.readString(Path.of("grafana/ldpi.json"));
        Set<String> unknown = new TreeSet<>();
        Matcher asked = Pattern.compile("ldpi_[a-z_]+").matcher(dashboard);
        int count = 0;
        while (asked.find()) {
            count++;
            if (!known.contains(asked.group())) {
                unknown.add(asked.group());
            }
        }
        assertTrue(count > 10, "the dashboard has panels");
        assertEquals(Set.of(), unknown);
        assertTrue(JsonParser.parseString(dashboard).getAsJsonObject().has("panels"));
    }
}
