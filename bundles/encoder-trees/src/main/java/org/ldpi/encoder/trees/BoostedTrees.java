package org.ldpi.encoder.trees;

import java.nio.ByteBuffer;
import org.ldpi.api.encoder.Encoder;
import org.ldpi.api.encoder.EncoderArchitecture;
import org.ldpi.api.encoder.EncoderException;
import org.ldpi.api.encoder.EncoderSpec;
import org.ldpi.api.quantizer.SampleShape;
import org.osgi.annotation.bundle.Capability;
import org.osgi.service.component.annotations.Component;

/**
 * Gradient boosted trees (Chen and Guestrin 2016) over the {@link HeaderFields header fields} of a sample of the profile
 * {@code robust}, trained on normal flows and labelled attacks. An embedding is one number: how much it would surprise who
 * believes the trees if the flow were normal, {@code -ln(P(normal))}, in nats; the one centre is 0.
 */
@Component(service = EncoderArchitecture.class, property = EncoderArchitecture.NAME + "=" + BoostedTrees.NAME)
@Capability(
        namespace = EncoderArchitecture.CAPABILITY,
        attribute = EncoderArchitecture.CAPABILITY + "=" + BoostedTrees.NAME)
public final class BoostedTrees implements EncoderArchitecture {
    /** The name that models ask for. */
    public static final String NAME = "boosted-trees";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String engine() {
        return "java";
    }

    /** False: trees are not trained by a gradient, but by {@code ./ldpi boost}. */
    @Override
    public boolean trainable() {
        return false;
    }

    @Override
    public Encoder load(EncoderSpec spec, ByteBuffer weights) throws EncoderException {
        if (!NAME.equals(spec.architecture())) {
            throw new EncoderException("a " + spec.architecture() + " network asked of the architecture " + NAME);
        }
        if (!spec.options().isEmpty()) {
            throw new EncoderException("architecture " + NAME + ": there is no option "
                    + spec.options().keySet().iterator().next());
        }
        if (spec.dimension() != 1) {
            throw new EncoderException(
                    "architecture " + NAME + ": embeddings have dimension 1, not " + spec.dimension());
        }
        Forest forest = Forest.read(weights);
        int columns = HeaderFields.count(spec.shape());
        if (forest.columns() != columns) {
            throw new EncoderException(
                    "trees over " + forest.columns() + " columns, samples of this shape have " + columns);
        }
        return new TreeEncoder(forest, spec.shape());
    }

    /** Encodes in the calling thread. */
    private static final class TreeEncoder implements Encoder {
        private final Forest forest;
        private final SampleShape shape;
        private volatile boolean closed;

        TreeEncoder(Forest forest, SampleShape shape) {
            this.forest = forest;
            this.shape = shape;
        }

        @Override
        public int dimension() {
            return 1;
        }

        @Override
        public void encode(byte[] samples, int count, float[] embeddings) {
            if (count < 1 || samples.length / shape.size() < count || embeddings.length < count) {
                throw new IllegalArgumentException(count + " samples of " + shape.size() + " bytes, in "
                        + samples.length + " bytes, into " + embeddings.length + " embeddings");
            }
            if (closed) {
                throw new IllegalStateException("the encoder is closed");
            }
            float[] fields = new float[forest.columns()];
            for (int i = 0; i < count; i++) {
                HeaderFields.of(samples, i * shape.size(), shape, fields);
                embeddings[i] = surprise(forest.sum(fields));
            }
        }

        /** The logarithm of 1 + e^margin, which keeps the order of margins of which probabilities are all but 1. */
        private static float surprise(float margin) {
            return (float) (Math.max(0, margin) + Math.log1p(Math.exp(-Math.abs(margin))));
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
