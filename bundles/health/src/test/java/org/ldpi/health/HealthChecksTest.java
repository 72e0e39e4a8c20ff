package org.ldpi.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.junit.jupiter.api.Test;
import org.ldpi.api.alert.AlertLog;
import org.ldpi.api.alert.OutputStatus;
import org.ldpi.api.capture.CaptureStatistics;
import org.ldpi.api.detector.Detector;
import org.ldpi.api.detector.DetectorStatus;
import org.ldpi.api.drift.DriftStatus;
import org.ldpi.api.flow.FlowCounters;
import org.ldpi.api.sensor.Sensor;
import org.ldpi.api.sensor.SensorState;
import org.ldpi.api.sensor.SensorStatus;
import org.ldpi.api.threshold.Threshold;

class HealthChecksTest {
    private static final Threshold CARRIED = new Threshold("max", 4.25, 9, "");

    private SensorStatus sensorStatus;
    private DetectorStatus detectorStatus = detector("lab:1", CARRIED, "ok", 0, 0);
    private List<OutputStatus> outputs = List.of();

    private final Sensor sensor = answering(Sensor.class, () -> sensorStatus);
    private final Detector detector = answering(Detector.class, () -> detectorStatus);
    private final AlertLog alerts = answering(AlertLog.class, () -> outputs);

    private static <T> T answering(Class<T> type, java.util.function.Supplier<Object> answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> answer.get()));
    }

    private static SensorStatus sensor(SensorState state, String detail, long packets, long kernelDrops) {
        return sensor(state, detail, packets, kernelDrops, 0);
    }

    private static SensorStatus sensor(
            SensorState state, String detail, long packets, long kernelDrops, long evictions) {
        return new SensorStatus(
                state,
                detail,
                "veth0",
                null,
                new CaptureStatistics(packets, 0, kernelDrops, 0, 0, CaptureStatistics.RUNNING),
                new FlowCounters(0, 0, Map.of(), Map.of(), 0, 0, 500, evictions));
    }

    private static DetectorStatus detector(
            String model, Threshold threshold, String condition, long refused, int queued) {
        return new DetectorStatus(9, 9, 0, refused, 0, 0, 1, queued, 100, model, threshold, condition);
    }

    private static void assertStatus(Result.Status expected, String text, HealthCheck check) {
        Result result = check.execute();
        assertEquals(expected, result.getStatus(), result.toString());
        assertTrue(result.toString().contains(text), result.toString());
    }

    @Test
    void theCaptureIsWellWhenPacketsComeAndTellsWhatItWaitsForOrWhatBroke() {
        CaptureCheck check = new CaptureCheck(sensor);
        sensorStatus = sensor(SensorState.CAPTURING, "", 1_000, 0);
        assertStatus(Result.Status.OK, "veth0", check);
        sensorStatus = sensor(SensorState.IDLE, "", 1_000, 0);
        assertStatus(Result.Status.WARN, "No source", check);
        sensorStatus = sensor(SensorState.WAITING, "waits for a model", 1_000, 0);
        assertStatus(Result.Status.TEMPORARILY_UNAVAILABLE, "waits for a model", check);
        sensorStatus = sensor(SensorState.FAILED, "veth0 went down", 1_000, 0);
        assertStatus(Result.Status.CRITICAL, "veth0 went down", check);
    }

    @Test
    void dropsCountFromCheckToCheck() {
        CaptureCheck check = new CaptureCheck(sensor);
        sensorStatus = sensor(SensorState.CAPTURING, "", 10_000, 5);
        assertStatus(Result.Status.WARN, "5 packets dropped", check);
        assertStatus(Result.Status.OK, "veth0", check);
        sensorStatus = sensor(SensorState.CAPTURING, "", 11_000, 105);
        assertStatus(Result.Status.CRITICAL, "100 packets dropped and 1000 captured", check);
        // Another source counts from 0 again.
        sensorStatus = sensor(SensorState.CAPTURING, "", 3_000, 1);
        assertStatus(Result.Status.WARN, "1 packets dropped and 3000 captured", check);
    }

    @Test
    void aFlowTableThatIsFullIsAWarning() {
        CaptureCheck check = new CaptureCheck(sensor);
        sensorStatus = sensor(SensorState.CAPTURING, "", 1_000, 0, 7);
        assertStatus(Result.Status.WARN, "500 flows is full: 7 had to make room", check);
        assertStatus(Result.Status.OK, "veth0", check);
    }

    @Test
    void theDetectorIsIllWhileHeadsAreLost() {
        DetectorCheck check = new DetectorCheck(detector);
        assertStatus(Result.Status.OK, "9 flows scored", check);
        detectorStatus = detector("lab:1", CARRIED, "ok", 0, 81);
        assertStatus(Result.Status.WARN, "81 of 100", check);
        detectorStatus = detector("lab:1", CARRIED, "the queue is full", 7, 100);
        assertStatus(Result.Status.CRITICAL, "7 flow heads refused", check);
        detectorStatus = detector("lab:1", CARRIED, "ok", 7, 0);
        assertStatus(Result.Status.OK, "9 flows scored", check);
    }

    @Test
    void aModelThatServesWithAThresholdThatIsCarriedIsWell() {
        ModelCheck check = new ModelCheck(detector);
        assertStatus(Result.Status.OK, "lab:1", check);
        detectorStatus = detector("lab:1", new Threshold("near_max", 4, 9, "9 flows are too few"), "ok", 0, 0);
        assertStatus(Result.Status.WARN, "9 flows are too few", check);
        detectorStatus = detector("", null, "waits for a model", 0, 0);
        assertStatus(Result.Status.CRITICAL, "waits for a model", check);
        detectorStatus = detector("lab:1", null, "waits for threshold policy 'x'", 0, 0);
        assertStatus(Result.Status.CRITICAL, "waits for threshold policy", check);
    }

    @Test
    void driftIsAWarning() {
        assertStatus(
                Result.Status.OK,
                "none",
                new DriftCheck(() -> new DriftStatus("lab:1", 2_000, 2_000, 0.05, 0.1, null)));
        assertStatus(
                Result.Status.WARN,
                "lab:1: since 1970-01-01T00:00:00Z",
                new DriftCheck(() -> new DriftStatus("lab:1", 2_000, 2_000, 0.15, 0.1, Instant.EPOCH)));
    }

    @Test
    void anOutputInTroubleIsAWarningAndOneThatLosesAlertsIsCritical() {
        OutputsCheck check = new OutputsCheck(alerts);
        outputs = List.of(new OutputStatus("eve", 5, 0, 0, "ok"), new OutputStatus("log", 0, 0, 0, "off"));
        assertStatus(Result.Status.OK, "eve", check);
        outputs = List.of(new OutputStatus("eve", 5, 0, 3, "No space left on device"));
        assertStatus(Result.Status.WARN, "No space left", check);
        outputs = List.of(new OutputStatus("eve", 5, 2, 3, "No space left on device"));
        assertStatus(Result.Status.CRITICAL, "2 alerts lost", check);
        outputs = List.of(new OutputStatus("eve", 8, 2, 0, "ok"));
        assertStatus(Result.Status.OK, "8 alerts sent", check);
    }
}
