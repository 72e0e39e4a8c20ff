package org.ldpi.evidence;

import java.time.Duration;

/**
 * How sure an incident is, and how much is remembered.
 *
 * @param budget false incidents per address and day, at most, as far as the assumptions of the tests hold
 * @param flows flows of an address in a day
 * @param floodPerSecond flows without a conversation that an address may get all the time
 * @param quiet an incident ends when no flow belonged to it for so long
 * @param addresses the most addresses that are remembered; the one that was silent for longest is forgotten
 * @param recent the most incidents that are kept for a look back
 */
public record EvidenceOptions(
        double budget, double flows, double floodPerSecond, Duration quiet, int addresses, int recent) {
    static final String PID = "org.ldpi.evidence";

    static final double DEFAULT_BUDGET = 0.05;
    static final double DEFAULT_FLOWS = 20_000;
    static final double DEFAULT_FLOOD_PER_SECOND = 1;
    static final int DEFAULT_QUIET_SECONDS = 600;
    static final int DEFAULT_ADDRESSES = 65_536;
    static final int DEFAULT_RECENT = 1_000;

    public static final EvidenceOptions DEFAULT = new EvidenceOptions(
            DEFAULT_BUDGET,
            DEFAULT_FLOWS,
            DEFAULT_FLOOD_PER_SECOND,
            Duration.ofSeconds(DEFAULT_QUIET_SECONDS),
            DEFAULT_ADDRESSES,
            DEFAULT_RECENT);

    public EvidenceOptions {
        positive("budget", budget);
        positive("flows", flows);
        positive("flood.per.second", floodPerSecond);
        within("quiet.seconds", quiet.toSeconds(), 1, 86_400);
        within("addresses", addresses, 16, 1 << 20);
        within("recent", recent, 1, 1_000_000);
    }

    /**
     * The natural logarithm of the e-value that makes an incident. A test of level alpha has a false alarm in 1 / alpha flows
     * on average, so alpha is the budget divided by the flows, and each address has several tests.
     */
    double logThreshold() {
        return Math.log(AddressTests.TESTS * flows / budget);
    }

    /** Likewise for a test of mixes, of which there are fewer than flows. */
    double logMixThreshold() {
        return logThreshold() - Math.log(Mix.QUESTIONS);
    }

    private static void positive(String option, double value) {
        if (!(value > 0) || !Double.isFinite(value)) {
            throw new IllegalArgumentException(option + " " + value + " is not a positive number");
        }
    }

    private static void within(String option, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(option + " " + value + " is not within " + least + " to " + most);
        }
    }
}
