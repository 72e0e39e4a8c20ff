package org.ldpi.threshold;

import org.ldpi.api.threshold.ThresholdPolicy;
import org.osgi.service.component.annotations.Component;

/** The 99.99th percentile of the calibration scores: one normal flow in 10,000 is over it. */
@Component(service = ThresholdPolicy.class, property = ThresholdPolicy.NAME + "=" + NearMax.POLICY)
public final class NearMax extends QuantilePolicy {
    static final String POLICY = "near_max";

    public NearMax() {
        super(POLICY, 99.99, 10_000);
    }
}
