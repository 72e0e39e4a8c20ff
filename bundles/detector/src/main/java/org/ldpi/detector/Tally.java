package org.ldpi.detector;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** What became of the heads: written after each batch by the scoring thread, read by any. */
final class Tally {
    private long scored;
    private long anomalies;
    private long unfit;
    private long failed;
    private long batches;

    /** Adds a batch. */
    synchronized void add(int scoredNow, int anomaliesNow, int unfitNow, int failedNow) {
        scored += scoredNow;
        anomalies += anomaliesNow;
        unfit += unfitNow;
        failed += failedNow;
        if (scoredNow > 0) {
            batches++;
        }
        notifyAll();
    }

    synchronized Counts counts() {
        return new Counts(scored, anomalies, unfit, failed, batches);
    }

    /** Waits until so many heads have been decided. */
    synchronized boolean await(long decided, Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        while (counts().decided() < decided) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(this, Math.max(left, 1_000_000));
        }
        return true;
    }

    /** One consistent look. */
    record Counts(long scored, long anomalies, long unfit, long failed, long batches) {
        long decided() {
            return scored + unfit + failed;
        }
    }
}
