package org.ldpi.api.threshold;

import org.ldpi.api.model.Calibration;
import org.osgi.annotation.versioning.ProviderType;

/** A way from calibration scores to a threshold. A service with the property {@link #NAME}; thread-safe. */
@ProviderType
public interface ThresholdPolicy {
    /** Service property that holds {@link #name()}. */
    String NAME = "ldpi.threshold.policy";

    /** The policy used where none is named. */
    String DEFAULT = "near_max";

    String name();

    /** One line for a table: what the threshold is. */
    String description();

    /** The threshold for a model with this calibration; of a policy that judges by a window, that of an empty window. */
    Threshold threshold(Calibration calibration);

    /** The threshold along a new stream of flows that a model with this calibration scores. */
    default RunningThreshold running(Calibration calibration) {
        Threshold fixed = threshold(calibration);
        return score -> fixed;
    }
}
