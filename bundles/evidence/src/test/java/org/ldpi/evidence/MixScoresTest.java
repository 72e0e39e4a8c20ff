package org.ldpi.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class MixScoresTest {
    private final MixScores scores = new MixScores(1);
    private final Random random = new Random(2);

    /** Mixes of a network: few hosts and ports, half of the questions short, within some seconds. */
    private float[] normal() {
        return new float[] {
            0.25f + 0.5f * random.nextFloat(), 0.2f * random.nextFloat(), 0.2f * random.nextFloat(), 0.5f
        };
    }

    private void learn(int mixes) {
        for (int i = 0; i < mixes; i++) {
            scores.add(normal(), Traffic.client(i % 7));
        }
    }

    @Test
    void pValuesOfMixesLikeTheOthersAreUniform() {
        int[] below = new int[4];
        double[] levels = {0.01, 0.05, 0.2, 0.5};
        int count = 0;
        for (int i = 0; i < 10_000; i++) {
            float[] mix = normal();
            double p = scores.p(mix);
            scores.add(mix, Traffic.client(i % 7));
            if (!Double.isNaN(p)) {
                count++;
                for (int level = 0; level < levels.length; level++) {
                    below[level] += p <= levels[level] ? 1 : 0;
                }
            }
        }
        for (int level = 0; level < levels.length; level++) {
            double share = (double) below[level] / count;
            assertEquals(levels[level], share, 0.2 * levels[level] + 0.005, "p <= " + levels[level]);
        }
    }

    @Test
    void manyPortsManyHostsAndGreatHasteAreEachUnusual() {
        learn(500);
        for (float[] mix : new float[][] {{0.5f, 0.1f, 1, 0.5f}, {0.5f, 1, 0.1f, 0.5f}, {0.5f, 0.1f, 0.1f, 0}}) {
            assertTrue(scores.p(mix) <= 0.01);
        }
    }

    @Test
    void fewMixesSayNothing() {
        learn(MixScores.LEAST - 1);
        assertTrue(Double.isNaN(scores.p(normal())));
        learn(1);
        assertTrue(scores.p(normal()) > 0);
    }

    @Test
    void whatOneAddressDoesFewTimesIsNotUsualYetAndWhatSeveralDoOftenIs() {
        learn(500);
        float[] odd = {0.5f, 0.1f, 1, 0.5f};
        for (int i = 0; i < MixScores.NEIGHBOURS; i++) {
            assertTrue(scores.p(odd) <= 0.05);
            scores.add(odd, Traffic.client(9));
        }
        for (int i = 0; i < 500; i++) {
            scores.add(odd, Traffic.client(i % 7));
        }
        assertTrue(scores.p(odd) > 0.05);
    }
}
