package org.ldpi.training.evaluate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class OriginalViewsTest {
    private static final float NEAR = 1e-6f;

    @Test
    void whatIsCroppedGoesOnInAStraightLine() {
        float[] sample = {0, 0.1f, 0.3f, 0.7f, 1};
        assertArrayEquals(new float[] {0.1f, 0.3f, 0.5f, 0.7f, 0.9f}, OriginalViews.cropped(sample, 1, 2), NEAR);
    }

    @Test
    void scalingByOneChangesNothingAndByTwoDrawsOut() {
        float[] sample = {0, 1, 0, 1};
        assertArrayEquals(sample, OriginalViews.scaled(sample, 1), NEAR);
        assertArrayEquals(new float[] {0, 3 / 7f, 6 / 7f, 5 / 7f}, OriginalViews.scaled(sample, 2), NEAR);
    }

    @Test
    void aTransformedCopyIsAnotherSampleAndLeavesTheFirstAlone() {
        SplittableRandom random = new SplittableRandom(1);
        float[] sample = new float[240];
        for (int i = 0; i < sample.length; i++) {
            sample[i] = i / 240f;
        }
        float[] before = sample.clone();
        for (int i = 0; i < 50; i++) {
            float[] outlier = OriginalViews.outlier(sample, random);
            assertTrue(!java.util.Arrays.equals(outlier, sample));
            for (float value : outlier) {
                assertTrue(value >= 0 && value <= 1, "out of range: " + value);
            }
            assertEquals(sample.length, OriginalViews.view(sample, random).length);
        }
        assertArrayEquals(before, sample, 0);
    }
}
