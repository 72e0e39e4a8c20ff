package org.ldpi.api.calibration;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a recalibration would do, or did.
 *
 * @param model the active model, empty while there is none
 * @param recent flows judged lately, of which it is made
 * @param used those of them that count
 * @param leftOut number of the others by reason
 * @param overBefore share of the used flows over the threshold in force, 0 to 1; NaN while nothing can be said
 * @param overAfter share that would be over the new one
 * @param thresholds of each policy, by name
 * @param quantiles of the calibration scores, ascending
 * @param refused one line that says why this is not applied; empty when it may be
 */
public record RecalibrationPlan(
        String model,
        int recent,
        int used,
        Map<String, Integer> leftOut,
        double overBefore,
        double overAfter,
        List<Change> thresholds,
        List<Change> quantiles,
        String refused) {
    public RecalibrationPlan {
        leftOut = Collections.unmodifiableMap(new LinkedHashMap<>(leftOut));
        thresholds = List.copyOf(thresholds);
        quantiles = List.copyOf(quantiles);
    }

    /**
     * A score before and after.
     *
     * @param name of the policy, or the quantile in percent
     */
    public record Change(String name, double before, double after) {}
}
