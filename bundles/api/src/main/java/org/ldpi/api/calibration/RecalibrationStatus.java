package org.ldpi.api.calibration;

import java.time.Instant;

/**
 * What thresholds of the active model come from.
 *
 * @param model the active model, empty while there is none
 * @param since when the recalibration in force was applied; null while the model's own calibration counts
 * @param flows flows that it was made of, 0 while there is none
 * @param steps recalibrations in force, each made on the one before; as many can be undone
 * @param problem one line where a recalibration could not be read or kept, otherwise empty
 */
public record RecalibrationStatus(String model, Instant since, int flows, int steps, String problem) {
    /** One line for people. */
    public String line() {
        String text = since == null
                ? "as in the model"
                : "recalibrated on " + flows + " flows since " + since + (steps > 1 ? ", step " + steps : "");
        return problem.isEmpty() ? text : text + "; " + problem;
    }
}
