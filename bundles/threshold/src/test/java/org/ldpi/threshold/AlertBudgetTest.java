package org.ldpi.threshold;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.ldpi.api.model.Calibration;
import org.ldpi.api.threshold.Threshold;

class AlertBudgetTest {
    private static final double SHARE = 1e-4;
    private static final AlertBudget BUDGET = new AlertBudget(2, 2 / SHARE, true, 0.9, 1);

    /** Scores by the inverse of a distribution function. */
    private static Calibration sample(int size, long seed, DoubleUnaryOperator quantile) {
        Random random = new Random(seed);
        return new Calibration(random.doubles(size).map(quantile).toArray());
    }

    private static double held(int size, int seeds, DoubleUnaryOperator quantile) {
        int held = 0;
        for (long seed = 1; seed <= seeds; seed++) {
            double threshold = BUDGET.threshold(sample(size, seed, quantile)).value();
            held += threshold >= quantile.applyAsDouble(1 - SHARE) ? 1 : 0;
        }
        return (double) held / seeds;
    }

    @Test
    void withEnoughCalibrationTheThresholdIsAScoreThatHoldsTheBudgetAsOftenAsAsked() {
        double held = held(50_000, 100, p -> p * p);
        assertTrue(held >= 0.82, "held by " + held + " of the samples");
        Threshold threshold = BUDGET.threshold(sample(50_000, 1, p -> p * p));
        assertEquals("", threshold.warning());
        assertTrue(threshold.detail().endsWith(" calibration scores are over it"), threshold.detail());
    }

    @Test
    void withLittleCalibrationTheTailHoldsTheBudgetAsOftenAsAskedWhetherItEndsOrNot() {
        DoubleUnaryOperator bounded = p -> 1 - Math.pow(1 - p, 0.3);
        DoubleUnaryOperator exponential = p -> -Math.log(1 - p);
        DoubleUnaryOperator heavy = p -> Math.pow(1 - p, -0.3);
        for (DoubleUnaryOperator quantile : new DoubleUnaryOperator[] {bounded, exponential, heavy}) {
            double held = held(3_000, 40, quantile);
            assertTrue(held >= 0.8, "held by " + held + " of the samples");
        }
    }

    /** Flows in bursts of ten, all with one score; a day is as many bursts, and a new one each time. */
    private static double[] burstyDay(Random random) {
        double[] scores = new double[4_000];
        for (int i = 0; i < scores.length; i += 10) {
            java.util.Arrays.fill(scores, i, i + 10, random.nextDouble());
        }
        return scores;
    }

    private static double daysHeld(boolean burstsAreKnown) {
        int held = 0;
        int days = 200;
        double share = 0.1;
        for (long seed = 1; seed <= days; seed++) {
            Random random = new Random(seed);
            double[] yesterday = burstyDay(random);
            double[] today = burstyDay(random);
            Bursts bursts = new Bursts(yesterday.length);
            for (int i = 0; i < yesterday.length; i++) {
                bursts.add((float) yesterday[i], i * 2_000_000_000L);
            }
            AlertBudget budget = new AlertBudget(share, 1, true, 0.9, burstsAreKnown ? bursts.designEffect() : 1);
            double threshold = budget.threshold(new Calibration(yesterday)).value();
            long over =
                    java.util.Arrays.stream(today).filter(s -> s > threshold).count();
            held += over <= share * today.length ? 1 : 0;
        }
        return (double) held / days;
    }

    @Test
    void flowsThatComeInBurstsHoldTheBudgetOnNineDaysOfTen() {
        double held = daysHeld(true);
        assertTrue(held >= 0.87, "held on " + held + " of the days");
        double unknown = daysHeld(false);
        assertTrue(unknown < 0.8, "the bursts are no difficulty: held on " + unknown);
    }

    @Test
    void ofIndependentFlowsEachTellsForItself() {
        Random random = new Random(1);
        Bursts bursts = new Bursts(10_000);
        for (int i = 0; i < 20_000; i++) {
            bursts.add(random.nextFloat(), i * 100_000_000L);
        }
        assertEquals(1.1, bursts.designEffect(), 0.4);
    }

    @Test
    void theTailOfAKnownDistributionIsFound() {
        double shape = -0.2;
        double[] scores =
                sample(20_000, 7, p -> (Math.pow(1 - p, -shape) - 1) / shape).ascending();
        ParetoTail tail = ParetoTail.of(scores);
        assertEquals(shape, tail.shape(), 0.12);
        double truth = (Math.pow(1e-5, -shape) - 1) / shape;
        double[] interval = tail.estimates(1e-5, 1, 0.02, 0.98);
        assertTrue(
                interval[0] < truth && truth < interval[1],
                truth + " is not within " + interval[0] + " to " + interval[1]);
    }

    @Test
    void aLargerBudgetGivesALowerThreshold() {
        Calibration calibration = sample(3_000, 3, p -> -Math.log(1 - p));
        double last = Double.POSITIVE_INFINITY;
        for (double budget : new double[] {0.1, 1, 10, 100, 1_000}) {
            double value = new AlertBudget(budget, 20_000, true, 0.9, 1)
                    .threshold(calibration)
                    .value();
            assertTrue(value <= last, budget + " gives " + value + " after " + last);
            last = value;
        }
    }

    @Test
    void whatCarriesNoTailIsSaid() {
        Threshold few = BUDGET.threshold(new Calibration(new double[] {1, 2, 3}));
        assertEquals(3, few.value());
        assertEquals("3 calibration flows carry no such budget, nor a tail: the highest score is taken", few.warning());
        double[] same = new double[1_000];
        java.util.Arrays.fill(same, 5);
        assertEquals(5, BUDGET.threshold(new Calibration(same)).value());
    }

    @Test
    void theThresholdIsTheSameEachTime() {
        Calibration calibration = sample(3_000, 5, p -> -Math.log(1 - p));
        assertEquals(BUDGET.threshold(calibration), BUDGET.threshold(calibration));
    }

    @Test
    void anOptionThatCannotBeIsNamed() {
        assertEquals(
                "budget 0.0 is not a positive number",
                assertThrows(IllegalArgumentException.class, () -> new AlertBudget(0, 1, false, 0.9, 1))
                        .getMessage());
    }
}
