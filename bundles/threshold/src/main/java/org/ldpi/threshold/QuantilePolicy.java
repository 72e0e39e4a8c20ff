package org.ldpi.threshold;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;
import org.apache.commons.math3.stat.descriptive.rank.Percentile.EstimationType;
import org.ldpi.api.model.Calibration;
import org.ldpi.api.threshold.Threshold;
import org.ldpi.api.threshold.ThresholdPolicy;

/**
 * A percentile of the calibration scores, interpolated between neighbours as in R's type 7 (Hyndman and Fan 1996), which
 * is also what numpy does by default and so what the original did.
 */
abstract class QuantilePolicy implements ThresholdPolicy {
    private final String name;
    private final double percent;
    /** Fewer flows than this, and the percentile lies above the second highest score: one flow decides it. */
    private final int flowsNeeded;

    QuantilePolicy(String name, double percent, int flowsNeeded) {
        this.name = name;
        this.percent = percent;
        this.flowsNeeded = flowsNeeded;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final String description() {
        return ordinal() + " percentile of the calibration scores";
    }

    @Override
    public final Threshold threshold(Calibration calibration) {
        double value =
                new Percentile(percent).withEstimationType(EstimationType.R_7).evaluate(calibration.ascending());
        String warning = calibration.size() < flowsNeeded
                ? calibration.size() + " calibration flows are too few for the " + percent
                        + "th percentile, which needs " + flowsNeeded
                : "";
        return new Threshold(name, value, calibration.size(), warning);
    }

    private String ordinal() {
        return new DecimalFormat("0.##", DecimalFormatSymbols.getInstance(Locale.ROOT)).format(percent) + "th";
    }
}
