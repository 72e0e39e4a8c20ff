package org.ldpi.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.ldpi.api.model.Centres;
import org.ldpi.api.model.Distance;
import org.ldpi.api.model.PartWeights;
import org.ldpi.api.quantizer.SampleShape;

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
        Centres.Scorer scorer = new Centres(POINTS, 2, Distance.COSINE, PartWeights.NONE, List.of()).scorer();
        float once = scorer.score(new float[] {3, 4}, 0);
        assertEquals(2 - 2 * 0.8f, once, 1e-6f);
        assertEquals(once, scorer.score(new float[] {30, 40}, 0), 1e-6f);
        assertEquals(1, scorer.nearest());
    }

    @Test
    void anEmbeddingOfNoLengthHasAScoreAllTheSame() {
        Centres.Scorer scorer = new Centres(POINTS, 2, Distance.COSINE, PartWeights.NONE, List.of()).scorer();
        assertEquals(1f, scorer.score(new float[] {0, 0}, 0));
        assertTrue(Float.isNaN(scorer.score(new float[] {Float.NaN, 0}, 0)));
    }

    @Test
    void thePartsOfAnEmbeddingCountByThePacketsInItsHead() {
        PartWeights weights = new PartWeights(1, List.of(2f, 0f), List.of(0f, 3f));
        Centres.Scorer scorer = new Centres(new float[] {1, 5}, 2).with(weights).scorer();
        float[] embedding = {3, 6};
        assertEquals(2f * 4, scorer.score(embedding, 0, 1));
        assertEquals(3f * 1, scorer.score(embedding, 0, 2));
        assertEquals(3f * 1, scorer.score(embedding, 0, 7));
        assertEquals(3f * 1, scorer.score(embedding, 0));
        assertThrows(IllegalArgumentException.class, () -> new PartWeights(1, List.of(0f), List.of(0f)));
        assertThrows(IllegalArgumentException.class, () -> new PartWeights(1, List.of(Float.NaN), List.of(1f)));
        PartWeights tooLong = new PartWeights(3, List.of(1f), List.of(1f));
        assertThrows(IllegalArgumentException.class, () -> new Centres(new float[] {1, 5}, 2).with(tooLong));
    }

    @Test
    void aSampleHasAsManyPacketsAsRowsThatAreNotEmpty() {
        SampleShape shape = new SampleShape(3, 20);
        byte[] samples = new byte[2 * shape.size()];
        assertEquals(0, shape.packets(samples, 60));
        samples[60] = 0x45;
        samples[80] = 0x60;
        assertEquals(2, shape.packets(samples, 60));
        assertEquals(0, shape.packets(samples, 0));
    }

    @Test
    void flowsAreAskedForByCentreAndThereIsOneForEach() {
        Centres centres = new Centres(POINTS, 2);
        assertTrue(centres.flow(1).isEmpty());
        assertThrows(IndexOutOfBoundsException.class, () -> centres.flow(2));
    }
}
