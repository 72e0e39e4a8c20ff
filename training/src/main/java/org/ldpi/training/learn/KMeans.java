package org.ldpi.training.learn;

import java.util.Arrays;
import org.ldpi.api.model.Centres;

/**
 * Lloyd's k-means, begun with a coreset: a rare kind of flows far from all others gets a centre of its own, which a choice
 * by chance, as in k-means++, would mostly not give it. Deterministic.
 */
final class KMeans {
    private static final int ROUNDS = 20;

    private KMeans() {}

    /**
     * Centres of points.
     *
     * @param points one behind the other
     * @return at most k centres, fewer where there are fewer different points
     */
    static float[] centres(float[] points, int dimension, int k) {
        int count = points.length / dimension;
        float[] centres = Coreset.centres(points, dimension, k);
        int[] nearest = new int[count];
        Arrays.fill(nearest, -1);
        for (int round = 0; round < ROUNDS; round++) {
            if (!assign(points, centres, dimension, nearest)) {
                break;
            }
            move(points, centres, dimension, nearest);
        }
        return centres;
    }

    /** Returns whether a point changed sides. */
    private static boolean assign(float[] points, float[] centres, int dimension, int[] nearest) {
        Centres.Scorer scorer = new Centres(centres, dimension).scorer();
        boolean changed = false;
        for (int i = 0; i < nearest.length; i++) {
            scorer.score(points, i * dimension);
            changed |= nearest[i] != scorer.nearest();
            nearest[i] = scorer.nearest();
        }
        return changed;
    }

    private static void move(float[] points, float[] centres, int dimension, int[] nearest) {
        int k = centres.length / dimension;
        double[] sums = new double[centres.length];
        int[] counts = new int[k];
        for (int i = 0; i < nearest.length; i++) {
            counts[nearest[i]]++;
            for (int d = 0; d < dimension; d++) {
                sums[nearest[i] * dimension + d] += points[i * dimension + d];
            }
        }
        for (int c = 0; c < k; c++) {
            for (int d = 0; d < dimension && counts[c] > 0; d++) {
                centres[c * dimension + d] = (float) (sums[c * dimension + d] / counts[c]);
            }
        }
    }

    /** The squared distance of the i-th point to the c-th centre. */
    static float distance(float[] points, int i, float[] centres, int c, int dimension) {
        float sum = 0;
        for (int d = 0; d < dimension; d++) {
            float difference = points[i * dimension + d] - centres[c * dimension + d];
            sum += difference * difference;
        }
        return sum;
    }
}
