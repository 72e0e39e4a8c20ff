package org.ldpi.training.evaluate;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What is taken as a whole where a test is divided or drawn again: flows of one unit are like each other, so one half of
 * a unit says more of the other half than a new unit would.
 */
public enum SplitUnit {
    CAPTURE("captures"),
    /** The folder of a capture. */
    DAY("days"),
    /** The network's own host that a flow comes from or, where that is another one, goes to. */
    HOST("hosts");

    private final String plural;

    SplitUnit(String plural) {
        this.plural = plural;
    }

    /** For people. */
    public String plural() {
        return plural;
    }

    /** Gives each flow of a test its unit. */
    Units units(TestSet test) {
        Map<String, Integer> numbers = new HashMap<>();
        int[] of = new int[test.flows().size()];
        for (int i = 0; i < of.length; i++) {
            of[i] = numbers.computeIfAbsent(name(test, test.flows().get(i)), key -> numbers.size());
        }
        double[] hostDays = new double[numbers.size()];
        if (this == HOST) {
            for (String host : test.hosts()) {
                Integer number = numbers.get(host);
                if (number != null) {
                    hostDays[number] += test.seconds() / TestSet.SECONDS_PER_DAY;
                }
            }
        } else {
            List<TestSet.Capture> captures = test.captures();
            for (TestSet.Capture capture : captures) {
                Integer number = numbers.get(this == DAY ? capture.day() : capture.name());
                if (number != null) {
                    hostDays[number] += test.hosts().size() * capture.seconds() / TestSet.SECONDS_PER_DAY;
                }
            }
        }
        return new Units(of, hostDays);
    }

    private String name(TestSet test, TestFlow flow) {
        TestSet.Capture capture = test.captures().get(flow.capture());
        return switch (this) {
            case CAPTURE -> capture.name();
            case DAY -> capture.day();
            case HOST ->
                test.hosts().contains(flow.source()) || !test.hosts().contains(flow.destination())
                        ? flow.source()
                        : flow.destination();
        };
    }

    /**
     * The units of a test's flows.
     *
     * @param of unit of each flow
     * @param hostDays hosts times days of normal traffic in each unit
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Units(int[] of, double[] hostDays) {
        int count() {
            return hostDays.length;
        }

        /** Hosts times days of units drawn with weights. */
        double hostDays(double[] weights) {
            double sum = 0;
            for (int i = 0; i < hostDays.length; i++) {
                sum += weights[i] * hostDays[i];
            }
            return sum;
        }
    }
}
