package org.ldpi.alert;

import java.util.List;

/**
 * What is done with alerts.
 *
 * @param log whether each alert is a log line
 * @param recent the most alerts kept for a look back, 0 to 1,000,000
 * @param buffer the most alerts that wait for one output, 1 to 1,048,576
 * @param group whether alerts of flows of an open incident are held back
 * @param perHour the most alerts of single flows of a source in an hour of capture time, 0 for no limit
 * @param allow flows that raise no alert
 * @param explainPercent of one processor that explaining takes over time, 0 for no explanations, to 100
 */
record AlertOptions(
        boolean log, int recent, int buffer, boolean group, int perHour, List<AllowRule> allow, int explainPercent) {
    static final String PID = "org.ldpi.alert";

    static final int DEFAULT_RECENT = 1_000;
    static final int DEFAULT_BUFFER = 16_384;
    static final int DEFAULT_EXPLAIN_PERCENT = 2;

    static final AlertOptions DEFAULT =
            new AlertOptions(true, DEFAULT_RECENT, DEFAULT_BUFFER, true, 0, List.of(), DEFAULT_EXPLAIN_PERCENT);

    AlertOptions {
        within("recent", recent, 0, 1_000_000);
        within("buffer", buffer, 1, 1 << 20);
        within("per.hour", perHour, 0, 1_000_000);
        within("explain.percent", explainPercent, 0, 100);
        allow = List.copyOf(allow);
    }

    private static void within(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    PID + ": " + option + " " + value + " is not within " + least + " to " + most);
        }
    }
}
