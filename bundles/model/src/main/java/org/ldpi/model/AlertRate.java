package org.ldpi.model;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import org.ldpi.api.detector.Verdict;

/** How often a model raises an alert. Not thread-safe. */
final class AlertRate {
    private static final double NANOS_PER_HOUR = Duration.ofHours(1).toNanos();
    private static final Duration LEAST = Duration.ofSeconds(1);

    private static final int DIGITS = 4;

    private final TrafficClock clock = new TrafficClock();
    private long flows;
    private long anomalies;

    void add(Verdict verdict) {
        clock.at(verdict.flow().endNanos());
        flows++;
        if (verdict.anomaly()) {
            anomalies++;
        }
    }

    long flows() {
        return flows;
    }

    long anomalies() {
        return anomalies;
    }

    Duration traffic() {
        return clock.passed();
    }

    /** Alerts in an hour of traffic; 0 before there is a second of it. */
    double perHour() {
        Duration traffic = traffic();
        return traffic.compareTo(LEAST) < 0 ? 0 : anomalies * (NANOS_PER_HOUR / traffic.toNanos());
    }

    /** {@code 7.2 alerts an hour over 50 flows}. */
    @Override
    public String toString() {
        return number(perHour()) + " alerts an hour over " + flows + " flows";
    }

    /** A rate for people: four digits. */
    static String number(double rate) {
        return new BigDecimal(rate)
                .round(new MathContext(DIGITS))
                .stripTrailingZeros()
                .toPlainString();
    }
}
