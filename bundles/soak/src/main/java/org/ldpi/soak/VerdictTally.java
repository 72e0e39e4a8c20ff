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
    private final long[] batchGaps = new long[1 << 16];
    private ModelId model;
    private long last;
    private int swaps;
    private long batches;
    private final LongAdder verdicts = new LongAdder();
    private final LongAdder duplicates = new LongAdder();
    private volatile String judging = "";

    /** @param swaps the most that are looked at */
    VerdictTally(int swaps) {
        swapGaps = new long[swaps];
    }

    @Override
    public void onVerdict(Verdict verdict) {
        long now = System.nanoTime();
        int flow = MadeFlows.number(verdict.flow().key().source().getAddress());
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
                // The last of them, where there are more than have room.
                batchGaps[(int) (batches++ % batchGaps.length)] = gap;
            }
        }
        if (!verdict.model().equals(model)) {
            model = verdict.model();
            judging = model.toString();
        }
        last = now;
        verdicts.increment();
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

    /** Gaps between batches of one model in ascending order, ns; after the last verdict. */
    long[] batchGaps() {
        long[] gaps = Arrays.copyOf(batchGaps, (int) Math.min(batches, batchGaps.length));
        Arrays.sort(gaps);
        return gaps;
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
