package org.ldpi.training.learn;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SeparationTest {
    @Test
    void aurocIsTheShareOfPairsInTheRightOrder() {
        Random random = new Random(1);
        float[] normal = new float[40];
        float[] other = new float[60];
        for (int i = 0; i < normal.length; i++) {
            normal[i] = random.nextInt(10);
        }
        for (int i = 0; i < other.length; i++) {
            other[i] = 2 + random.nextInt(10);
        }
        double right = 0;
        for (float n : normal) {
            for (float o : other) {
                right += o > n ? 1 : o == n ? 0.5 : 0;
            }
        }
        assertEquals(right / (40 * 60), Separation.auroc(normal, other), 1e-12);
    }

    @Test
    void onePointForAllFlowsIsACollapse() {
        float[] same = new float[200];
        TrainingException thrown = assertThrows(TrainingException.class, () -> Separation.check(same, 2, 0.99));
        assertTrue(thrown.getMessage().contains("same embedding"), thrown.getMessage());
    }

    @Test
    void scoresLikeACoinAreACollapse() {
        float[] spread = {0, 0, 1, 1};
        TrainingException thrown = assertThrows(TrainingException.class, () -> Separation.check(spread, 2, 0.52));
        assertTrue(thrown.getMessage().contains("AUROC 0.52"), thrown.getMessage());
        assertDoesNotThrow(() -> Separation.check(spread, 2, 0.9));
    }
}
