package org.ldpi.threshold.recalibration;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.ldpi.api.flow.FlowKey;

/** The last flows that were judged, each with its score; some 200 bytes each. Bounded; not thread-safe. */
final class RecentFlows {
    /**
     * A flow.
     *
     * @param endNanos capture time
     */
    record Scored(FlowKey key, long endNanos, float score) {}

    private final Scored[] last;
    private int next;

    RecentFlows(int flows) {
        last = new Scored[flows];
    }

    void add(Scored flow) {
        last[next] = flow;
        next = next + 1 == last.length ? 0 : next + 1;
    }

    void clear() {
        Arrays.fill(last, null);
    }

    /** The last flows, in no order. */
    List<Scored> flows() {
        List<Scored> all = new ArrayList<>();
        for (Scored flow : last) {
            if (flow != null) {
                all.add(flow);
            }
        }
        return all;
    }
}
