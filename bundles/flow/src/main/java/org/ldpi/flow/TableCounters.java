package org.ldpi.flow;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.EnumMap;
import java.util.Map;
import org.ldpi.api.flow.CloseReason;
import org.ldpi.api.flow.FlowCounters;
import org.ldpi.api.packet.SkipReason;

/**
 * The counters of one table. One thread writes, any thread reads: as there is one writer, plain additions do, and opaque
 * stores make them seen by readers without a fence per packet.
 */
@SuppressWarnings("EnumOrdinal") // the counts are one array, so that readers and the writer share it without a map
final class TableCounters {
    private static final VarHandle ELEMENT = MethodHandles.arrayElementVarHandle(long[].class);

    private static final SkipReason[] SKIP_REASONS = SkipReason.values();
    private static final CloseReason[] CLOSE_REASONS = CloseReason.values();
    private static final int READ = 0;
    private static final int DECODED = 1;
    private static final int OPEN = 2;
    private static final int FLOWS = 3;
    private static final int EVICTIONS = 4;
    private static final int SKIPPED = 5;
    private static final int CLOSED = SKIPPED + SKIP_REASONS.length;

    private final long[] counts = new long[CLOSED + CLOSE_REASONS.length];

    /** A packet that was read and became part of a flow. */
    void decoded() {
        add(READ);
        add(DECODED);
    }

    /** A packet that was read and did not. */
    void skipped(SkipReason reason) {
        add(READ);
        add(SKIPPED + reason.ordinal());
    }

    void evicted() {
        add(EVICTIONS);
    }

    void closed(CloseReason reason) {
        add(CLOSED + reason.ordinal());
    }

    /** Sets how many flows there are now, and how many of them have an open head. */
    void flows(int open, int flows) {
        ELEMENT.setOpaque(counts, OPEN, (long) open);
        ELEMENT.setOpaque(counts, FLOWS, (long) flows);
    }

    FlowCounters snapshot(int maxFlows) {
        Map<SkipReason, Long> skipped = new EnumMap<>(SkipReason.class);
        for (SkipReason reason : SKIP_REASONS) {
            skipped.put(reason, get(SKIPPED + reason.ordinal()));
        }
        Map<CloseReason, Long> closed = new EnumMap<>(CloseReason.class);
        for (CloseReason reason : CLOSE_REASONS) {
            closed.put(reason, get(CLOSED + reason.ordinal()));
        }
        return new FlowCounters(
                get(READ), get(DECODED), skipped, closed, (int) get(OPEN), (int) get(FLOWS), maxFlows, get(EVICTIONS));
    }

    private void add(int index) {
        ELEMENT.setOpaque(counts, index, counts[index] + 1);
    }

    private long get(int index) {
        return (long) ELEMENT.getOpaque(counts, index);
    }
}
