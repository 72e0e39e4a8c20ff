package org.ldpi.api.model;

/**
 * A sample with the score that its model gave it where it was made. A model serves only where its encoder gives the same
 * scores within tolerance.
 *
 * @param sample n x l unsigned bytes; shared, do not change
 * @param score squared distance from the nearest centre
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody, and copied once for every model
public record GoldenSample(byte[] sample, float score) {
    /** Relative tolerance of a golden score. */
    public static final double RELATIVE_TOLERANCE = 1e-3;

    /** Absolute tolerance of a golden score, for scores near 0. */
    public static final double ABSOLUTE_TOLERANCE = 1e-5;

    /** Whether another machine's score of this sample is close enough. */
    public boolean matches(float other) {
        return Math.abs(other - score) <= ABSOLUTE_TOLERANCE + RELATIVE_TOLERANCE * Math.abs(score);
    }
}
