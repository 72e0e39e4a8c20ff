package org.ldpi.api.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.ldpi.api.encoder.Encoder;
import org.ldpi.api.encoder.EncoderSpec;
import org.ldpi.api.flow.Direction;
import org.ldpi.api.quantizer.Quantizer;
import org.ldpi.api.quantizer.SampleShape;

class ServingModelTest {
    private final List<Runnable> handedOver = new ArrayList<>();
    private int closed;
    private final ServingModel serving = new ServingModel(model(), new Closeable(), handedOver::add);

    private final class Closeable implements Encoder {
        @Override
        public int dimension() {
            return 1;
        }

        @Override
        public void encode(byte[] samples, int count, float[] embeddings) {
            throw new AssertionError("nobody asks for it");
        }

        @Override
        public void close() {
            closed++;
        }
    }

    private static Model model() {
        SampleShape shape = SampleShape.DEFAULT;
        return new Model(
                ModelId.parse("m:1"),
                new ModelSignature(Quantizer.CLASSIC, shape, Direction.ONE_WAY),
                new EncoderSpec("none", shape, 1, Map.of()),
                ByteBuffer.allocate(0),
                new Centres(new float[] {0}, 1),
                new Calibration(new double[] {1}),
                Map.of(),
                List.of(new GoldenSample(new byte[shape.size()], 0)),
                Map.of(),
                "");
    }

    @Test
    void theOwnerClosesWhatNobodyUses() {
        assertTrue(serving.acquire());
        serving.release();
        assertEquals(0, closed);
        serving.retire();
        serving.retire();
        assertEquals(1, closed);
        assertEquals(List.of(), handedOver);
        assertFalse(serving.acquire());
    }

    @Test
    void theLastUserOfARetiredModelHandsItOverAndClosesNothing() {
        assertTrue(serving.acquire());
        assertTrue(serving.acquire());
        serving.retire();
        assertTrue(serving.acquire(), "draining, not closed");
        serving.release();
        serving.release();
        assertEquals(0, handedOver.size());
        serving.release();
        assertEquals(0, closed);
        assertEquals(1, handedOver.size());
        assertFalse(serving.acquire());
        handedOver.get(0).run();
        assertEquals(1, closed);
    }
}
