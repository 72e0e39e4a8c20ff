package org.ldpi.detector;

import java.util.Objects;
import org.ldpi.api.threshold.ThresholdPolicy;

/**
 * How the detector works.
 *
 * @param batch the most heads scored at once, 1 to 4096
 * @param batchMillis how much time of a processor a batch may take: for a slow model it gets fewer heads, 1 to 1000 milliseconds
 * @param lingerMicros how long a batch that is not full waits for more heads, 0 to 1,000,000 microseconds
 * @param queue the most heads waiting or being scored, 1 to 1,048,576
 * @param policy name of the threshold policy
 * @param value a threshold that overrides the policy; 0 for none
 * @param recent the most verdicts kept for a look back, 0 to 1,000,000
 */
record DetectorOptions(
        int batch, int batchMillis, int lingerMicros, int queue, String policy, double value, int recent) {
    static final String PID = "org.ldpi.detector";

    static final int DEFAULT_BATCH = 256;
    static final int DEFAULT_BATCH_MILLIS = 2;
    static final int DEFAULT_LINGER_MICROS = 1_000;
    static final int DEFAULT_QUEUE = 16_384;
    static final int DEFAULT_RECENT = 1_000;

    static final DetectorOptions DEFAULT = new DetectorOptions(
            DEFAULT_BATCH,
            DEFAULT_BATCH_MILLIS,
            DEFAULT_LINGER_MICROS,
            DEFAULT_QUEUE,
            ThresholdPolicy.DEFAULT,
            0,
            DEFAULT_RECENT);

    DetectorOptions {
        within("batch", batch, 1, 4_096);
        within("batch.millis", batchMillis, 1, 1_000);
        within("linger.micros", lingerMicros, 0, 1_000_000);
        within("queue", queue, 1, 1 << 20);
        within("recent", recent, 0, 1_000_000);
        Objects.requireNonNull(policy, "policy");
        if (policy.isBlank()) {
            throw new IllegalArgumentException(PID + ": threshold.policy is empty");
        }
        if (!(value >= 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(PID + ": threshold.value " + value + " is not 0 or a positive number");
        }
    }

    private static void within(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    PID + ": " + option + " " + value + " is not within " + least + " to " + most);
        }
    }
}
