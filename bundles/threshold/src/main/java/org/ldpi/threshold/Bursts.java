package org.ldpi.threshold;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;

/**
 * How much less the last flows tell than as many independent ones would. Normal flows come in bursts of equal ones, so that the
 * flows over a score come many at a time, and their number varies more than by chance. The design effect (Kish 1965) says by how
 * much: the variance of their number between blocks of time, each a cluster, divided by the mean, which is the variance for
 * independent flows; its upper confidence bound, for blocks may be few. 2,000 flows with a design effect of 4 are worth 500.
 *
 * <p>Bounded: the last flows alone. Not thread-safe.
 */
public final class Bursts {
    private static final double BLOCK_NANOS = 10e9;
    /** Fewer blocks say nothing. */
    private static final int LEAST_BLOCKS = 8;

    private static final int LEAST_FLOWS = 500;
    /** Shares of the flows that are looked at, the highest ones; of those looked for there are too few to see how they come. */
    private static final double[] HIGHEST = {0.1, 0.05, 0.02};

    private static final double CONFIDENCE = 0.9;

    private final float[] scores;
    private final long[] nanos;
    private int next;
    private int size;

    /** @param flows how many are remembered */
    public Bursts(int flows) {
        scores = new float[flows];
        nanos = new long[flows];
    }

    /** Takes a normal flow with the capture time of its first packet. */
    public void add(float score, long startNanos) {
        scores[next] = score;
        nanos[next] = startNanos;
        next = next + 1 == scores.length ? 0 : next + 1;
        size = Math.min(scores.length, size + 1);
    }

    /** An independent copy, to be looked at by another thread. */
    Bursts copy() {
        Bursts copy = new Bursts(scores.length);
        System.arraycopy(scores, 0, copy.scores, 0, scores.length);
        System.arraycopy(nanos, 0, copy.nanos, 0, nanos.length);
        copy.next = next;
        copy.size = size;
        return copy;
    }

    /** The largest design effect at the scores that the highest tenth, twentieth and fiftieth exceed; 1 while too little was seen. */
    public double designEffect() {
        if (size < LEAST_FLOWS) {
            return 1;
        }
        float[] ascending = Arrays.copyOf(scores, size);
        Arrays.sort(ascending);
        double largest = 1;
        for (double share : HIGHEST) {
            largest = Math.max(largest, designEffect(ascending[(int) ((1 - share) * (size - 1))]));
        }
        return largest;
    }

    private double designEffect(float over) {
        Map<Long, int[]> blocks = new HashMap<>();
        int exceeding = 0;
        for (int i = 0; i < size; i++) {
            int[] count = blocks.computeIfAbsent((long) Math.floor(nanos[i] / BLOCK_NANOS), b -> new int[1]);
            if (scores[i] > over) {
                count[0]++;
                exceeding++;
            }
        }
        if (blocks.size() < LEAST_BLOCKS || exceeding == 0) {
            return 1;
        }
        double mean = (double) exceeding / blocks.size();
        double squares = 0;
        for (int[] count : blocks.values()) {
            squares += (count[0] - mean) * (count[0] - mean);
        }
        // Few blocks may happen to be without the bursts: the upper confidence bound of their variance.
        ChiSquaredDistribution chiSquared = new ChiSquaredDistribution(null, blocks.size() - 1.0);
        return Math.max(1, squares / chiSquared.inverseCumulativeProbability(1 - CONFIDENCE) / mean);
    }
}
