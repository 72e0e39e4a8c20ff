package org.ldpi.api.drift;

import java.time.Instant;
import java.util.Locale;

/**
 * How the scores of the running network compare with the calibration scores of the active model.
 *
 * @param model the model whose calibration they are compared with, empty before the first verdict
 * @param flows flows compared, at most the window
 * @param window how many flows are compared when there are enough
 * @param distance Kolmogorov-Smirnov distance of the two distributions, 0 to 1; NaN while there are too few flows
 * @param critical the distance over which there is drift; NaN while there are too few flows
 * @param since capture time of the flow by which the drift was found, null while there is none
 */
public record DriftStatus(String model, int flows, int window, double distance, double critical, Instant since) {
    /** One line for people. */
    public String line() {
        if (Double.isNaN(distance)) {
            return flows + " of " + window + " flows seen, too few to compare";
        }
        return String.format(
                Locale.ROOT,
                "%s; distance of the last %d scores from calibration %.3f, critical %.3f",
                since == null ? "none" : "since " + since,
                flows,
                distance,
                critical);
    }
}
