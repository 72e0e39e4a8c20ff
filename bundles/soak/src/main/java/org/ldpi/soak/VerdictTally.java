package org.ldpi.soak;

import java.util.Arrays;
import java.util.BitSet;
import java.util.concurrent.atomic.LongAdder;
import org.ldpi.api.detector.Verdict;
import org.ldpi.api.detector.VerdictListener;
import org.ldpi.api.model.ModelId;

/**
 * Counts verdicts, those on a flow that had one already, and the time between the last verdict of one model and the first
 * of the next. Its memory does not grow. One writer; others may read.
 */
final class VerdictTally implements VerdictListener {
    /** Longer than this between two verdicts, and the second is the first of another batch. */
    private static final long BATCH_NANOS = 100_000;

    private final BitSet seen = new BitSet(MadeFlows.MOST_FLOWS);
    private final long[] swapGaps;
    private final Gaps batchGaps = new Gaps();
    private final Gaps loadGaps = new Gaps();
    private volatile Phase phase = Phase.STEADY;
    private ModelId model;
    private long last;
    private int swaps;
    private final LongAdder verdicts = new LongAdder();
    private final LongAdder duplicates = new LongAdder();
    private volatile String judging = "";

    /** What goes on while verdicts come. */
    enum Phase {
        /** Nothing else. */
        STEADY,
        /** A model is loaded that is to judge next. */
        LOADING,
        /** The measurement itself stops everything: gaps are its own and are not looked at. */
        COLLECTING
    }

    /** Of gaps the last ones, where there are more than have room. */
    private static final class Gaps {
        private final long[] values = new long[1 << 16];
        private long count;

        void add(long gap) {
            values[(int) (count++ % values.length)] = gap;
        }

        long[] ascending() {
            long[] gaps = Arrays.copyOf(values, (int) Math.min(count, values.length));
            Arrays.sort(gaps);
            return gaps;
        }
    }

    /** @param swaps the most that are looked at */
    VerdictTally(int swaps) {
        swapGaps = new long[swaps];
    }

    @Override
    public void onVerdict(Verdict verdict) {
        long now = System.nanoTime();
        int flow = MadeFlows.number(verdict.flow().key().source().getAddress());
        if (flow < 0 || flow >= MadeFlows.MOST_FLOWS) {
            // Of a source before this one, whose last flows were still waiting.
            return;
        }
        if (seen.get(flow)) {
            duplicates.increment();
        }
        seen.set(flow);
        if (model != null) {
            long gap = now - last;
            if (!verdict.model().equals(model)) {
                if (swaps < swapGaps.length) {
                    swapGaps[swaps++] = gap;
                }
            } else if (gap > BATCH_NANOS) {
                betweenBatches(gap);
            }
        }
        if (!verdict.model().equals(model)) {
            model = verdict.model();
            judging = model.toString();
        }
        last = now;
        verdicts.increment();
    }

    private void betweenBatches(long gap) {
        switch (phase) {
            case STEADY -> batchGaps.add(gap);
            case LOADING -> loadGaps.add(gap);
            case COLLECTING -> {}
        }
    }

    long verdicts() {
        return verdicts.sum();
    }

    long duplicates() {
        return duplicates.sum();
    }

    /** The model of the last verdict. */
    String judging() {
        return judging;
    }

    /** Gaps at swaps in ascending order, ns; after the last verdict. */
    long[] swapGaps() {
        long[] gaps = Arrays.copyOf(swapGaps, swaps);
        Arrays.sort(gaps);
        return gaps;
    }

    /** What goes on from now on. */
    void phase(Phase now) {
        phase = now;
    }

    /** Gaps between batches of one model while nothing is loaded, in ascending order, ns; after the last verdict. */
    long[] batchGaps() {
        return batchGaps.ascending();
    }

    /** Gaps between batches of one model while the next one is loaded, in ascending order, ns; after the last verdict. */
    long[] loadGaps() {
        return loadGaps.ascending();
    }

    /** The value below which a share of the values lies; 0 where there is none. */
    static double quantileMillis(long[] ascending, double share) {
        if (ascending.length == 0) {
            return 0;
        }
        int index = (int) Math.ceil(share * ascending.length) - 1;
        return ascending[Math.max(0, index)] / 1e6;
    }
}
