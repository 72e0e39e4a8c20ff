package org.ldpi.api.model;

/** How far an embedding is from a centre. */
public enum Distance {
    /** The squared Euclidean distance. */
    EUCLIDEAN,
    /**
     * The squared Euclidean distance of both at unit length, which is 2 - 2 cos of the angle between them. The centres are
     * of unit length; embeddings are brought to it.
     */
    COSINE
}
