package org.ldpi.threshold;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.ldpi.api.model.Calibration;
import org.ldpi.api.threshold.ThresholdPolicy;

class ThresholdPolicyTest {
    private static Calibration scoresZeroTo(int last) {
        return new Calibration(IntStream.rangeClosed(0, last).asDoubleStream().toArray());
    }

    @Test
    void quantilesAreThoseOfNumpy() {
        // numpy.percentile(range(10001), 99.99) == 9999.0 and numpy.percentile(range(51), 99) == 49.5
        assertEquals(9_900, new NinetyNine().threshold(scoresZeroTo(10_000)).value(), 1e-9);
        assertEquals(9_999, new NearMax().threshold(scoresZeroTo(10_000)).value(), 1e-9);
        assertEquals(49.5, new NinetyNine().threshold(scoresZeroTo(50)).value(), 1e-9);
    }

    @Test
    void theMaximumAndTheMarginAboveItComeFromTheHighestScore() {
        Calibration calibration = new Calibration(new double[] {2, 8, 4});
        assertEquals(8, new Max().threshold(calibration).value());
        assertEquals(8.08, new HundredOne().threshold(calibration).value(), 1e-12);
    }

    @Test
    void theOrderOfTheFourIsAscendingOnAnyScores() {
        Calibration calibration = new Calibration(
                DoubleStream.iterate(0.3, x -> 3.9 * x * (1 - x)).limit(5_000).toArray());
        double last = -1;
        for (ThresholdPolicy policy :
                new ThresholdPolicy[] {new NinetyNine(), new NearMax(), new Max(), new HundredOne()}) {
            double value = policy.threshold(calibration).value();
            assertTrue(value >= last, policy.name() + " gave " + value + " after " + last);
            last = value;
        }
    }

    @Test
    void tooFewFlowsForAQuantileAreSaid() {
        var threshold = new NearMax().threshold(scoresZeroTo(1_999));
        assertEquals(2_000, threshold.flows());
        assertEquals(
                "2000 calibration flows are too few for the 99.99th percentile, which needs 10000",
                threshold.warning());
        assertEquals("", new NearMax().threshold(scoresZeroTo(9_999)).warning());
        assertEquals("", new NinetyNine().threshold(scoresZeroTo(99)).warning());
        assertEquals("", new Max().threshold(scoresZeroTo(2)).warning());
    }

    @Test
    void descriptionsAreForPeople() {
        assertEquals("99th percentile of the calibration scores", new NinetyNine().description());
        assertEquals("99.99th percentile of the calibration scores", new NearMax().description());
    }

    @Test
    void oneFlowGivesItsOwnScore() {
        assertEquals(
                3, new NearMax().threshold(new Calibration(new double[] {3})).value());
    }

    @Test
    void aProgramWithoutOsgiFindsThemAll() {
        Set<String> names = ServiceLoader.load(ThresholdPolicy.class).stream()
                .map(provider -> provider.get().name())
                .collect(Collectors.toSet());
        assertEquals(Set.of("ninety_nine", "near_max", "max", "hundred_one", "alert_budget", "fdr"), names);
        assertTrue(names.contains(ThresholdPolicy.DEFAULT));
    }
}
