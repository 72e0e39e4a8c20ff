package org.ldpi.api.model;

import java.util.Arrays;

/**
 * Points of normal traffic in embedding space. The score of an embedding is its squared Euclidean distance to the
 * nearest of them; with one centre that is the score of Deep SVDD (Ruff et al. 2018), with many it is the nearest
 * neighbour in a memory bank as in PatchCore (Roth et al. 2022).
 *
 * <p>Immutable and thread-safe. Distances are summed in one stated order, so equal embeddings have equal scores to the
 * bit on every machine.
 */
public final class Centres {
    private final int count;
    private final int dimension;
    /** Transposed, [dimension][count]: the inner loop runs over centres, each with its own sum. */
    private final float[] byDimension;

    /**
     * @param points count points of the given dimension, one behind the other; all finite
     * @throws IllegalArgumentException when the length is no multiple of the dimension or a value is not finite
     */
    public Centres(float[] points, int dimension) {
        if (dimension < 1 || points.length == 0 || points.length % dimension != 0) {
            throw new IllegalArgumentException(points.length + " values are no centres of dimension " + dimension);
        }
        this.dimension = dimension;
        this.count = points.length / dimension;
        this.byDimension = new float[points.length];
        for (int c = 0; c < count; c++) {
            for (int d = 0; d < dimension; d++) {
                float value = points[c * dimension + d];
                if (!Float.isFinite(value)) {
                    throw new IllegalArgumentException("centre " + c + " holds " + value);
                }
                byDimension[d * count + c] = value;
            }
        }
    }

    /** K, at least 1. */
    public int count() {
        return count;
    }

    public int dimension() {
        return dimension;
    }

    /** The centres, one behind the other, as they were given. */
    public float[] points() {
        float[] points = new float[byDimension.length];
        for (int c = 0; c < count; c++) {
            for (int d = 0; d < dimension; d++) {
                points[c * dimension + d] = byDimension[d * count + c];
            }
        }
        return points;
    }

    /** A scorer with its own working memory; not thread-safe, make one for each thread. */
    public Scorer scorer() {
        return new Scorer();
    }

    /** Scores embeddings against these centres. */
    public final class Scorer {
        private final float[] distance = new float[count];
        private int nearest;

        private Scorer() {}

        /**
         * The squared distance of an embedding to its nearest centre.
         *
         * @param offset index of the embedding's first value
         * @return at least 0, or NaN where the embedding holds a NaN
         */
        public float score(float[] embeddings, int offset) {
            Arrays.fill(distance, 0);
            for (int d = 0; d < dimension; d++) {
                float value = embeddings[offset + d];
                int row = d * count;
                for (int c = 0; c < count; c++) {
                    float difference = value - byDimension[row + c];
                    distance[c] += difference * difference;
                }
            }
            float least = distance[0];
            nearest = 0;
            for (int c = 1; c < count; c++) {
                if (distance[c] < least) {
                    least = distance[c];
                    nearest = c;
                }
            }
            return least;
        }

        /** The index of the centre that was nearest in the last call. */
        public int nearest() {
            return nearest;
        }
    }
}
