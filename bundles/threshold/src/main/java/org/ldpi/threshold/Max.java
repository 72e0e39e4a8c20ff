package org.ldpi.threshold;

import org.ldpi.api.threshold.ThresholdPolicy;
import org.osgi.service.component.annotations.Component;

/** The highest calibration score. */
@Component(service = ThresholdPolicy.class, property = ThresholdPolicy.NAME + "=" + Max.POLICY)
public final class Max extends MaximumPolicy {
    static final String POLICY = "max";

    public Max() {
        super(POLICY, 1, "highest calibration score");
    }
}
