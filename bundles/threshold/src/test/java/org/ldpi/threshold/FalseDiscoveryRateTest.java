package org.ldpi.threshold;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.ldpi.api.model.Calibration;
import org.ldpi.api.threshold.RunningThreshold;

class FalseDiscoveryRateTest {
    private static Calibration normal(Random random, int flows) {
        return new Calibration(random.doubles(flows).map(u -> (float) u).toArray());
    }

    private static boolean anomaly(RunningThreshold running, float score) {
        return score > running.next(score).value();
    }

    /** Benjamini and Hochberg, as in their paper, on the conformal p-values of a window; whether its last flow is picked. */
    private static boolean picked(double[] calibration, Iterable<Float> window, float last, double level, int size) {
        int n = calibration.length;
        double[] p = new double[size];
        Arrays.fill(p, 1);
        int i = 0;
        for (float score : window) {
            p[i++] = (1.0 + Arrays.stream(calibration).filter(c -> c >= score).count()) / (n + 1.0);
        }
        Arrays.sort(p);
        double cut = 0;
        for (int k = 1; k <= size; k++) {
            if (p[k - 1] <= k * level / size + 1e-12) {
                cut = p[k - 1];
            }
        }
        return (1.0 + Arrays.stream(calibration).filter(c -> c >= last).count()) / (n + 1.0) <= cut;
    }

    @Test
    void aFlowIsToldWhenBenjaminiAndHochbergPickItInItsWindow() {
        Random random = new Random(1);
        for (int round = 0; round < 30; round++) {
            int window = 10 + random.nextInt(40);
            double level = 0.02 + 0.4 * random.nextDouble();
            Calibration calibration = normal(random, 5 + random.nextInt(400));
            RunningThreshold running = new FalseDiscoveryRate(level, window).running(calibration);
            ArrayDeque<Float> last = new ArrayDeque<>();
            for (int flow = 0; flow < 200; flow++) {
                // Some beyond all of the calibration, some equal to each other.
                float score = random.nextInt(5) == 0 ? 0.9f + random.nextInt(4) * 0.05f : (float) random.nextDouble();
                last.add(score);
                if (last.size() > window) {
                    last.remove();
                }
                assertEquals(
                        picked(calibration.ascending(), last, score, level, window),
                        anomaly(running, score),
                        "flow " + flow + " of round " + round);
            }
        }
    }

    @Test
    void ofNormalFlowsAloneFewWindowsHaveOneThatIsTold() {
        Random random = new Random(2);
        int windows = 0;
        int withAny = 0;
        for (int day = 0; day < 200; day++) {
            RunningThreshold running = new FalseDiscoveryRate(0.1, 100).running(normal(random, 2_000));
            for (int window = 0; window < 5; window++) {
                boolean any = false;
                for (int flow = 0; flow < 100; flow++) {
                    any |= anomaly(running, (float) random.nextDouble());
                }
                windows++;
                withAny += any ? 1 : 0;
            }
        }
        // A block of 100 flows sees 100 windows that overlap, of which at most a tenth may pick anything.
        assertTrue(withAny <= 0.15 * windows, withAny + " of " + windows);
        assertTrue(withAny > 0, "a level that is never used");
    }

    @Test
    void ofTheFlowsToldAtMostTheLevelIsFalse() {
        Random random = new Random(3);
        double falseShares = 0;
        int days = 100;
        int attacks = 0;
        int told = 0;
        for (int day = 0; day < days; day++) {
            RunningThreshold running = new FalseDiscoveryRate(0.2, 200).running(normal(random, 3_000));
            int wrong = 0;
            int right = 0;
            for (int flow = 0; flow < 1_000; flow++) {
                boolean attack = random.nextInt(20) == 0;
                attacks += attack ? 1 : 0;
                boolean anomaly = anomaly(running, (float) (attack ? 2 + random.nextDouble() : random.nextDouble()));
                wrong += anomaly && !attack ? 1 : 0;
                right += anomaly && attack ? 1 : 0;
            }
            told += right;
            falseShares += wrong + right == 0 ? 0 : (double) wrong / (wrong + right);
        }
        assertTrue(falseShares / days <= 0.2, "false " + falseShares / days);
        assertTrue(told > 0.95 * attacks, told + " of " + attacks);
    }

    @Test
    void aCalibrationTooSmallForAFlowAloneSaysSo() {
        Calibration few = normal(new Random(4), 1_000);
        FalseDiscoveryRate policy = new FalseDiscoveryRate(0.1, 1_000);
        RunningThreshold running = policy.running(few);
        int told = 0;
        int needed = 10;
        for (int flow = 1; flow <= needed; flow++) {
            boolean anomaly = anomaly(running, 9);
            told += anomaly ? 1 : 0;
            assertEquals(flow == needed, anomaly, "flow " + flow);
        }
        assertEquals(1, told);
        assertTrue(
                policy.threshold(few).warning().startsWith("1000 calibration flows: only 10 flows or more"),
                policy.threshold(few).warning());
        assertEquals("", policy.threshold(normal(new Random(5), 10_000)).warning());
    }

    @Test
    void whatIsToldFadesWithTheWindow() {
        RunningThreshold running = new FalseDiscoveryRate(0.1, 20).running(normal(new Random(6), 300));
        assertTrue(anomaly(running, 5));
        for (int flow = 0; flow < 20; flow++) {
            assertFalse(anomaly(running, 0.1f));
        }
        double after = running.next(0.1f).value();
        assertEquals(
                new FalseDiscoveryRate(0.1, 20)
                        .threshold(normal(new Random(6), 300))
                        .value(),
                after);
    }

    @Test
    void optionsThatCannotBeAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new FalseDiscoveryRate(0, 100));
        assertThrows(IllegalArgumentException.class, () -> new FalseDiscoveryRate(Double.NaN, 100));
        assertThrows(IllegalArgumentException.class, () -> new FalseDiscoveryRate(0.1, 9));
    }
}
