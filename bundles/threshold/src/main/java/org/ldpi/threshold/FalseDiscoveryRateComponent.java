package org.ldpi.threshold;

import org.ldpi.api.model.Calibration;
import org.ldpi.api.threshold.RunningThreshold;
import org.ldpi.api.threshold.Threshold;
import org.ldpi.api.threshold.ThresholdPolicy;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** False discovery control as a service. A change of its configuration changes its service properties, which the detector sees. */
@Component(
        service = ThresholdPolicy.class,
        configurationPid = FalseDiscoveryRateComponent.PID,
        property = ThresholdPolicy.NAME + "=" + FalseDiscoveryRate.POLICY)
@Designate(ocd = FalseDiscoveryRateConfiguration.class)
public final class FalseDiscoveryRateComponent implements ThresholdPolicy {
    static final String PID = "org.ldpi.threshold.fdr";

    private static final Logger LOG = LoggerFactory.getLogger(FalseDiscoveryRateComponent.class);

    private volatile FalseDiscoveryRate policy = new FalseDiscoveryRate();

    /** Options that cannot be are refused as a whole: those before stay in force. */
    @Activate
    @Modified
    void configure(FalseDiscoveryRateConfiguration configuration) {
        try {
            policy = new FalseDiscoveryRate(configuration.level(), configuration.window());
        } catch (IllegalArgumentException e) {
            LOG.error("{}: configuration refused: {}", PID, e.getMessage());
        }
    }

    @Override
    public String name() {
        return policy.name();
    }

    @Override
    public String description() {
        return policy.description();
    }

    @Override
    public Threshold threshold(Calibration calibration) {
        return policy.threshold(calibration);
    }

    @Override
    public RunningThreshold running(Calibration calibration) {
        return policy.running(calibration);
    }
}
