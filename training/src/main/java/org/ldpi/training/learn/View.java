package org.ldpi.training.learn;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** What may be done to a flow to make a view of it that the contrastive loss puts near to another view. */
public enum View {
    /** Some bytes are zero. */
    MASKED,
    /** Some bytes are random. */
    NOISE,
    /** A part of the sample, drawn out to the whole. */
    CROPPED,
    /** All bytes times a factor near 1. */
    SCALED,
    /** A little is added to each byte. */
    JITTER,
    /** Quarters of the sample change places. */
    PERMUTED;

    /** Those that keep what a byte means; the others treat bytes as amounts, as the original does. */
    public static Set<View> meaningful() {
        return Collections.unmodifiableSet(EnumSet.of(MASKED, NOISE));
    }
}
