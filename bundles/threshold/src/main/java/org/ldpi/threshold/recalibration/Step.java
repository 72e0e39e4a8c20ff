package org.ldpi.threshold.recalibration;

import java.util.Arrays;
import org.ldpi.api.model.Calibration;

/**
 * From one calibration to the next, by a bounded step. Scores under the threshold are what they are. A score over it counts as at
 * most {@code step} times the threshold, or as that many times the score of the same rank before, so that however high the
 * scores of an attack that was not found, they raise no quantile further (winsorizing, Tukey 1962). And the highest hundredth
 * falls to no less than 1 / {@code step} of the same quantiles before, so that a quiet day does not make every other day an alarm.
 */
final class Step {
    private static final double TAIL = 0.99;

    private Step() {}

    static Calibration from(Calibration before, double threshold, double[] scores, double step) {
        double[] old = before.ascending();
        double[] ascending = scores.clone();
        Arrays.sort(ascending);
        for (int i = 0; i < ascending.length; i++) {
            double share = (i + 0.5) / ascending.length;
            double same = quantile(old, share);
            ascending[i] = Math.min(ascending[i], step * Math.max(threshold, same));
            if (share >= TAIL) {
                ascending[i] = Math.max(ascending[i], same / step);
            }
        }
        return new Calibration(ascending);
    }

    /** The score that a share of the scores does not exceed, between two of them in proportion (Hazen 1914). */
    static double quantile(double[] ascending, double share) {
        double at = Math.max(0, Math.min(ascending.length - 1.0, share * ascending.length - 0.5));
        int below = (int) Math.floor(at);
        int above = Math.min(ascending.length - 1, below + 1);
        return ascending[below] + (at - below) * (ascending[above] - ascending[below]);
    }
}
