package org.ldpi.metrics;

import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.ldpi.api.alert.AlertLog;
import org.ldpi.api.alert.Blocklist;
import org.ldpi.api.alert.ExplainingStatus;
import org.ldpi.api.alert.HeadCaptures;
import org.ldpi.api.alert.OutputStatus;
import org.ldpi.api.calibration.Recalibration;
import org.ldpi.api.calibration.RecalibrationStatus;
import org.ldpi.api.capture.CaptureStatistics;
import org.ldpi.api.detector.Detector;
import org.ldpi.api.detector.DetectorStatus;
import org.ldpi.api.drift.DriftMonitor;
import org.ldpi.api.drift.DriftStatus;
import org.ldpi.api.flow.CloseReason;
import org.ldpi.api.flow.FlowCounters;
import org.ldpi.api.incident.IncidentLog;
import org.ldpi.api.packet.SkipReason;
import org.ldpi.api.sensor.Sensor;
import org.ldpi.api.sensor.SensorState;
import org.ldpi.api.sensor.SensorStatus;
import org.ldpi.api.threshold.Threshold;

/** A sensor, a detector and alerts that stand at given counts. */
final class Running {
    static final Subjects SUBJECTS = new Subjects(
            Running::sensor,
            Running::detector,
            Running::alerts,
            Running::incidents,
            Running::blocklist,
            Running::captures,
            Running::drift,
            Running::recalibration);

    private Running() {}

    private static Sensor sensor() {
        return saying(
                Sensor.class,
                Map.of(
                        "status",
                        new SensorStatus(
                                SensorState.CAPTURING,
                                "",
                                "veth0",
                                null,
                                new CaptureStatistics(1000, 64_000, 7, 2, 0, CaptureStatistics.RUNNING),
                                new FlowCounters(
                                        1000,
                                        990,
                                        Map.of(SkipReason.NOT_IP, 10L),
                                        Map.of(CloseReason.FULL, 5L, CloseReason.RST, 2L),
                                        3,
                                        11,
                                        1_000_000,
                                        4))));
    }

    private static Detector detector() {
        return saying(
                Detector.class,
                Map.of(
                        "status",
                        new DetectorStatus(
                                7, 6, 2, 1, 0, 0, 3, 0, 16_384, "lab:1", new Threshold("max", 4.25, 9, ""), "ok")));
    }

    private static AlertLog alerts() {
        return saying(
                AlertLog.class,
                Map.of(
                        "raised",
                        2L,
                        "heldBack",
                        Map.of("incident", 40L, "rate", 0L),
                        "explaining",
                        new ExplainingStatus(1, 1, 0, 0, "ok"),
                        "outputs",
                        List.of(
                                new OutputStatus("eve", 2, 0, 0, "ok"),
                                new OutputStatus("syslog", 0, 1, 1, "syslog server 127.0.0.1:514: Connection refused"),
                                new OutputStatus("my \"own\"", 1, 0, 0, "off"),
                                new OutputStatus("eve", 1, 0, 0, "ok"))));
    }

    private static IncidentLog incidents() {
        return saying(IncidentLog.class, Map.of("raised", 3L, "open", 1));
    }

    private static Recalibration recalibration() {
        return saying(
                Recalibration.class,
                Map.of("status", new RecalibrationStatus("lab:1", Instant.ofEpochMilli(1_500), 5_000, 2, "")));
    }

    private static Blocklist blocklist() {
        return saying(Blocklist.class, Map.of("status", new Blocklist.Status(2, 4_096, true, 5, 3, 1, 17, "")));
    }

    private static HeadCaptures captures() {
        return saying(HeadCaptures.class, Map.of("status", new HeadCaptures.Status(9, 8, 4_711, 1, 2, 0)));
    }

    private static DriftMonitor drift() {
        return () -> new DriftStatus("lab:1", 2_000, 2_000, 0.125, 0.1, Instant.EPOCH);
    }

    private static <T> T saying(Class<T> type, Map<String, Object> answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    if (!answers.containsKey(method.getName())) {
                        throw new AssertionError("nobody should call " + method);
                    }
                    return answers.get(method.getName());
                }));
    }
}
