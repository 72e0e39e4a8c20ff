package org.ldpi.detector;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** What became of the heads: written after each batch by the scoring thread, read by any. */
final class Tally {
    private Counts counts = new Counts(0, 0, 0, 0, 0);

    /** Adds what became of a batch. */
    synchronized void add(Counts batch) {
        counts = counts.plus(batch);
        notifyAll();
    }

    synchronized Counts counts() {
        return counts;
    }

    /** Waits until so many heads have been decided. */
    synchronized boolean await(long decided, Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        while (counts.decided() < decided) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(this, Math.max(left, 1_000_000));
        }
        return true;
    }

    /** One consistent look; batches are those that the encoder encoded. */
    record Counts(long scored, long anomalies, long unfit, long failed, long batches) {
        long decided() {
            return scored + unfit + failed;
        }

        private Counts plus(Counts other) {
            return new Counts(
                    scored + other.scored,
                    anomalies + other.anomalies,
                    unfit + other.unfit,
                    failed + other.failed,
                    batches + other.batches);
        }
    }
}
