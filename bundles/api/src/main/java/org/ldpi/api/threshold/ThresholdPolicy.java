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

    /** The threshold for a model with this calibration. */
    Threshold threshold(Calibration calibration);
}
