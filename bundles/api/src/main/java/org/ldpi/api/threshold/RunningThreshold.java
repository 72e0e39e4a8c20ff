package org.ldpi.api.threshold;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * The threshold of one stream of flows, as it goes from flow to flow: always the same, or one that depends on the scores of a
 * window. Used by one thread.
 */
@ConsumerType
@FunctionalInterface
public interface RunningThreshold {
    /**
     * Takes the score of the next flow and returns the threshold that this flow is judged by: it is anomalous when its score is
     * greater than the value. Called once for every flow, in their order.
     *
     * @param score finite, at least 0
     */
    Threshold next(float score);
}
