package org.ldpi.sensor;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.ldpi.api.capture.Capture;
import org.ldpi.api.capture.CaptureStatistics;
import org.ldpi.api.flow.FlowCounters;
import org.ldpi.api.flow.FlowShare;
import org.ldpi.api.model.ModelSignature;

/**
 * One source and the threads that run it: one that reads, decodes and keeps all flows; or one that reads and several that
 * decode every packet and keep a share of the flows each, in a table of their own. Methods may be called from any thread.
 */
final class SourceThreads {
    private final List<SourceRun> runs = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    /**
     * Starts.
     *
     * @param number of tables
     * @param seed of the hash that spreads the flows
     */
    SourceThreads(Capture capture, int number, long seed, double speed, SensorParts parts, Clock clock) {
        List<Capture> captures = number == 1 ? List.of(capture) : new SharedCapture(capture, number).captures();
        for (int i = 0; i < number; i++) {
            SourceRun run = new SourceRun(captures.get(i), new FlowShare(i, number, seed), speed, parts, clock);
            Thread thread = new Thread(run, number == 1 ? "ldpi-sensor" : "ldpi-sensor-" + i);
            thread.setDaemon(true);
            runs.add(run);
            threads.add(thread);
        }
        // All are known to the parts before the first one goes on to another model.
        runs.forEach(parts::running);
        threads.forEach(Thread::start);
    }

    private SourceRun first() {
        return runs.get(0);
    }

    boolean live() {
        return first().live();
    }

    String name() {
        return first().name();
    }

    boolean alive() {
        return threads.stream().anyMatch(Thread::isAlive);
    }

    /** Asks all threads to end. */
    void stop() {
        for (int i = 0; i < threads.size(); i++) {
            runs.get(i).stop(threads.get(i));
        }
    }

    /**
     * Waits for the threads to end.
     *
     * @return false when that took longer than the given time
     */
    boolean await(Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        for (Thread thread : threads) {
            // A join of 0 would wait for ever.
            thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
        }
        return !alive();
    }

    /** Why it ended, one line; empty where it runs or ended as it should. */
    String failure() {
        return runs.stream()
                .map(SourceRun::failure)
                .filter(failure -> !failure.isEmpty())
                .findFirst()
                .orElse("");
    }

    /** How samples are made, or null before the first flow table. */
    ModelSignature signature() {
        return first().signature();
    }

    CaptureStatistics captured() {
        return first().captured();
    }

    FlowCounters flows() {
        return runs.stream().map(SourceRun::flows).reduce(FlowTotals::shares).orElseThrow();
    }
}
