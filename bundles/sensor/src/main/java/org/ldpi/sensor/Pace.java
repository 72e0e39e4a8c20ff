package org.ldpi.sensor;

import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/** Holds the packets of a replay back until their time has come. Used by one thread. */
final class Pace {
    /** The longest wait at a time, so that a stop and the idle timeout of flows are seen within a long gap. */
    private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final double speed;
    private final LongSupplier nanoTime;
    private final LongConsumer park;
    private boolean started;
    private long firstRecorded;
    private long firstPlayed;

    /**
     * @param speed 1 for the recorded speed, greater for faster
     * @param nanoTime a clock that runs evenly
     * @param park waits for so many nanoseconds at most
     */
    Pace(double speed, LongSupplier nanoTime, LongConsumer park) {
        this.speed = speed;
        this.nanoTime = nanoTime;
        this.park = park;
    }

    /**
     * Waits for a packet's time. The first one's has come, and a packet that is older than the one before need not wait.
     *
     * @param recorded capture time of the packet, ns since the epoch
     * @param waiting told the capture time that has been reached, while it waits
     * @return false when the wait was interrupted; the thread's interrupt is kept
     */
    boolean await(long recorded, LongConsumer waiting) {
        if (!started) {
            started = true;
            firstRecorded = recorded;
            firstPlayed = nanoTime.getAsLong();
            return true;
        }
        double due = (recorded - firstRecorded) / speed;
        double left;
        while ((left = due - (nanoTime.getAsLong() - firstPlayed)) > 0) {
            if (Thread.currentThread().isInterrupted()) {
                return false;
            }
            park.accept(Math.min(SLICE_NANOS, Math.max((long) left, 1)));
            waiting.accept(Math.min(recorded, reached()));
        }
        return true;
    }

    private long reached() {
        return firstRecorded + (long) ((nanoTime.getAsLong() - firstPlayed) * speed);
    }
}
