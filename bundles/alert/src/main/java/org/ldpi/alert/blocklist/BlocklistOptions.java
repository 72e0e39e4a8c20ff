package org.ldpi.alert.blocklist;

import java.time.Duration;
import java.util.Locale;

/**
 * How the blocklist works.
 *
 * @param drop whether further flows of blocked addresses are dropped
 * @param fill what puts addresses on the list by itself
 * @param time how long an address is blocked where no time is given
 * @param capacity the most entries
 */
record BlocklistOptions(boolean drop, Fill fill, Duration time, int capacity) {
    static final String PID = "org.ldpi.blocklist";

    static final int DEFAULT_SECONDS = 3_600;
    static final int DEFAULT_CAPACITY = 4_096;

    private static final Duration LONGEST = Duration.ofDays(365);
    private static final int MOST = 1 << 20;

    static final BlocklistOptions DEFAULT =
            new BlocklistOptions(false, Fill.NONE, Duration.ofSeconds(DEFAULT_SECONDS), DEFAULT_CAPACITY);

    /** What puts addresses on the list by itself. */
    enum Fill {
        /** Nothing: by command and by other bundles only. */
        NONE,
        /** Incidents but floods, whose sources are mostly made up and whose subject is the victim. */
        INCIDENTS,
        /** Incidents as above, and alerts of single flows, by their source. */
        ALERTS
    }

    BlocklistOptions {
        check(time);
        if (capacity < 1 || capacity > MOST) {
            throw new IllegalArgumentException(PID + ": entries " + capacity + " is not within 1 to " + MOST);
        }
    }

    /** @throws IllegalArgumentException naming the option that cannot be */
    static BlocklistOptions of(BlocklistConfiguration configuration) {
        Fill fill = Fill.NONE;
        try {
            Fill by = Fill.valueOf(configuration.fill().trim().toUpperCase(Locale.ROOT));
            fill = configuration.enabled() ? by : Fill.NONE;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    PID + ": fill '" + configuration.fill() + "' is neither incidents nor alerts", e);
        }
        return new BlocklistOptions(
                configuration.drop(), fill, Duration.ofSeconds(configuration.seconds()), configuration.entries());
    }

    static Duration check(Duration time) {
        if (time.compareTo(Duration.ofSeconds(1)) < 0 || time.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "a time of " + time.toSeconds() + " s is not within 1 s to " + LONGEST.toDays() + " days");
        }
        return time;
    }
}
