package org.ldpi.training.learn;

import java.util.Arrays;

/** How well scores tell two kinds of flows apart, and whether they do at all. */
final class Separation {
    /** A network that ranks hardly better than a coin has learned nothing. */
    static final double LEAST_AUROC = 0.6;

    private static final double LEAST_SPREAD = 1e-8;

    private Separation() {}

    /**
     * The chance that one of the other kind has the higher score, ties counted half (area under the ROC curve, as the
     * statistic of Mann and Whitney).
     */
    static double auroc(float[] normal, float[] other) {
        float[] sorted = normal.clone();
        Arrays.sort(sorted);
        double wins = 0;
        for (float score : other) {
            int below = firstNotLess(sorted, score);
            int equal = firstNotLess(sorted, Math.nextUp(score)) - below;
            wins += below + equal / 2.0;
        }
        return wins / ((double) normal.length * other.length);
    }

    private static int firstNotLess(float[] sorted, float value) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] < value) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /**
     * Refuses a collapsed network: one that maps everything to one point, which is what Deep SVDD likes best (Ruff et al.
     * 2018, proposition 1), or that scores pseudo-outliers like normal flows.
     *
     * @param embeddings of normal flows and of others, one behind the other
     */
    static void check(float[] embeddings, int dimension, double auroc) throws TrainingException {
        double spread = spread(embeddings, dimension);
        if (spread < LEAST_SPREAD) {
            throw new TrainingException(
                    "the network collapsed: all flows have nearly the same embedding (variance " + spread + ")");
        }
        if (auroc < LEAST_AUROC) {
            throw new TrainingException("the network collapsed: it does not tell normal flows from changed ones (AUROC "
                    + auroc + ", at least " + LEAST_AUROC + " is needed)");
        }
    }

    /** Mean squared distance from the mean. */
    private static double spread(float[] embeddings, int dimension) {
        int count = embeddings.length / dimension;
        double sum = 0;
        for (int d = 0; d < dimension; d++) {
            double mean = 0;
            double square = 0;
            for (int i = 0; i < count; i++) {
                double value = embeddings[i * dimension + d];
                mean += value / count;
                square += value * value / count;
            }
            sum += square - mean * mean;
        }
        return sum;
    }
}
