package org.ldpi.lab.audit;

import java.util.Arrays;

/**
 * Area under the receiver operating characteristic: the probability that a value of the one class is larger than one of
 * the other, ties counted half (Mann-Whitney U divided by the number of pairs).
 */
final class Auroc {
    private Auroc() {}

    /**
     * Compares two classes by one value.
     *
     * @param positive values of the one class
     * @param negative values of the other class
     * @return 0 to 1; NaN if a class is empty
     */
    static double of(double[] positive, double[] negative) {
        double[] sorted = negative.clone();
        Arrays.sort(sorted);
        double wins = 0;
        for (double value : positive) {
            int below = lower(sorted, value);
            wins += below + (lower(sorted, Math.nextUp(value)) - below) / 2.0;
        }
        return wins / positive.length / negative.length;
    }

    /** Number of values below a bound. */
    private static int lower(double[] sorted, double bound) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] < bound) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
