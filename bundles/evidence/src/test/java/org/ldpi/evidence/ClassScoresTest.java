package org.ldpi.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ClassScoresTest {
    private static final ClassScores.Kind HTTP = new ClassScores.Kind(6, 80, true);
    private static final ClassScores.Kind DNS = new ClassScores.Kind(17, 53, true);

    private final ClassScores scores = new ClassScores(1);

    @Test
    void pValuesOfScoresLikeTheOthersAreUniformAlsoWhereManyAreEqual() {
        Random random = new Random(2);
        int below = 0;
        int count = 0;
        for (int i = 0; i < 20_000; i++) {
            float score = random.nextInt(5);
            double p = scores.p(HTTP, score);
            scores.add(HTTP, score, Traffic.client(i % 3));
            if (!Double.isNaN(p)) {
                count++;
                below += p <= 0.05 ? 1 : 0;
            }
        }
        assertEquals(0.05, (double) below / count, 0.01);
    }

    @Test
    void aClassIsComparedWithItselfAlone() {
        for (int i = 0; i < 200; i++) {
            scores.add(HTTP, i, Traffic.client(i % 3));
            scores.add(DNS, 1_000 + i, Traffic.client(i % 3));
        }
        assertTrue(scores.p(HTTP, 500) < 0.05);
        assertTrue(scores.p(DNS, 500) > 0.95);
    }

    @Test
    void manyFlowsOfOneAddressInARowDoNotBecomeUsual() {
        for (int i = 0; i < 200; i++) {
            scores.add(HTTP, i, Traffic.client(i % 3));
        }
        int high = 0;
        for (int i = 0; i < 20; i++) {
            high += scores.p(HTTP, 1_000) <= 0.05 ? 1 : 0;
            scores.add(HTTP, 1_000, Traffic.client(9));
        }
        assertEquals(20, high);
    }

    @Test
    void aScoreThatIsHigherByHardlyAnythingIsNotHigh() {
        Random random = new Random(3);
        for (int i = 0; i < 500; i++) {
            scores.add(HTTP, 3.88f + 0.004f * random.nextFloat(), Traffic.client(i % 3));
        }
        int high = 0;
        for (int i = 0; i < 1_000; i++) {
            high += scores.p(HTTP, 3.89f) <= 0.05 ? 1 : 0;
        }
        assertEquals(50, high, 25);
        assertTrue(scores.p(HTTP, 4.1f) <= 0.05);
    }

    @Test
    void fewScoresSayNothing() {
        for (int i = 0; i < ClassScores.LEAST - 1; i++) {
            scores.add(HTTP, i, Traffic.client(i % 3));
        }
        assertTrue(Double.isNaN(scores.p(HTTP, 1e9f)));
    }

    @Test
    void scoresOfTheLastDaysTakeThePlaceOfOldOnes() {
        for (int i = 0; i < 2_000; i++) {
            scores.add(HTTP, 1, Traffic.client(i % 3));
        }
        for (int i = 0; i < 40_000; i++) {
            scores.add(HTTP, 3, Traffic.client(i % 3));
        }
        assertTrue(scores.p(HTTP, 2) > 0.95);
    }
}
