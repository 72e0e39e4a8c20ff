package org.ldpi.sensor;

import java.util.EnumMap;
import java.util.Map;
import org.ldpi.api.flow.FlowCounters;

/** Sums counters of the flow tables that one source went through. */
final class FlowTotals {
    private FlowTotals() {}

    /** The counters of tables that are closed and of the one that is open. */
    static FlowCounters plus(FlowCounters closed, FlowCounters open) {
        return new FlowCounters(
                closed.read() + open.read(),
                closed.decoded() + open.decoded(),
                sum(closed.skipped(), open.skipped()),
                sum(closed.closed(), open.closed()),
                open.open(),
                open.flows(),
                open.maxFlows(),
                closed.evictions() + open.evictions());
    }

    /** The counters of two tables that are both open. */
    static FlowCounters beside(FlowCounters earlier, FlowCounters open) {
        FlowCounters sums = plus(earlier, open);
        return new FlowCounters(
                sums.read(),
                sums.decoded(),
                sums.skipped(),
                sums.closed(),
                earlier.open() + open.open(),
                earlier.flows() + open.flows(),
                sums.maxFlows(),
                sums.evictions());
    }

    /** The counters of two tables that have a share of the flows each. */
    static FlowCounters shares(FlowCounters one, FlowCounters other) {
        FlowCounters sums = beside(one, other);
        return new FlowCounters(
                sums.read(),
                sums.decoded(),
                sums.skipped(),
                sums.closed(),
                sums.open(),
                sums.flows(),
                one.maxFlows() + other.maxFlows(),
                sums.evictions());
    }

    private static <E extends Enum<E>> Map<E, Long> sum(Map<E, Long> a, Map<E, Long> b) {
        Map<E, Long> sums = new EnumMap<>(a);
        b.forEach((reason, count) -> sums.merge(reason, count, Long::sum));
        return sums;
    }
}
