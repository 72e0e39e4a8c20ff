package org.ldpi.api.explain;

/**
 * A normal flow that is near to an explained one.
 *
 * @param flow its key, in words; of one from the training, the capture it is in, too
 * @param origin where it is known from: {@code model} or {@code recent}
 * @param distance squared, between the embeddings of both; comparable with scores
 */
public record NearFlow(String flow, String origin, double distance) {
    /** It came with the model. */
    public static final String MODEL = "model";

    /** It was seen lately and raised no alert. */
    public static final String RECENT = "recent";
}
