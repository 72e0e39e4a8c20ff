package org.ldpi.threshold;

import java.net.InetAddress;
import java.util.HashSet;
import java.util.Set;
import org.ldpi.api.detector.Verdict;

/**
 * How many flows a host opens in a day, by capture time: the flows of normal verdicts of a window, divided by the hosts that
 * they came from. Flows over the threshold do not count, so that a flood does not raise the threshold that finds it. Bounded:
 * flows of sources beyond the first {@value #MOST_HOSTS} of a window do not count at all.
 *
 * <p>Not thread-safe.
 */
final class FlowRate {
    static final int MOST_HOSTS = 65_536;

    private static final double DAY_NANOS = 86_400e9;
    private static final double WINDOW_NANOS = 3_600e9;
    /** A window of less says nothing yet. */
    private static final double LEAST_NANOS = 60e9;

    private static final int LEAST_FLOWS = 1_000;

    private final Set<InetAddress> hosts = new HashSet<>();
    private long flows;
    private long first;
    private long last;
    private double latest;

    /** Takes a verdict. */
    void add(Verdict verdict) {
        if (verdict.anomaly()) {
            return;
        }
        long nanos = verdict.flow().endNanos();
        if (flows == 0) {
            first = nanos;
            last = nanos;
        }
        last = Math.max(last, nanos);
        // A jump back is another capture: its time does not go on from this one's.
        if (last - nanos > WINDOW_NANOS || last - first > 2 * WINDOW_NANOS) {
            clear();
            first = nanos;
            last = nanos;
        }
        InetAddress source = verdict.flow().key().source();
        if (hosts.size() >= MOST_HOSTS && !hosts.contains(source)) {
            return;
        }
        hosts.add(source);
        flows++;
        if (last - first >= WINDOW_NANOS) {
            latest = perHostAndDay();
            clear();
        }
    }

    private void clear() {
        hosts.clear();
        flows = 0;
    }

    private double perHostAndDay() {
        return flows / (double) hosts.size() * (DAY_NANOS / (last - first));
    }

    /** Flows per host and day, 0 while too little was seen. */
    double estimate() {
        if (latest > 0) {
            return latest;
        }
        return flows >= LEAST_FLOWS && last - first >= LEAST_NANOS ? perHostAndDay() : 0;
    }
}
