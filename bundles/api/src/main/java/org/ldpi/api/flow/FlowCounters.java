package org.ldpi.api.flow;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.ldpi.api.packet.SkipReason;

/**
 * Counters of a flow table. {@code read == decoded + sum(skipped)}, and {@link #heads()} is the sum over close reasons.
 *
 * @param read packets taken
 * @param decoded packets that became part of a flow
 * @param skipped packets that did not, by reason; every reason is a key
 * @param closed heads handed on, by reason; every reason is a key
 * @param open flows whose head is open now
 * @param flows flows in the table now, open or decided
 * @param maxFlows the table's bound
 * @param evictions flows that had to make room for others because the table was full: those whose head was open closed
 *     as {@link CloseReason#EVICTED}; decided ones were forgotten early, and are scored again if they go on
 */
public record FlowCounters(
        long read,
        long decoded,
        Map<SkipReason, Long> skipped,
        Map<CloseReason, Long> closed,
        int open,
        int flows,
        int maxFlows,
        long evictions) {
    public FlowCounters {
        skipped = complete(SkipReason.class, skipped);
        closed = complete(CloseReason.class, closed);
    }

    /** Counters of nothing. */
    public static FlowCounters none() {
        return new FlowCounters(0, 0, Map.of(), Map.of(), 0, 0, 0, 0);
    }

    /** Heads handed on. */
    public long heads() {
        return sum(closed);
    }

    /** Packets read that did not become part of a flow. */
    public long skippedPackets() {
        return sum(skipped);
    }

    private static long sum(Map<?, Long> counts) {
        long sum = 0;
        for (long count : counts.values()) {
            sum += count;
        }
        return sum;
    }

    private static <E extends Enum<E>> Map<E, Long> complete(Class<E> type, Map<E, Long> given) {
        Map<E, Long> all = new EnumMap<>(type);
        for (E reason : type.getEnumConstants()) {
            all.put(reason, given.getOrDefault(reason, 0L));
        }
        return Collections.unmodifiableMap(all);
    }
}
