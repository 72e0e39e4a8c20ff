package org.ldpi.threshold;

import org.ldpi.api.threshold.ThresholdPolicy;
import org.osgi.service.component.annotations.Component;

/** The 99th percentile of the calibration scores: one normal flow in 100 is over it. */
@Component(service = ThresholdPolicy.class, property = ThresholdPolicy.NAME + "=" + NinetyNine.POLICY)
public final class NinetyNine extends QuantilePolicy {
    static final String POLICY = "ninety_nine";

    public NinetyNine() {
        super(POLICY, 99, 100);
    }
}
