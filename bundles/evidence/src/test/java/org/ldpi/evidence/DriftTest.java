package org.ldpi.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.ldpi.api.model.Calibration;

class DriftTest {
    private static final Instant START = Instant.parse("2026-02-03T00:00:00Z");

    /** Scores as floats, as the encoder gives them; a fifth of them are one and the same. */
    private static float normal(Random random) {
        return random.nextInt(5) == 0 ? 0.25f : random.nextFloat() * random.nextFloat();
    }

    private static Calibration calibration(int flows, long seed) {
        Random random = new Random(seed);
        double[] scores = new double[flows];
        for (int i = 0; i < flows; i++) {
            scores[i] = normal(random);
        }
        return new Calibration(scores);
    }

    @Test
    void tenRunsOfAHundredThousandNormalFlowsShowNoDrift() {
        for (long seed = 1; seed <= 10; seed++) {
            Drift drift = new Drift("lab:1", calibration(2_000, 100 + seed));
            Random random = new Random(seed);
            for (int i = 0; i < 100_000; i++) {
                drift.add(normal(random), START.plusSeconds(i));
                assertNull(drift.status().since(), drift.status().line());
            }
        }
    }

    @Test
    void aNewServiceOfAQuarterOfTheFlowsIsDriftWithinAWindow() {
        for (long seed = 1; seed <= 10; seed++) {
            Drift drift = new Drift("lab:1", calibration(2_000, 100 + seed));
            Random random = new Random(seed);
            for (int i = 0; i < 5_000; i++) {
                drift.add(normal(random), START);
            }
            int flows = 0;
            while (drift.status().since() == null && flows < 10_000) {
                float score = random.nextInt(4) == 0 ? 0.6f + 0.1f * random.nextFloat() : normal(random);
                drift.add(score, START.plusSeconds(++flows));
            }
            assertTrue(flows <= Drift.WINDOW, "found after " + flows + " flows");
            assertEquals(START.plusSeconds(flows), drift.status().since());
        }
    }

    @Test
    void driftEndsWhenTheNetworkIsAsBefore() {
        Drift drift = new Drift("lab:1", calibration(2_000, 1));
        Random random = new Random(2);
        for (int i = 0; i < 3_000; i++) {
            drift.add(0.9f, START);
        }
        assertEquals(START, drift.status().since());
        for (int i = 0; i < 3_000; i++) {
            drift.add(normal(random), START.plusSeconds(1));
        }
        assertNull(drift.status().since());
    }

    @Test
    void fewFlowsAreNotCompared() {
        Drift drift = new Drift("lab:1", calibration(2_000, 1));
        for (int i = 0; i < Drift.WINDOW / 2 - 1; i++) {
            drift.add(0.9f, START);
        }
        assertEquals(
                "999 of 2000 flows seen, too few to compare", drift.status().line());
    }

    @Test
    void aSmallCalibrationSetIsTrustedLess() {
        Drift small = new Drift("lab:1", calibration(100, 1));
        Drift large = new Drift("lab:1", calibration(5_000, 1));
        Random random = new Random(3);
        for (int i = 0; i < 2_000; i++) {
            float score = normal(random);
            small.add(score, START);
            large.add(score, START);
        }
        assertTrue(small.status().critical() > 2 * large.status().critical());
        assertEquals(Drift.LEAST_DISTANCE, large.status().critical());
    }
}
