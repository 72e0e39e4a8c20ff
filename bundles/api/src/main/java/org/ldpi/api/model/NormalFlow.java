package org.ldpi.api.model;

import java.util.Objects;
import org.ldpi.api.flow.FlowKey;

/**
 * A flow of the training's normal traffic, so that a person can look at what a flow was compared with.
 *
 * @param capture name of the capture file, relative to the data set's root; no tabs or line ends
 * @param startNanos capture time of its first packet, ns since the epoch
 */
public record NormalFlow(String capture, FlowKey key, long startNanos) {
    public NormalFlow {
        Objects.requireNonNull(key, "key");
        if (capture.chars().anyMatch(c -> c < ' ')) {
            throw new IllegalArgumentException("a capture's name with control characters");
        }
    }
}
