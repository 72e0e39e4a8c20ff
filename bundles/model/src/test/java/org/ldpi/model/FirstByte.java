package org.ldpi.model;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.ldpi.api.encoder.Encoder;
import org.ldpi.api.encoder.EncoderArchitecture;
import org.ldpi.api.encoder.EncoderException;
import org.ldpi.api.encoder.EncoderSpec;
import org.ldpi.api.flow.Direction;
import org.ldpi.api.model.Calibration;
import org.ldpi.api.model.Centres;
import org.ldpi.api.model.GoldenSample;
import org.ldpi.api.model.Model;
import org.ldpi.api.model.ModelId;
import org.ldpi.api.model.ModelSignature;
import org.ldpi.api.quantizer.Quantizer;
import org.ldpi.api.quantizer.SampleShape;

/** Embeddings are the first byte of a sample plus an error that a test sets. */
final class FirstByte implements EncoderArchitecture {
    private final String name;
    float error;
    String loadFailure;
    int preference;
    int open;

    FirstByte(String name) {
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int preference() {
        return preference;
    }

    @Override
    public boolean trainable() {
        return false;
    }

    @Override
    public Encoder load(EncoderSpec spec, ByteBuffer weights) throws EncoderException {
        if (loadFailure != null) {
            throw new EncoderException(loadFailure);
        }
        open++;
        return new Encoder() {
            @Override
            public int dimension() {
                return 1;
            }

            @Override
            public void encode(byte[] samples, int count, float[] embeddings) {
                for (int i = 0; i < count; i++) {
                    embeddings[i] = samples[i * spec.shape().size()] + error;
                }
            }

            @Override
            public void close() {
                open--;
            }
        };
    }

    /** A model whose golden sample, of the first byte 3, has the score 9. */
    static Model model(String id, String architecture, SampleShape shape, String digest) {
        byte[] sample = new byte[shape.size()];
        sample[0] = 3;
        return new Model(
                ModelId.parse(id),
                new ModelSignature(Quantizer.CLASSIC, shape, Direction.ONE_WAY),
                new EncoderSpec(architecture, shape, 1, Map.of()),
                ByteBuffer.allocate(0),
                new Centres(new float[] {0}, 1),
                new Calibration(new double[] {1}),
                Map.of(),
                List.of(new GoldenSample(sample, 9)),
                Map.of(),
                digest);
    }
}
