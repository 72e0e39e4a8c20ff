package org.ldpi.model;

import java.time.Duration;

/**
 * How much capture time flows cover, whatever the speed at which they come. Time without any flow counts up to an hour; a
 * capture that begins well before what was seen last, as when one is replayed again, goes on from there. Not thread-safe.
 */
final class TrafficClock {
    private static final long LONGEST_PAUSE = Duration.ofHours(1).toNanos();
    /** Heads come a little out of order: one that timed out ended before others that are there already. */
    private static final long OUT_OF_ORDER = Duration.ofMinutes(10).toNanos();

    private boolean running;
    private long latest;
    private long passed;

    /** @param endNanos capture time of a flow's last packet, ns since the epoch */
    void at(long endNanos) {
        long step = endNanos - latest;
        if (!running || step > LONGEST_PAUSE || -step > OUT_OF_ORDER) {
            running = true;
            latest = endNanos;
        } else if (step > 0) {
            passed += step;
            latest = endNanos;
        }
    }

    Duration passed() {
        return Duration.ofNanos(passed);
    }
}
