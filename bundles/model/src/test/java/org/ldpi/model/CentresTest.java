package org.ldpi.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.ldpi.api.model.Centres;
import org.ldpi.api.model.Distance;

class CentresTest {
    private static final float[] POINTS = {1, 0, 0, 1};

    @Test
    void theScoreIsTheSquaredDistanceToTheNearestCentre() {
        Centres.Scorer scorer = new Centres(POINTS, 2).scorer();
        assertEquals(4f + 1f, scorer.score(new float[] {9, 9, 1, 3}, 2));
        assertEquals(1, scorer.nearest());
    }

    @Test
    void withCosineTheLengthOfAnEmbeddingDoesNotMatter() {
        Centres.Scorer scorer = new Centres(POINTS, 2, Distance.COSINE, List.of()).scorer();
        float once = scorer.score(new float[] {3, 4}, 0);
        assertEquals(2 - 2 * 0.8f, once, 1e-6f);
        assertEquals(once, scorer.score(new float[] {30, 40}, 0), 1e-6f);
        assertEquals(1, scorer.nearest());
    }

    @Test
    void anEmbeddingOfNoLengthHasAScoreAllTheSame() {
        Centres.Scorer scorer = new Centres(POINTS, 2, Distance.COSINE, List.of()).scorer();
        assertEquals(1f, scorer.score(new float[] {0, 0}, 0));
        assertTrue(Float.isNaN(scorer.score(new float[] {Float.NaN, 0}, 0)));
    }

    @Test
    void flowsAreAskedForByCentreAndThereIsOneForEach() {
        Centres centres = new Centres(POINTS, 2);
        assertTrue(centres.flow(1).isEmpty());
        assertThrows(IndexOutOfBoundsException.class, () -> centres.flow(2));
    }
}
