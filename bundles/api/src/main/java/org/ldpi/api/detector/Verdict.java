package org.ldpi.api.detector;

import org.ldpi.api.flow.Flow;
import org.ldpi.api.model.ModelId;
import org.ldpi.api.threshold.Threshold;

/**
 * What the detector says of one flow, and by what it says so. Immutable.
 *
 * @param sequence number of the verdict, ascending from 1 in the order in which heads came
 * @param score squared distance from the nearest centre, at least 0
 * @param centre index of that centre
 * @param anomaly whether the score is greater than the threshold
 * @param configuration a short digest of the sensor's and the detector's configuration at that time
 */
public record Verdict(
        long sequence,
        Flow flow,
        float score,
        int centre,
        boolean anomaly,
        Threshold threshold,
        ModelId model,
        String configuration) {}
