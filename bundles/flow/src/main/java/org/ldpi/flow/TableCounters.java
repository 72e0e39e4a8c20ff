package org.ldpi.flow;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.ldpi.api.flow.CloseReason;
import org.ldpi.api.flow.FlowCounters;
import org.ldpi.api.packet.SkipReason;

/**
 * The counters of one table. One thread writes, any thread reads: as there is one writer, plain additions do, and lazy
 * stores make them seen by readers without a fence per packet.
 */
@SuppressWarnings("EnumOrdinal") // counted without a lookup
final class TableCounters {
    private static final SkipReason[] SKIP_REASONS = SkipReason.values();
    private static final CloseReason[] CLOSE_REASONS = CloseReason.values();

    // Counted here for each packet, and told now and then.
    private long decodedNow;
    private final AtomicLong decoded = new AtomicLong();
    private final AtomicLong[] skipped = counters(SKIP_REASONS.length);
    private final AtomicLong[] closed = counters(CLOSE_REASONS.length);
    private final AtomicLong open = new AtomicLong();
    private final AtomicLong flows = new AtomicLong();
    private final AtomicLong evictions = new AtomicLong();

    private static AtomicLong[] counters(int count) {
        AtomicLong[] counters = new AtomicLong[count];
        for (int i = 0; i < count; i++) {
            counters[i] = new AtomicLong();
        }
        return counters;
    }

    /** A packet that was read and became part of a flow. */
    void decoded() {
        decodedNow++;
    }

    /** A packet that was read and did not. */
    void skipped(SkipReason reason) {
        increment(skipped[reason.ordinal()]);
    }

    void evicted() {
        increment(evictions);
    }

    void closed(CloseReason reason) {
        increment(closed[reason.ordinal()]);
    }

    /** Tells others of what was decoded, and how many flows there are now and how many of them have an open head. */
    void tell(int openNow, int flowsNow) {
        decoded.lazySet(decodedNow);
        open.lazySet(openNow);
        flows.lazySet(flowsNow);
    }

    FlowCounters snapshot(int maxFlows) {
        long known = decoded.get();
        long read = known;
        Map<SkipReason, Long> skips = new EnumMap<>(SkipReason.class);
        for (SkipReason reason : SKIP_REASONS) {
            long count = skipped[reason.ordinal()].get();
            skips.put(reason, count);
            read += count;
        }
        Map<CloseReason, Long> closes = new EnumMap<>(CloseReason.class);
        for (CloseReason reason : CLOSE_REASONS) {
            closes.put(reason, closed[reason.ordinal()].get());
        }
        return new FlowCounters(
                read, known, skips, closes, (int) open.get(), (int) flows.get(), maxFlows, evictions.get());
    }

    private static void increment(AtomicLong counter) {
        counter.lazySet(counter.getPlain() + 1);
    }
}
