package org.ldpi.threshold;

import org.ldpi.api.threshold.ThresholdPolicy;
import org.osgi.service.component.annotations.Component;

/** 101 % of the highest calibration score. */
@Component(service = ThresholdPolicy.class, property = ThresholdPolicy.NAME + "=" + HundredOne.POLICY)
public final class HundredOne extends MaximumPolicy {
    static final String POLICY = "hundred_one";

    public HundredOne() {
        super(POLICY, 1.01, "101 % of the highest calibration score");
    }
}
