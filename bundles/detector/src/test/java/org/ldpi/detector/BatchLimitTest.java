package org.ldpi.detector;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.ldpi.api.model.ServingModel;
import org.ldpi.api.threshold.ThresholdPolicy;

class BatchLimitTest {
    private static final DetectorOptions OPTIONS =
            new DetectorOptions(256, 4, 0, 1_000, ThresholdPolicy.DEFAULT, 0, 10);

    private final BatchLimit limit = new BatchLimit();

    /** What the limit comes to with full batches of a model that takes so long for each head, and so long at least. */
    private int settled(ServingModel model, long nanosPerHead) {
        for (int i = 0; i < 20; i++) {
            int heads = limit.heads(model, OPTIONS);
            limit.took(heads, Math.max(heads, model.leastBatch()) * nanosPerHead, OPTIONS);
        }
        return limit.heads(model, OPTIONS);
    }

    private static ServingModel model(int leastBatch) {
        return Fixtures.serving("a:1", new Fixtures.FirstByteEncoder() {
            @Override
            public int leastBatch() {
                return leastBatch;
            }
        });
    }

    @Test
    void aFastModelGetsWholeBatches() {
        assertEquals(256, settled(model(1), 1_000));
    }

    @Test
    void aSlowModelGetsAsManyHeadsAsItManagesInTheTime() {
        assertEquals(4, settled(model(1), 700_000));
    }

    @Test
    void aModelWhoseBatchesTakeLongByThemselvesGetsLargeOnes() {
        ServingModel model = model(16);
        for (int i = 0; i < 20; i++) {
            int heads = limit.heads(model, OPTIONS);
            limit.took(heads, 1_500_000 + heads * 1_000L, OPTIONS);
        }
        assertEquals(256, limit.heads(model, OPTIONS));
    }

    @Test
    void howeverSlowItIsItGetsAsManyAsItComputesAtOnceAnyway() {
        assertEquals(16, settled(model(16), 700_000));
        assertEquals(1, settled(model(1), 1_000_000_000));
    }

    @Test
    void anotherModelBeginsSmall() {
        settled(model(1), 1_000);
        assertEquals(4, limit.heads(model(1), OPTIONS));
        settled(model(1), 1_000);
        assertEquals(64, limit.heads(model(64), OPTIONS));
    }

    @Test
    void aBatchThatWasHeldUpOnceCostsLittle() {
        ServingModel model = model(1);
        settled(model, 1_000);
        limit.took(256, 50_000_000, OPTIONS);
        assertEquals(128, limit.heads(model, OPTIONS));
        limit.took(128, 100_000, OPTIONS);
        assertEquals(256, limit.heads(model, OPTIONS));
    }
}
