package org.ldpi.explain;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.ldpi.api.detector.Verdict;
import org.ldpi.api.flow.Flow;

/**
 * A sample of the flows that raised no alert, kind by kind: {@value #FLOWS_OF_A_KIND} flows of each, drawn as they come so
 * that each counts alike at first and newer ones replace older ones later (algorithm R of Vitter 1985, with a least chance).
 * Bounded: of more than {@value #MOST_KINDS} kinds the one not seen for longest is forgotten. Thread-safe.
 *
 * <p>Flows are shared with whoever made them; their samples are 1 MB of 4 x 60 bytes at most, 64 MB of the largest shape.
 */
final class RecentNormals {
    static final int FLOWS_OF_A_KIND = 8;
    static final int MOST_KINDS = 512;

    private static final int SEED = 1;
    /** From so many flows of a kind on, each has the same chance to be kept. */
    private static final int MEMORY = 64 * FLOWS_OF_A_KIND;

    private static final class Kept {
        private final List<Flow> flows = new ArrayList<>(FLOWS_OF_A_KIND);
        private long seen;
    }

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final Map<FlowKind, Kept> kinds = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<FlowKind, Kept> eldest) {
            return size() > MOST_KINDS;
        }
    };

    /** Takes a verdict, if it is a normal one. */
    synchronized void add(Verdict verdict) {
        if (verdict.anomaly()) {
            return;
        }
        Flow flow = verdict.flow();
        Kept kept = kinds.computeIfAbsent(FlowKind.of(flow.key()), kind -> new Kept());
        kept.seen++;
        if (kept.flows.size() < FLOWS_OF_A_KIND) {
            kept.flows.add(flow);
            return;
        }
        int place = random.nextInt((int) Math.min(kept.seen, MEMORY));
        if (place < FLOWS_OF_A_KIND) {
            kept.flows.set(place, flow);
        }
    }

    synchronized void clear() {
        kinds.clear();
    }

    /** The flows that are kept of a kind and then those of other kinds with the same protocols, lately seen ones first. */
    synchronized List<Flow> like(FlowKind kind, int limit) {
        List<Flow> found = new ArrayList<>();
        List<List<Flow>> others = new ArrayList<>();
        // Not by get(), which would count as seen.
        kinds.forEach((other, kept) -> {
            if (other.equals(kind)) {
                found.addAll(kept.flows);
            } else if (other.sameProtocol(kind)) {
                others.add(List.copyOf(kept.flows));
            }
        });
        for (int i = others.size() - 1; i >= 0 && found.size() < limit; i--) {
            found.addAll(others.get(i));
        }
        return List.copyOf(found.subList(0, Math.min(limit, found.size())));
    }
}
