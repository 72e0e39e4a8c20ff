package org.ldpi.threshold.recalibration;

/**
 * What recalibration looks at, and how far it may go.
 *
 * @param flows the most flows looked back on
 * @param least fewer that can be used are too few
 * @param step the factor by which a threshold may move at a time
 * @param clients of a service whose flows over the threshold count
 */
public record RecalibrationOptions(int flows, int least, double step, int clients) {
    static final String PID = "org.ldpi.recalibration";

    static final int DEFAULT_FLOWS = 20_000;
    static final int DEFAULT_LEAST = 2_000;
    static final double DEFAULT_STEP = 1.25;
    static final int DEFAULT_CLIENTS = 3;

    public static final RecalibrationOptions DEFAULT =
            new RecalibrationOptions(DEFAULT_FLOWS, DEFAULT_LEAST, DEFAULT_STEP, DEFAULT_CLIENTS);

    public RecalibrationOptions {
        within("flows", flows, 100, 1_000_000);
        within("least", least, 100, flows);
        within("clients", clients, 2, 1_000);
        if (!(step > 1 && step <= 2)) {
            throw new IllegalArgumentException("step " + step + " is not over 1 and at most 2");
        }
    }

    private static void within(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(option + " " + value + " is not within " + least + " to " + most);
        }
    }
}
