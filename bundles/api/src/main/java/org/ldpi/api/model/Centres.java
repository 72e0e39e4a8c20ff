package org.ldpi.api.model;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Points of normal traffic in embedding space. The score of an embedding is its squared distance to the nearest of them;
 * with one centre that is the score of Deep SVDD (Ruff et al. 2018), with many it is the nearest neighbour in a memory
 * bank as in PatchCore (Roth et al. 2022). What is far is said by {@link Distance} and {@link PartWeights}.
 *
 * <p>Immutable and thread-safe. Distances are summed in one stated order, so equal embeddings have equal scores to the
 * bit on every machine.
 */
public final class Centres {
    private final int count;
    private final int dimension;
    private final Distance distance;
    private final PartWeights weights;
    private final List<NormalFlow> flows;
    /** Transposed, [dimension][count]: the inner loop runs over centres, each with its own sum. */
    private final float[] byDimension;

    /** Centres with Euclidean distances, of which it is not known which flows they stand for. */
    public Centres(float[] points, int dimension) {
        this(points, dimension, Distance.EUCLIDEAN, List.of());
    }

    /** Centres of which every dimension counts as every other, see below for the rest. */
    public Centres(float[] points, int dimension, Distance distance, List<NormalFlow> flows) {
        this(points, dimension, distance, PartWeights.NONE, flows);
    }

    /**
     * @param points count points of the given dimension, one behind the other; all finite
     * @param flows for each centre the training flow nearest to it; empty where that is not known
     * @throws IllegalArgumentException when the length is no multiple of the dimension, a value is not finite, there are
     *     flows but not one for each centre, or the first part is longer than an embedding
     */
    public Centres(float[] points, int dimension, Distance distance, PartWeights weights, List<NormalFlow> flows) {
        this.distance = Objects.requireNonNull(distance, "distance");
        this.weights = Objects.requireNonNull(weights, "weights");
        this.flows = List.copyOf(flows);
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
        if (weights.first() > dimension) {
            throw new IllegalArgumentException(
                    "a first part of " + weights.first() + " dimensions of an embedding of " + dimension);
        }
        if (!flows.isEmpty() && flows.size() != count) {
            throw new IllegalArgumentException(flows.size() + " flows of " + count + " centres");
        }
    }

    /** K, at least 1. */
    public int count() {
        return count;
    }

    public int dimension() {
        return dimension;
    }

    public Distance distance() {
        return distance;
    }

    public PartWeights weights() {
        return weights;
    }

    /** These centres with other weights. */
    public Centres with(PartWeights others) {
        return new Centres(points(), dimension, distance, others, flows);
    }

    /** The training flow nearest to a centre, empty where it is not known. */
    public Optional<NormalFlow> flow(int centre) {
        Objects.checkIndex(centre, count);
        return flows.isEmpty() ? Optional.empty() : Optional.of(flows.get(centre));
    }

    /** The training flows nearest to the centres, one for each, or none. */
    public List<NormalFlow> flows() {
        return flows;
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
        private final float[] distances = new float[count];
        private int nearest;

        private Scorer() {}

        /** The score of a head with all its packets. */
        public float score(float[] embeddings, int offset) {
            return score(embeddings, offset, Integer.MAX_VALUE);
        }

        /**
         * The squared distance of an embedding to its nearest centre; of the first, where several are as near.
         *
         * @param offset index of the embedding's first value
         * @param packets in the head that the embedding is of
         * @return at least 0, or NaN where the embedding holds a NaN
         */
        public float score(float[] embeddings, int offset, int packets) {
            Arrays.fill(distances, 0);
            float scale = distance == Distance.COSINE ? toUnitLength(embeddings, offset) : 1;
            for (int d = 0; d < dimension; d++) {
                float weight = weights.of(d, packets);
                if (weight == 0) {
                    continue;
                }
                float value = scale * embeddings[offset + d];
                int row = d * count;
                for (int c = 0; c < count; c++) {
                    float difference = value - byDimension[row + c];
                    distances[c] += weight * (difference * difference);
                }
            }
            float least = distances[0];
            nearest = 0;
            for (int c = 1; c < count; c++) {
                if (distances[c] < least) {
                    least = distances[c];
                    nearest = c;
                }
            }
            return least;
        }

        /** What an embedding is multiplied by to be of unit length; 1 where it has no length. */
        private float toUnitLength(float[] embeddings, int offset) {
            double square = 0;
            for (int d = 0; d < dimension; d++) {
                square += (double) embeddings[offset + d] * embeddings[offset + d];
            }
            return square > 0 ? (float) (1 / Math.sqrt(square)) : 1;
        }

        /** The index of the centre that was nearest in the last call. */
        public int nearest() {
            return nearest;
        }
    }
}
