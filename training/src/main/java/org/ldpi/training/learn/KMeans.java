package org.ldpi.training.learn;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.ldpi.api.model.Centres;

/** Lloyd's k-means, begun as k-means++ (Arthur and Vassilvitskii 2007). Deterministic. */
final class KMeans {
    private static final int ROUNDS = 20;

    private KMeans() {}

    /**
     * Centres of points.
     *
     * @param points one behind the other
     * @return at most k centres, fewer where there are fewer different points
     */
    static float[] centres(float[] points, int dimension, int k, long seed) {
        int count = points.length / dimension;
        float[] centres = drawn(points, dimension, Math.min(k, count), seed);
        int[] nearest = new int[count];
        for (int round = 0; round < ROUNDS; round++) {
            if (!assign(points, centres, dimension, nearest)) {
                break;
            }
            move(points, centres, dimension, nearest);
        }
        return centres;
    }

    /** Points drawn with chances that go with their squared distance from those drawn before. */
    private static float[] drawn(float[] points, int dimension, int k, long seed) {
        int count = points.length / dimension;
        SplittableRandom random = new SplittableRandom(seed);
        float[] distances = new float[count];
        Arrays.fill(distances, Float.MAX_VALUE);
        float[] centres = new float[k * dimension];
        int chosen = random.nextInt(count);
        for (int c = 0; c < k; c++) {
            System.arraycopy(points, chosen * dimension, centres, c * dimension, dimension);
            double sum = 0;
            for (int i = 0; i < count; i++) {
                distances[i] = Math.min(distances[i], distance(points, i, centres, c, dimension));
                sum += distances[i];
            }
            if (sum == 0) {
                return Arrays.copyOf(centres, (c + 1) * dimension);
            }
            chosen = draw(distances, random.nextDouble() * sum);
        }
        return centres;
    }

    private static int draw(float[] weights, double target) {
        double sum = 0;
        int last = 0;
        for (int i = 0; i < weights.length; i++) {
            if (weights[i] > 0) {
                sum += weights[i];
                last = i;
                if (sum > target) {
                    break;
                }
            }
        }
        return last;
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

    private static float distance(float[] points, int i, float[] centres, int c, int dimension) {
        float sum = 0;
        for (int d = 0; d < dimension; d++) {
            float difference = points[i * dimension + d] - centres[c * dimension + d];
            sum += difference * difference;
        }
        return sum;
    }
}
