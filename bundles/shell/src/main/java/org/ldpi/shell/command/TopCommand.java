package org.ldpi.shell.command;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.ldpi.api.detector.DetectorStatus;
import org.ldpi.api.detector.VerdictListener;
import org.ldpi.api.sensor.SensorStatus;
import org.ldpi.api.threshold.Threshold;
import org.osgi.framework.ServiceRegistration;

/** Looks at rates, talkers and scores again and again; verdicts are listened to only while somebody looks. */
public final class TopCommand {
    public static final int DEFAULT_SECONDS = 2;

    private static final int LONGEST_SECONDS = 3_600;
    private static final int TALKERS = 10;
    private static final String CLEAR = "\u001b[H\u001b[2J";
    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Waits between two looks. */
    @FunctionalInterface
    public interface Pause {
        /**
         * Waits.
         *
         * @return false when whoever looks wants no more
         */
        boolean pause(long millis) throws InterruptedException;
    }

    /** What is counted at one time. */
    private record Look(long nanos, SensorStatus sensor, DetectorStatus detector, long alerts) {}

    private final Controller controller;
    private final LongSupplier nanoTime;

    TopCommand(Controller controller, LongSupplier nanoTime) {
        this.controller = controller;
        this.nanoTime = nanoTime;
    }

    /**
     * Prints round after round.
     *
     * @param seconds between two looks, 1 to 3600
     * @param rounds how many, 0 to go on until the pause says otherwise
     * @param clear whether each round takes the place of the one before on the screen
     */
    void run(int seconds, int rounds, boolean clear, Pause pause, PrintStream out)
            throws CommandFailure, InterruptedException {
        if (seconds < 1 || seconds > LONGEST_SECONDS) {
            throw new CommandFailure("-s: " + seconds + " is not within 1 to " + LONGEST_SECONDS + " seconds");
        }
        if (rounds < 0) {
            throw new CommandFailure("-n: " + rounds + " is not a number of rounds, 0 for no end");
        }
        WatchedVerdicts watched = new WatchedVerdicts();
        ServiceRegistration<VerdictListener> listening =
                controller.context().registerService(VerdictListener.class, watched, null);
        try {
            Look before = look();
            for (int round = 1; rounds == 0 || round <= rounds; round++) {
                if (!pause.pause(TimeUnit.SECONDS.toMillis(seconds))) {
                    return;
                }
                Look now = look();
                if (clear) {
                    out.print(CLEAR);
                } else if (round > 1) {
                    out.println();
                }
                print(before, now, watched, out);
                out.flush();
                before = now;
            }
        } finally {
            listening.unregister();
        }
    }

    private Look look() {
        return new Look(
                nanoTime.getAsLong(),
                controller.sensor().status(),
                controller.detector().status(),
                controller.alerts().raised());
    }

    private static void print(Look before, Look now, WatchedVerdicts watched, PrintStream out) {
        double seconds = Math.max(1e-3, (now.nanos() - before.nanos()) / NANOS);
        SensorStatus sensor = now.sensor();
        SensorStatus earlier = before.sensor();
        // The counters of a source begin anew with the next one.
        boolean same = sensor.capture().packets() >= earlier.capture().packets()
                && sensor.source().equals(earlier.source());
        long packets = sensor.capture().packets() - (same ? earlier.capture().packets() : 0);
        long bytes = sensor.capture().bytes() - (same ? earlier.capture().bytes() : 0);
        long drops = sensor.capture().kernelDrops() - (same ? earlier.capture().kernelDrops() : 0);
        long heads = sensor.flows().heads() - (same ? earlier.flows().heads() : 0);
        DetectorStatus detector = now.detector();
        StatusReport.line(out, "sensor", (sensor.state() + " " + sensor.source() + " " + sensor.detail()).strip());
        StatusReport.line(
                out,
                "rates",
                String.format(
                        Locale.ROOT,
                        "%s packets/s, %s bytes/s, %s dropped/s, %s heads/s, %s flows judged/s, %s anomalous/s,"
                                + " %s alerts/s",
                        rate(packets, seconds),
                        rate(bytes, seconds),
                        rate(drops, seconds),
                        rate(heads, seconds),
                        rate(detector.scored() - before.detector().scored(), seconds),
                        rate(detector.anomalies() - before.detector().anomalies(), seconds),
                        rate(now.alerts() - before.alerts(), seconds)));
        StatusReport.line(
                out,
                "now",
                sensor.flows().open() + " heads open, " + sensor.flows().flows() + " flows in the table, queue "
                        + detector.queued() + " of " + detector.queueCapacity() + ", detector " + detector.condition());
        StatusReport.line(out, "scores", scores(watched.endRound(), detector.threshold()));
        talkers(watched).print(out);
    }

    private static String rate(long count, double seconds) {
        double rate = count / seconds;
        return rate < 10 ? String.format(Locale.ROOT, "%.1f", rate) : String.format(Locale.ROOT, "%.0f", rate);
    }

    private static String scores(WatchedVerdicts.Scores round, Threshold threshold) {
        if (round.quantiles().isEmpty()) {
            return "none";
        }
        return String.format(
                Locale.ROOT,
                "median %.4g, 90 %% %.4g, 99 %% %.4g, highest %.4g of %d flows%s",
                round.quantiles().get(0),
                round.quantiles().get(1),
                round.quantiles().get(2),
                round.highest(),
                round.flows(),
                threshold == null
                        ? ""
                        : String.format(Locale.ROOT, "; threshold %.4g (%s)", threshold.value(), threshold.policy()));
    }

    private static Table talkers(WatchedVerdicts watched) {
        List<List<String>> rows = new ArrayList<>();
        for (Talkers.Talker talker : watched.talkers(TALKERS)) {
            rows.add(List.of(
                    talker.source().getHostAddress(),
                    Long.toString(talker.flows()),
                    talker.tooMany() == 0 ? "" : "at most " + talker.tooMany() + " too many",
                    Long.toString(talker.anomalous()),
                    String.format(Locale.ROOT, "%.4g", talker.highest())));
        }
        return new Table(
                List.of("TALKER", "FLOWS", "", "ANOMALOUS", "HIGHEST SCORE"), rows, "no flow was judged since then");
    }
}
