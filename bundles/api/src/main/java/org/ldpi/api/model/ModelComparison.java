package org.ldpi.api.model;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.ldpi.api.flow.Flow;

/**
 * The active model and its shadow on the same flows. Where the two take other samples, flows with the same key and the same
 * first packet are the same; each may have scored others too, which count for its own side alone.
 *
 * @param flows flows that both have scored
 * @param agreed those on which they say the same: anomalous, or not
 * @param skipped flows that the shadow did not score because it could not keep up; they are in nothing else here
 * @param traffic capture time that the flows cover, without gaps of more than an hour
 * @param largest flows on which they differ most, the largest difference first: those on which they disagree before all
 *     others, then by how far apart the scores are, each as a multiple of its own threshold
 */
public record ModelComparison(
        Side active, Side shadow, long flows, long agreed, long skipped, Duration traffic, List<Difference> largest) {
    public ModelComparison {
        largest = List.copyOf(largest);
    }

    /**
     * One of the two.
     *
     * @param model its id
     * @param flows flows that it has scored
     * @param threshold in force at the last flow; NaN before the first
     * @param anomalies flows over the threshold
     * @param alertsPerHour anomalies in an hour of its flows' capture time; 0 before that is a second long
     * @param quantiles score by quantile, 0.5 for the median; to a relative error of 1 %; empty before the first flow
     */
    public record Side(
            String model,
            long flows,
            double threshold,
            long anomalies,
            double alertsPerHour,
            SortedMap<Double, Double> quantiles) {
        public Side {
            quantiles = Collections.unmodifiableSortedMap(new TreeMap<>(quantiles));
        }
    }

    /** A flow with what both say of it. */
    public record Difference(
            Flow flow, float activeScore, boolean activeAnomaly, float shadowScore, boolean shadowAnomaly) {}

    /** The share of flows on which both say the same, 0 to 1; NaN before the first flow. */
    public double agreement() {
        return flows == 0 ? Double.NaN : (double) agreed / flows;
    }
}
