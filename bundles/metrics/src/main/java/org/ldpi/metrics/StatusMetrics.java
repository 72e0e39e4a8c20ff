package org.ldpi.metrics;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Instant;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.ldpi.api.alert.AlertLog;
import org.ldpi.api.alert.ExplainingStatus;
import org.ldpi.api.alert.HeadCaptures;
import org.ldpi.api.alert.OutputStatus;
import org.ldpi.api.detector.DetectorStatus;
import org.ldpi.api.drift.DriftStatus;
import org.ldpi.api.sensor.SensorState;
import org.ldpi.api.sensor.SensorStatus;
import org.ldpi.api.threshold.Threshold;

/**
 * The counters that sensor, detector and alerts keep anyway, read when somebody asks: they cost the packet path nothing.
 * Names follow Prometheus' conventions. The counters of a capture begin anew with each source, which Prometheus' {@code
 * rate} takes into account. What is away has no values.
 */
final class StatusMetrics {
    private static final String OK = "ok";
    private static final String OFF = "off";

    private final PrometheusRegistry registry;
    private final Subjects subjects;

    private StatusMetrics(PrometheusRegistry registry, Subjects subjects) {
        this.registry = registry;
        this.subjects = subjects;
    }

    /** Registers them all. */
    static void register(PrometheusRegistry registry, Subjects subjects) {
        StatusMetrics metrics = new StatusMetrics(registry, subjects);
        metrics.registerCapture();
        metrics.registerFlows();
        metrics.registerDetector();
        metrics.registerModel();
        metrics.registerDrift();
        metrics.registerRecalibration();
        metrics.registerAlerts();
        metrics.registerExplaining();
        metrics.registerBlocklist();
        metrics.registerCaptureFiles();
    }

    private void registerCapture() {
        sensorCounter(
                "ldpi_capture_packets", "Packets captured", s -> s.capture().packets());
        sensorCounter(
                "ldpi_capture_bytes",
                "Captured bytes of these packets",
                s -> s.capture().bytes());
        sensorCounter(
                "ldpi_capture_damaged_records",
                "Records of a capture file that could not be read",
                s -> s.capture().damaged());
        CounterWithCallback.builder()
                .name("ldpi_capture_dropped_packets")
                .help("Packets lost before they were captured, by who dropped them")
                .labelNames("by")
                .callback(c -> with(subjects.sensor(), sensor -> {
                    SensorStatus status = sensor.status();
                    c.call((double) status.capture().kernelDrops(), "kernel");
                    c.call((double) status.capture().interfaceDrops(), "interface");
                }))
                .register(registry);
        GaugeWithCallback.builder()
                .name("ldpi_sensor_state")
                .help("1 for the state that the sensor is in, 0 for the others")
                .labelNames("state")
                .callback(c -> with(subjects.sensor(), sensor -> {
                    SensorState now = sensor.status().state();
                    for (SensorState state : SensorState.values()) {
                        c.call(state == now ? 1 : 0, word(state));
                    }
                }))
                .register(registry);
    }

    private void registerFlows() {
        sensorCounter(
                "ldpi_packets_read",
                "Packets that the flow table took",
                s -> s.flows().read());
        sensorCounter(
                "ldpi_packets_decoded",
                "Packets that became part of a flow",
                s -> s.flows().decoded());
        labelled(
                "ldpi_packets_skipped",
                "Packets that became part of no flow, by reason",
                "reason",
                s -> s.flows().skipped());
        labelled(
                "ldpi_flow_heads",
                "Flow heads closed, by reason",
                "close",
                s -> s.flows().closed());
        sensorGauge(
                "ldpi_flow_heads_open",
                "Flows whose head is open",
                s -> s.flows().open());
        sensorGauge(
                "ldpi_flow_table_flows", "Flows in the table", s -> s.flows().flows());
        sensorCounter(
                "ldpi_flow_table_evicted_flows",
                "Flows that had to make room because the table was full",
                s -> s.flows().evictions());
        sensorGauge(
                "ldpi_flow_table_limit_flows",
                "The most flows in the table",
                s -> s.flows().maxFlows());
    }

    private void registerDetector() {
        detectorCounter("ldpi_detector_offered_heads", "Flow heads that came", DetectorStatus::offered);
        detectorCounter("ldpi_detector_scored_flows", "Flow heads that got a verdict", DetectorStatus::scored);
        detectorCounter("ldpi_detector_anomalous_flows", "Verdicts over the threshold", DetectorStatus::anomalies);
        detectorCounter(
                "ldpi_detector_refused_heads", "Flow heads lost because the queue was full", DetectorStatus::refused);
        detectorCounter(
                "ldpi_detector_unfit_heads",
                "Flow heads whose sample the active model does not take",
                DetectorStatus::unfit);
        detectorCounter("ldpi_detector_failed_heads", "Flow heads that the encoder failed on", DetectorStatus::failed);
        detectorCounter("ldpi_detector_batches", "Batches scored", DetectorStatus::batches);
        detectorGauge("ldpi_detector_queue_heads", "Flow heads that wait", DetectorStatus::queued);
        detectorGauge(
                "ldpi_detector_queue_limit_heads", "The most flow heads that wait", DetectorStatus::queueCapacity);
        detectorGauge(
                "ldpi_detector_healthy",
                "1 when nothing is wrong with the detector",
                d -> d.condition().equals(OK) ? 1 : 0);
    }

    private void registerModel() {
        GaugeWithCallback.builder()
                .name("ldpi_threshold_score")
                .help("The score over which a flow is anomalous")
                .labelNames("model", "policy")
                .callback(c -> with(subjects.detector(), detector -> {
                    DetectorStatus status = detector.status();
                    Threshold threshold = status.threshold();
                    if (threshold != null) {
                        c.call(threshold.value(), status.model(), threshold.policy());
                    }
                }))
                .register(registry);
    }

    private void registerDrift() {
        driftGauge(
                "ldpi_drift_distance_ratio",
                "Kolmogorov-Smirnov distance of recent scores from the calibration set, 0 to 1",
                DriftStatus::distance);
        driftGauge(
                "ldpi_drift_critical_distance_ratio", "The distance over which there is drift", DriftStatus::critical);
        driftGauge("ldpi_drift_detected", "1 while there is drift", status -> status.since() == null ? 0 : 1);
    }

    private void registerRecalibration() {
        GaugeWithCallback.builder()
                .name("ldpi_recalibration_steps")
                .help("Recalibrations of the active model that are in force; 0 while its own calibration counts")
                .callback(c ->
                        with(subjects.recalibration(), r -> c.call(r.status().steps())))
                .register(registry);
        GaugeWithCallback.builder()
                .name("ldpi_recalibration_applied_timestamp_seconds")
                .help("When the recalibration in force was applied")
                .callback(c -> with(subjects.recalibration(), r -> {
                    Instant since = r.status().since();
                    if (since != null) {
                        c.call(since.toEpochMilli() / 1e3);
                    }
                }))
                .register(registry);
    }

    private void driftGauge(String name, String help, ToDoubleFunction<DriftStatus> value) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .callback(c -> with(subjects.drift(), drift -> {
                    DriftStatus status = drift.status();
                    if (!Double.isNaN(status.distance())) {
                        c.call(value.applyAsDouble(status));
                    }
                }))
                .register(registry);
    }

    private void registerAlerts() {
        CounterWithCallback.builder()
                .name("ldpi_incidents_found")
                .help("Incidents found")
                .callback(c -> with(subjects.incidents(), incidents -> c.call((double) incidents.raised())))
                .register(registry);
        GaugeWithCallback.builder()
                .name("ldpi_incidents_open")
                .help("Incidents that go on")
                .callback(c -> with(subjects.incidents(), incidents -> c.call(incidents.open())))
                .register(registry);
        CounterWithCallback.builder()
                .name("ldpi_alerts_held_back")
                .help("Anomalous flows that raised no alert of their own, by reason")
                .labelNames("reason")
                .callback(c -> with(
                        subjects.alerts(),
                        alerts -> alerts.heldBack().forEach((reason, count) -> c.call((double) count, reason))))
                .register(registry);
        CounterWithCallback.builder()
                .name("ldpi_alerts_raised")
                .help("Alerts raised")
                .callback(c -> with(subjects.alerts(), alerts -> c.call((double) alerts.raised())))
                .register(registry);
        CounterWithCallback.builder()
                .name("ldpi_alert_output_sent_alerts")
                .help("Alerts delivered, by output")
                .labelNames("output")
                .callback(c -> outputs((name, status) -> c.call((double) status.sent(), name)))
                .register(registry);
        CounterWithCallback.builder()
                .name("ldpi_alert_output_lost_alerts")
                .help("Alerts that could not be delivered, by output")
                .labelNames("output")
                .callback(c -> outputs((name, status) -> c.call((double) status.lost(), name)))
                .register(registry);
        GaugeWithCallback.builder()
                .name("ldpi_alert_output_waiting_alerts")
                .help("Alerts that wait, by output")
                .labelNames("output")
                .callback(c -> outputs((name, status) -> c.call(status.waiting(), name)))
                .register(registry);
        GaugeWithCallback.builder()
                .name("ldpi_alert_output_healthy")
                .help("1 when nothing is wrong with an output that is on")
                .labelNames("output")
                .callback(c -> outputs((name, status) -> {
                    if (!status.condition().equals(OFF)) {
                        c.call(status.condition().equals(OK) ? 1 : 0, name);
                    }
                }))
                .register(registry);
    }

    private void registerExplaining() {
        CounterWithCallback.builder()
                .name("ldpi_alerts_explaining")
                .help("Alerts of single flows by what came of explaining them")
                .labelNames("result")
                .callback(c -> with(subjects.alerts(), alerts -> {
                    ExplainingStatus status = alerts.explaining();
                    c.call((double) status.explained(), "explained");
                    c.call((double) status.skipped(), "skipped");
                    c.call((double) status.failed(), "failed");
                }))
                .register(registry);
    }

    private void registerBlocklist() {
        GaugeWithCallback.builder()
                .name("ldpi_blocklist_addresses")
                .help("Blocked addresses")
                .callback(c ->
                        with(subjects.blocklist(), list -> c.call(list.status().entries())))
                .register(registry);
        CounterWithCallback.builder()
                .name("ldpi_blocklist_dropped_flow_heads")
                .help("Flow heads of blocked addresses that were dropped before they were scored")
                .callback(c -> with(
                        subjects.blocklist(),
                        list -> c.call((double) list.status().dropped())))
                .register(registry);
        CounterWithCallback.builder()
                .name("ldpi_blocklist_refused_addresses")
                .help("Addresses that were not blocked since the list was full")
                .callback(c -> with(
                        subjects.blocklist(),
                        list -> c.call((double) list.status().refused())))
                .register(registry);
    }

    private void registerCaptureFiles() {
        captureFiles(
                "ldpi_alert_capture_files_written", "Capture files of alerts written", HeadCaptures.Status::written);
        captureFiles(
                "ldpi_alert_capture_files_deleted",
                "Capture files of alerts deleted to keep within the bounds",
                HeadCaptures.Status::deleted);
        captureFiles(
                "ldpi_alert_capture_incomplete",
                "Alerts of which packets had been overwritten in memory before they were written",
                HeadCaptures.Status::incomplete);
        GaugeWithCallback.builder()
                .name("ldpi_alert_capture_folder_bytes")
                .help("Bytes of the capture files of alerts")
                .callback(c -> with(
                        subjects.captures(),
                        captures -> c.call((double) captures.status().bytes())))
                .register(registry);
    }

    private void captureFiles(String name, String help, ToDoubleFunction<HeadCaptures.Status> value) {
        CounterWithCallback.builder()
                .name(name)
                .help(help)
                .callback(c -> with(subjects.captures(), captures -> c.call(value.applyAsDouble(captures.status()))))
                .register(registry);
    }

    private void sensorCounter(String name, String help, ToDoubleFunction<SensorStatus> value) {
        CounterWithCallback.builder()
                .name(name)
                .help(help)
                .callback(c -> with(subjects.sensor(), s -> c.call(value.applyAsDouble(s.status()))))
                .register(registry);
    }

    private void sensorGauge(String name, String help, ToDoubleFunction<SensorStatus> value) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .callback(c -> with(subjects.sensor(), s -> c.call(value.applyAsDouble(s.status()))))
                .register(registry);
    }

    private <E extends Enum<E>> void labelled(
            String name, String help, String label, Function<SensorStatus, Map<E, Long>> counts) {
        CounterWithCallback.builder()
                .name(name)
                .help(help)
                .labelNames(label)
                .callback(c -> with(
                        subjects.sensor(),
                        s -> counts.apply(s.status()).forEach((reason, count) -> c.call(count, word(reason)))))
                .register(registry);
    }

    private void detectorCounter(String name, String help, ToDoubleFunction<DetectorStatus> value) {
        CounterWithCallback.builder()
                .name(name)
                .help(help)
                .callback(c -> with(subjects.detector(), d -> c.call(value.applyAsDouble(d.status()))))
                .register(registry);
    }

    private void detectorGauge(String name, String help, ToDoubleFunction<DetectorStatus> value) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .callback(c -> with(subjects.detector(), d -> c.call(value.applyAsDouble(d.status()))))
                .register(registry);
    }

    /** Two outputs may have one name; the second is numbered, as no two samples may have the same labels. */
    private void outputs(BiConsumer<String, OutputStatus> each) {
        AlertLog alerts = subjects.alerts().get();
        if (alerts != null) {
            Set<String> seen = new HashSet<>();
            for (OutputStatus output : alerts.outputs()) {
                String name = output.output();
                for (int i = 2; !seen.add(name); i++) {
                    name = output.output() + "-" + i;
                }
                each.accept(name, output);
            }
        }
    }

    private static <T> void with(Supplier<T> subject, Consumer<T> use) {
        T present = subject.get();
        if (present != null) {
            use.accept(present);
        }
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
