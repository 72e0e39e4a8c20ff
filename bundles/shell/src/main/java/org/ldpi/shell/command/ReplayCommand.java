package org.ldpi.shell.command;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.ldpi.api.alert.AnomalyListener;
import org.ldpi.api.alert.ExplainingStatus;
import org.ldpi.api.alert.OutputStatus;
import org.ldpi.api.capture.CaptureException;
import org.ldpi.api.capture.CaptureStatistics;
import org.ldpi.api.detector.DetectorStatus;
import org.ldpi.api.sensor.Sensor;
import org.ldpi.api.sensor.SensorState;
import org.ldpi.api.sensor.SensorStatus;
import org.osgi.framework.ServiceRegistration;

/** Replays a capture, and watches it if asked to. */
final class ReplayCommand {
    private static final Duration LOOK = Duration.ofMillis(200);
    /** So many looks at outputs that get nothing through, and a replay no longer waits for them. */
    private static final int PATIENCE_WITH_OUTPUTS = 15;

    private final Controller controller;

    ReplayCommand(Controller controller) {
        this.controller = controller;
    }

    void start(String source, double speed) throws CommandFailure {
        if (!(speed >= 0) || Double.isInfinite(speed)) {
            throw new CommandFailure(
                    "--speed: " + speed + " is neither 0 (as fast as it goes) nor a multiple of the recorded speed");
        }
        try {
            controller.sensor().replay(source, speed);
        } catch (CaptureException e) {
            throw new CommandFailure(e.getMessage(), e);
        }
    }

    /** Replays to the end, printing alerts as they come, and a summary. */
    void follow(String source, double speed, PrintStream out) throws CommandFailure, InterruptedException {
        ServiceRegistration<AnomalyListener> listening = controller
                .context()
                .registerService(AnomalyListener.class, alert -> printLine(out, alert.line()), null);
        try {
            await(source, speed, out);
        } finally {
            listening.unregister();
        }
    }

    /** Replays to the end and prints a summary. */
    void await(String source, double speed, PrintStream out) throws CommandFailure, InterruptedException {
        DetectorStatus before = controller.detector().status();
        long alertsBefore = controller.alerts().raised();
        long heldBefore = heldBack();
        long began = System.nanoTime();
        start(source, speed);
        String waitedFor = "";
        while (!controller.sensor().await(LOOK)) {
            SensorStatus status = controller.sensor().status();
            String detail = status.detail();
            if (!detail.equals(waitedFor) && !detail.isEmpty()) {
                printLine(out, status.state() == SensorState.WAITING ? "the replay " + detail : detail);
            }
            waitedFor = detail;
        }
        while (!controller.detector().awaitDecided(LOOK)) {
            // Heads leave the queue only when there is a model; the operator may still give one, or stop this command.
        }
        awaitOutputs();
        summarise(before, alertsBefore, heldBefore, Duration.ofNanos(System.nanoTime() - began), out);
        SensorStatus sensor = controller.sensor().status();
        if (sensor.state() == SensorState.FAILED) {
            throw new CommandFailure(sensor.detail());
        }
    }

    /** Waits until all outputs have got their alerts, or those that have not get none through. */
    private void awaitOutputs() throws InterruptedException {
        long handled = -1;
        int looksWithoutProgress = 0;
        while (looksWithoutProgress < PATIENCE_WITH_OUTPUTS) {
            // In the order in which alerts go, so that none is between the two looks.
            ExplainingStatus explaining = controller.alerts().explaining();
            List<OutputStatus> outputs = controller.alerts().outputs();
            if (explaining.waiting() == 0 && outputs.stream().allMatch(o -> o.waiting() == 0)) {
                return;
            }
            long now = outputs.stream().mapToLong(o -> o.sent() + o.lost()).sum()
                    + explaining.explained()
                    + explaining.skipped()
                    + explaining.failed();
            looksWithoutProgress = now == handled ? looksWithoutProgress + 1 : 0;
            handled = now;
            Thread.sleep(LOOK.toMillis());
        }
    }

    private long heldBack() {
        return controller.alerts().heldBack().values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    private void summarise(DetectorStatus before, long alertsBefore, long heldBefore, Duration took, PrintStream out) {
        Sensor sensor = controller.sensor();
        DetectorStatus after = controller.detector().status();
        synchronized (out) {
            StatusReport.line(
                    out,
                    "replayed",
                    String.format(Locale.ROOT, "%s in %.1f s", sensor.status().source(), took.toMillis() / 1e3));
            CaptureStatistics capture = sensor.status().capture();
            if (capture.damaged() > 0 || !capture.state().equals(CaptureStatistics.ENDED)) {
                StatusReport.line(out, "capture", StatusReport.capture(capture));
            }
            new StatusReport(controller).flows(out, sensor.status().flows());
            StatusReport.line(
                    out,
                    "verdicts",
                    (after.scored() - before.scored()) + " flows scored, " + (after.anomalies() - before.anomalies())
                            + " anomalous, " + (controller.alerts().raised() - alertsBefore) + " alerts, "
                            + (heldBack() - heldBefore) + " held back; "
                            + (after.unfit() - before.unfit()) + " unfit, " + (after.failed() - before.failed())
                            + " failed");
            StatusReport.line(
                    out,
                    "model",
                    after.model() + ", threshold "
                            + (after.threshold() == null
                                    ? "-"
                                    : String.format(
                                            Locale.ROOT,
                                            "%.6g (%s)",
                                            after.threshold().value(),
                                            after.threshold().policy())));
        }
    }

    private static void printLine(PrintStream out, String line) {
        synchronized (out) {
            out.println(line);
            out.flush();
        }
    }
}
