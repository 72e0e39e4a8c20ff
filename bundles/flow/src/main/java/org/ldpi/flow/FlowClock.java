package org.ldpi.flow;

/**
 * The time by which flows go idle: capture time, made to move forward only and never by more than matters.
 *
 * <ul>
 *   <li>It starts at 0 with the first packet and follows the latest time stamp seen.
 *   <li>A time stamp that is earlier by no more than the idle timeout is a packet out of order: the clock stands still.
 *   <li>One that is earlier by more says that capture time itself was set back, or had been wrong before: the clock
 *       goes on from where it is, counting from that time stamp.
 *   <li>A jump forward counts for at most twice the idle timeout, by which everything idle is closed already.
 * </ul>
 *
 * <p>So one packet with a wrong time stamp costs at most one round of closed flows and never stops the clock. Not
 * thread-safe.
 */
final class FlowClock {
    private final long maxBackNanos;
    private final long maxForwardNanos;
    private boolean started;
    private long nowNanos;
    // What to add to a time stamp to have the clock's time. May wrap around, as the sums with it do.
    private long offset;

    FlowClock(long idleTimeoutNanos) {
        this.maxBackNanos = idleTimeoutNanos;
        this.maxForwardNanos = 2 * idleTimeoutNanos;
    }

    /** The clock's time, ns; only differences mean something. */
    long now() {
        return nowNanos;
    }

    /** Takes a packet's time stamp and returns the clock's time. */
    long observe(long timestampNanos) {
        if (!started) {
            started = true;
            offset = nowNanos - timestampNanos;
            return nowNanos;
        }
        long step = timestampNanos + offset - nowNanos;
        if (step > 0) {
            forward(step);
        } else if (step < -maxBackNanos) {
            offset -= step;
        }
        return nowNanos;
    }

    /** Takes a time that no packet told; one that is not later than what is known is ignored. */
    long advanceTo(long timestampNanos) {
        if (started) {
            long step = timestampNanos + offset - nowNanos;
            if (step > 0) {
                forward(step);
            }
        }
        return nowNanos;
    }

    /** Forgets which time stamps were seen; the clock's own time goes on from where it is. */
    void restart() {
        started = false;
    }

    private void forward(long step) {
        if (step > maxForwardNanos) {
            offset -= step - maxForwardNanos;
            nowNanos += maxForwardNanos;
        } else {
            nowNanos += step;
        }
    }
}
