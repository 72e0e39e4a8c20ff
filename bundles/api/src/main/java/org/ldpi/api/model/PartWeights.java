package org.ldpi.api.model;

import java.util.List;

/**
 * How much the two parts of an embedding count in a squared distance, by the number of packets in a flow's head. What tells
 * a head of one packet from normal ones is not what tells a full one, and their distances are not of one size.
 *
 * @param first dimensions of the first part; the second part is the rest
 * @param ofFirst weights of the first part for heads of 1, 2, ... packets, the last one for all with more; empty for 1
 * @param ofSecond weights of the second part, as many
 */
public record PartWeights(int first, List<Float> ofFirst, List<Float> ofSecond) {
    /** Every dimension counts as every other. */
    public static final PartWeights NONE = new PartWeights(0, List.of(), List.of());

    /** @throws IllegalArgumentException when the weights are not as many, not finite or below 0, or all 0 for some heads */
    public PartWeights {
        ofFirst = List.copyOf(ofFirst);
        ofSecond = List.copyOf(ofSecond);
        if (first < 0 || ofFirst.size() != ofSecond.size()) {
            throw new IllegalArgumentException("a first part of " + first + " dimensions with " + ofFirst.size()
                    + " weights, and " + ofSecond.size() + " for the second part");
        }
        for (int i = 0; i < ofFirst.size(); i++) {
            float one = ofFirst.get(i);
            float other = ofSecond.get(i);
            if (!(one >= 0 && other >= 0 && one + other > 0) || Float.isInfinite(one + other)) {
                throw new IllegalArgumentException(
                        "weights " + one + " and " + other + " for heads of " + (i + 1) + " packets");
            }
        }
    }

    /**
     * The weight of a dimension.
     *
     * @param packets in the head; none counts as one
     */
    public float of(int dimension, int packets) {
        if (ofFirst.isEmpty()) {
            return 1;
        }
        int place = Math.max(1, Math.min(packets, ofFirst.size())) - 1;
        return dimension < first ? ofFirst.get(place) : ofSecond.get(place);
    }
}
