package org.ldpi.training.learn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KMeansTest {
    @Test
    void separateGroupsGetTheirMeansAsCentres() {
        Random random = new Random(3);
        float[] points = new float[2 * 300];
        double[] sums = new double[3];
        for (int i = 0; i < 300; i++) {
            points[2 * i] = (i % 3) * 100 + (float) random.nextGaussian();
            points[2 * i + 1] = (float) random.nextGaussian();
            sums[i % 3] += points[2 * i];
        }
        float[] centres = KMeans.centres(points, 2, 3);
        float[] x = {centres[0], centres[2], centres[4]};
        Arrays.sort(x);
        for (int c = 0; c < 3; c++) {
            assertEquals(sums[c] / 100, x[c], 1e-3);
        }
    }

    @Test
    void aSinglePointFarAwayHasACentreOfItsOwn() {
        float[] points = new float[1001];
        points[1000] = 50;
        float[] centres = KMeans.centres(points, 1, 2);
        Arrays.sort(centres);
        assertArrayEquals(new float[] {0, 50}, centres);
    }

    @Test
    void thereAreNoMoreCentresThanDifferentPoints() {
        assertEquals(2, KMeans.centres(new float[] {1, 2, 1, 2, 1}, 1, 4).length);
        assertArrayEquals(new float[] {7}, KMeans.centres(new float[] {7, 7, 7}, 1, 4));
    }

    @Test
    void oneCentreIsTheMean() {
        assertArrayEquals(new float[] {3, 20}, KMeans.centres(new float[] {1, 10, 2, 20, 6, 30}, 2, 1));
    }
}
