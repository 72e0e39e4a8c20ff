package org.ldpi.api.model;

import java.util.Arrays;

/**
 * Scores of the calibration set: normal traffic that was used for nothing else. Immutable.
 */
public final class Calibration {
    private final double[] ascending;

    /** @throws IllegalArgumentException when there is no score, or one is negative or not finite */
    public Calibration(double[] scores) {
        if (scores.length == 0) {
            throw new IllegalArgumentException("no calibration scores");
        }
        ascending = scores.clone();
        Arrays.sort(ascending);
        if (!(ascending[0] >= 0) || !Double.isFinite(ascending[ascending.length - 1])) {
            throw new IllegalArgumentException("a calibration score is negative or not finite");
        }
    }

    /** Number of flows. */
    public int size() {
        return ascending.length;
    }

    /** The scores in ascending order, a copy. */
    public double[] ascending() {
        return ascending.clone();
    }

    /** The highest score. */
    public double max() {
        return ascending[ascending.length - 1];
    }
}
