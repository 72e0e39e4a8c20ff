package org.ldpi.threshold;

import org.ldpi.api.model.Calibration;
import org.ldpi.api.threshold.Threshold;
import org.ldpi.api.threshold.ThresholdPolicy;

/** A multiple of the highest calibration score. */
abstract class MaximumPolicy implements ThresholdPolicy {
    private final String name;
    private final double factor;
    private final String description;

    MaximumPolicy(String name, double factor, String description) {
        this.name = name;
        this.factor = factor;
        this.description = description;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final String description() {
        return description;
    }

    @Override
    public final Threshold threshold(Calibration calibration) {
        return new Threshold(name, factor * calibration.max(), calibration.size(), "");
    }
}
