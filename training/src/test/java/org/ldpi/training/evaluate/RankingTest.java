package org.ldpi.training.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RankingTest {
    private static final double EXACT = 1e-12;

    private final float[] scores = {9, 8, 7, 7, 3, 1};
    private final boolean[] malicious = {true, false, true, false, false, true};
    private final int[] captures = {0, 0, 0, 1, 1, 1};
    private final Ranking ranking = new Ranking(scores, malicious, captures);

    @Test
    void aurocIsTheShareOfPairsInTheRightOrderWithTiesCountedHalf() {
        // 9 beats 3 normal flows, 7 beats one and ties with one, 1 beats none: 4.5 of 9.
        assertEquals(0.5, ranking.auroc(Ranking.equalWeights(2)), EXACT);
    }

    @Test
    void aCaptureThatIsDrawnTwiceCountsTwice() {
        float[] twice = {9, 8, 7, 9, 8, 7, 7, 3, 1};
        boolean[] kinds = {true, false, true, true, false, true, false, false, true};
        Ranking repeated = new Ranking(twice, kinds, new int[twice.length]);
        assertEquals(repeated.auroc(Ranking.equalWeights(1)), ranking.auroc(new double[] {2, 1}), EXACT);
    }

    @Test
    void aThresholdForABudgetLetsNoMoreFalseAlarmsThrough() {
        double[] weights = Ranking.equalWeights(2);
        assertEquals(8, ranking.thresholdFor(0, weights));
        assertEquals(1 / 3.0, ranking.detected(8, weights), EXACT);
        assertEquals(0, ranking.falseAlarms(8, weights), EXACT);
        assertEquals(7, ranking.thresholdFor(1.5, weights));
        assertEquals(Double.NEGATIVE_INFINITY, ranking.thresholdFor(3, weights));
    }

    @Test
    void averagePrecisionFollowsFromThePrevalence() {
        Ranking perfect = new Ranking(new float[] {2, 1}, new boolean[] {true, false}, new int[2]);
        assertEquals(1, perfect.averagePrecision(0.01, Ranking.equalWeights(1)), EXACT);
        Ranking reversed = new Ranking(new float[] {1, 2}, new boolean[] {true, false}, new int[2]);
        assertEquals(0.01, reversed.averagePrecision(0.01, Ranking.equalWeights(1)), EXACT);
        double[] weights = Ranking.equalWeights(2);
        assertTrue(ranking.averagePrecision(0.5, weights) > ranking.averagePrecision(0.01, weights));
    }

    @Test
    void anIntervalHoldsItsFigureAndIsTheSameForTheSameSeed() {
        Figure figure = new Bootstrap(2, 5).figure(ranking::auroc);
        assertTrue(figure.low() <= figure.value() && figure.value() <= figure.high(), figure.toString());
        assertEquals(figure, new Bootstrap(2, 5).figure(ranking::auroc));
    }
}
