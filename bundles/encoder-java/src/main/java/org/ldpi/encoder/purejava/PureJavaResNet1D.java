package org.ldpi.encoder.purejava;

import java.nio.ByteBuffer;
import org.ldpi.api.encoder.Encoder;
import org.ldpi.api.encoder.EncoderArchitecture;
import org.ldpi.api.encoder.EncoderException;
import org.ldpi.api.encoder.EncoderSpec;

/** The network of {@code resnet1d} in pure Java, under any name. */
abstract class PureJavaResNet1D implements EncoderArchitecture {
    private static final String ENGINE = "java";

    private final String name;
    private final boolean int8;

    /**
     * An architecture.
     *
     * @param name that models ask for
     * @param int8 whether its weights have one byte each, and not float32
     */
    PureJavaResNet1D(String name, boolean int8) {
        this.name = name;
        this.int8 = int8;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final String engine() {
        return ENGINE;
    }

    /** False: it only runs what was trained as {@code resnet1d}, with PyTorch. */
    @Override
    public final boolean trainable() {
        return false;
    }

    @Override
    public final Encoder load(EncoderSpec spec, ByteBuffer weights) throws EncoderException {
        if (!name.equals(spec.architecture())) {
            throw new EncoderException("a " + spec.architecture() + " network asked of the architecture " + name);
        }
        return new JavaEncoder(new ResNet1DNetwork(spec, WeightFile.read(weights, int8)), spec);
    }
}
