package org.ldpi.encoder.purejava;

import java.nio.ByteBuffer;
import org.ldpi.api.encoder.Encoder;
import org.ldpi.api.encoder.EncoderArchitecture;
import org.ldpi.api.encoder.EncoderException;
import org.ldpi.api.encoder.EncoderSpec;
import org.osgi.annotation.bundle.Capability;
import org.osgi.service.component.annotations.Component;

/**
 * The architecture {@code resnet1d} for models as they were trained, in pure Java. It stands in where the bundle with
 * PyTorch is not there: with both, models run on PyTorch.
 */
@Component(service = EncoderArchitecture.class, property = EncoderArchitecture.NAME + "=" + JavaResNet1D.NAME)
@Capability(
        namespace = EncoderArchitecture.CAPABILITY,
        attribute = EncoderArchitecture.CAPABILITY + "=" + JavaResNet1D.NAME)
public final class JavaResNet1D implements EncoderArchitecture {
    static final String NAME = "resnet1d";
    static final String ENGINE = "java";

    private static final int STANDS_IN = -100;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String engine() {
        return ENGINE;
    }

    @Override
    public int preference() {
        return STANDS_IN;
    }

    /** False: it only runs what was trained with PyTorch. */
    @Override
    public boolean trainable() {
        return false;
    }

    @Override
    public Encoder load(EncoderSpec spec, ByteBuffer weights) throws EncoderException {
        return load(spec, weights, NAME, false);
    }

    static Encoder load(EncoderSpec spec, ByteBuffer weights, String name, boolean int8) throws EncoderException {
        if (!name.equals(spec.architecture())) {
            throw new EncoderException("a " + spec.architecture() + " network asked of the architecture " + name);
        }
        return new JavaEncoder(new ResNet1DNetwork(spec, WeightFile.read(weights, int8)), spec);
    }
}
