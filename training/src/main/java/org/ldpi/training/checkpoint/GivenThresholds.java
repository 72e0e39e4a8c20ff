package org.ldpi.training.checkpoint;

import java.util.Arrays;
import org.ldpi.api.model.Calibration;

/**
 * A calibration that stands for thresholds whose scores nobody kept.
 *
 * <p>A checkpoint holds the 99th and the 99.99th percentile and the maximum of the scores it was calibrated on, but not the
 * scores. A staircase of 10,001 values has just these percentiles (type 7 of Hyndman and Fan 1996), so that the policies
 * give the checkpoint's thresholds. It says nothing else about the distribution.
 */
public final class GivenThresholds {
    private static final int SIZE = 10_001;

    private GivenThresholds() {}

    /**
     * The staircase for a checkpoint.
     *
     * @throws CheckpointException when a threshold is missing or they do not ascend
     */
    public static Calibration of(Checkpoint checkpoint) throws CheckpointException {
        double ninetyNine = checkpoint.threshold("ninety_nine");
        double nearMax = checkpoint.threshold("near_max");
        double max = checkpoint.threshold("max");
        if (ninetyNine > nearMax || nearMax > max) {
            throw checkpoint.refused("the thresholds do not ascend: ninety_nine " + ninetyNine + ", near_max " + nearMax
                    + ", max " + max);
        }
        double[] scores = new double[SIZE];
        Arrays.fill(scores, 0, rank(0.99) + 1, ninetyNine);
        Arrays.fill(scores, rank(0.99) + 1, SIZE - 1, nearMax);
        scores[SIZE - 1] = max;
        return new Calibration(scores);
    }

    /** The index that a quantile falls on; whole, because of the size. */
    private static int rank(double quantile) {
        return (int) Math.round(quantile * (SIZE - 1));
    }
}
