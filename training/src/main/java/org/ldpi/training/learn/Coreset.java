package org.ldpi.training.learn;

import java.util.Arrays;

/**
 * Greedy k-centre: each time the point that is farthest from all chosen ones; no point is then more than twice as far from
 * a chosen one as with the best choice (Gonzalez 1985). Deterministic.
 */
final class Coreset {
    private Coreset() {}

    /**
     * Chooses points, the first of all first.
     *
     * @param points one behind the other
     * @return at most k points, fewer where there are fewer different ones
     */
    static float[] centres(float[] points, int dimension, int k) {
        int count = points.length / dimension;
        float[] distances = new float[count];
        Arrays.fill(distances, Float.MAX_VALUE);
        float[] chosen = new float[Math.min(k, count) * dimension];
        int next = 0;
        for (int c = 0; c < chosen.length / dimension; c++) {
            if (distances[next] == 0) {
                return Arrays.copyOf(chosen, c * dimension);
            }
            System.arraycopy(points, next * dimension, chosen, c * dimension, dimension);
            float farthest = -1;
            for (int i = 0; i < count; i++) {
                distances[i] = Math.min(distances[i], KMeans.distance(points, i, chosen, c, dimension));
                if (distances[i] > farthest) {
                    farthest = distances[i];
                    next = i;
                }
            }
        }
        return chosen;
    }
}
