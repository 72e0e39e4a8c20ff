package org.ldpi.detector;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.ldpi.api.detector.Verdict;
import org.ldpi.api.flow.Flow;
import org.ldpi.api.flow.FlowKey;

/**
 * Finds the verdicts of two models on one flow where each has samples of its own: those with the same key and the same
 * first packet. A verdict waits for its counterpart until flows come that end ten minutes of capture time later, or until
 * there are {@value #MOST} newer ones of its model. Used by one thread.
 */
final class FlowPairs {
    static final int MOST = 16_384;
    private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(10);

    /** Is told what came of verdicts. */
    interface Outcome {
        /** Both have judged the flow. */
        void pair(Verdict active, Verdict shadow);

        /** Only one of them has. */
        void single(Verdict verdict);
    }

    private record FlowId(FlowKey key, long startNanos) {
        static FlowId of(Flow flow) {
            return new FlowId(flow.key(), flow.startNanos());
        }
    }

    private final Outcome outcome;
    private final Map<FlowId, Verdict> active = new LinkedHashMap<>();
    private final Map<FlowId, Verdict> shadow = new LinkedHashMap<>();
    private long latest;

    FlowPairs(Outcome outcome) {
        this.outcome = outcome;
    }

    void active(Verdict verdict) {
        Verdict counterpart = shadow.remove(FlowId.of(verdict.flow()));
        if (counterpart == null) {
            keep(active, verdict);
        } else {
            outcome.pair(verdict, counterpart);
        }
        giveUp(verdict);
    }

    void shadow(Verdict verdict) {
        Verdict counterpart = active.remove(FlowId.of(verdict.flow()));
        if (counterpart == null) {
            keep(shadow, verdict);
        } else {
            outcome.pair(counterpart, verdict);
        }
        giveUp(verdict);
    }

    /** Forgets what waits: one of the models is another now. */
    void clear() {
        active.clear();
        shadow.clear();
        latest = 0;
    }

    private void keep(Map<FlowId, Verdict> waiting, Verdict verdict) {
        // Two flows of one key that begin in the same instant cannot be told apart.
        Verdict before = waiting.put(FlowId.of(verdict.flow()), verdict);
        if (before != null) {
            outcome.single(before);
        }
    }

    private void giveUp(Verdict newest) {
        latest = Math.max(latest, newest.flow().endNanos());
        giveUp(active);
        giveUp(shadow);
    }

    private void giveUp(Map<FlowId, Verdict> waiting) {
        Iterator<Verdict> eldest = waiting.values().iterator();
        while (eldest.hasNext()) {
            Verdict verdict = eldest.next();
            if (waiting.size() <= MOST && latest - verdict.flow().endNanos() <= LONGEST_NANOS) {
                return;
            }
            eldest.remove();
            outcome.single(verdict);
        }
    }
}
