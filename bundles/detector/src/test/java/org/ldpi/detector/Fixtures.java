package org.ldpi.detector;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.ldpi.api.encoder.Encoder;
import org.ldpi.api.encoder.EncoderException;
import org.ldpi.api.encoder.EncoderSpec;
import org.ldpi.api.flow.CloseReason;
import org.ldpi.api.flow.Direction;
import org.ldpi.api.flow.FlowHead;
import org.ldpi.api.model.Calibration;
import org.ldpi.api.model.Centres;
import org.ldpi.api.model.GoldenSample;
import org.ldpi.api.model.Model;
import org.ldpi.api.model.ModelId;
import org.ldpi.api.model.ModelSignature;
import org.ldpi.api.model.ServingModel;
import org.ldpi.api.quantizer.Quantizer;
import org.ldpi.api.quantizer.SampleShape;

/** Models whose score of a head is the square of the head's first byte, so that tests choose scores. */
final class Fixtures {
    static final ModelSignature SIGNATURE = signature(SampleShape.DEFAULT);

    private Fixtures() {}

    static ModelSignature signature(SampleShape shape) {
        return new ModelSignature(Quantizer.CLASSIC, shape, Direction.ONE_WAY);
    }

    static FlowHead head(int firstByte) {
        return head(SampleShape.DEFAULT, firstByte);
    }

    static FlowHead head(SampleShape shape, int firstByte) {
        FlowHead head = new FlowHead(shape).key(4, 1000 + firstByte, 80, 6, 0).seen(1, 1, 2, CloseReason.FULL);
        head.sample()[0] = (byte) firstByte;
        return head;
    }

    static Model model(String id, ModelSignature signature) {
        return new Model(
                ModelId.parse(id),
                signature,
                new EncoderSpec("first-byte", signature.shape(), 1, Map.of()),
                ByteBuffer.allocate(0),
                new Centres(new float[] {0}, 1),
                new Calibration(new double[] {1, 4, 9}),
                Map.of("written", 25.0),
                List.of(new GoldenSample(new byte[signature.shape().size()], 0)),
                Map.of(),
                "");
    }

    static ServingModel serving(String id, FirstByteEncoder encoder) {
        return new ServingModel(model(id, encoder.signature), encoder);
    }

    /** Its embedding is the sample's first byte. It can be told to fail, and to wait in a call. */
    static class FirstByteEncoder implements Encoder {
        private final ModelSignature signature;
        volatile EncoderException failure;
        volatile int notFinite = -1;
        volatile CountDownLatch entered = new CountDownLatch(0);
        volatile CountDownLatch mayLeave = new CountDownLatch(0);
        volatile boolean closed;

        FirstByteEncoder() {
            this(SIGNATURE);
        }

        FirstByteEncoder(ModelSignature signature) {
            this.signature = signature;
        }

        @Override
        public int dimension() {
            return 1;
        }

        @Override
        public void encode(byte[] samples, int count, float[] embeddings) throws EncoderException {
            if (closed) {
                throw new IllegalStateException("closed");
            }
            entered.countDown();
            try {
                mayLeave.await();
            } catch (InterruptedException e) {
                throw new EncoderException("interrupted", e);
            }
            if (failure != null) {
                throw failure;
            }
            for (int i = 0; i < count; i++) {
                int first = samples[i * signature.shape().size()] & 0xff;
                embeddings[i] = first == notFinite ? Float.NaN : first;
            }
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
