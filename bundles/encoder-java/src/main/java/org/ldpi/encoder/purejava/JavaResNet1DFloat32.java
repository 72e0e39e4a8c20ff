package org.ldpi.encoder.purejava;

import java.nio.ByteBuffer;
import org.ldpi.api.encoder.Encoder;
import org.ldpi.api.encoder.EncoderArchitecture;
import org.ldpi.api.encoder.EncoderException;
import org.ldpi.api.encoder.EncoderSpec;
import org.osgi.annotation.bundle.Capability;
import org.osgi.service.component.annotations.Component;

/**
 * The architecture {@code resnet1d-java}: the network of {@code resnet1d} with the same weights, under a name that nobody
 * else has, for models that are to run in pure Java where PyTorch is installed, too.
 */
@Component(service = EncoderArchitecture.class, property = EncoderArchitecture.NAME + "=" + JavaResNet1DFloat32.NAME)
@Capability(
        namespace = EncoderArchitecture.CAPABILITY,
        attribute = EncoderArchitecture.CAPABILITY + "=" + JavaResNet1DFloat32.NAME)
public final class JavaResNet1DFloat32 implements EncoderArchitecture {
    /** The name that models ask for. */
    public static final String NAME = "resnet1d-java";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String engine() {
        return JavaResNet1D.ENGINE;
    }

    /** False: it only runs what was trained as {@code resnet1d}. */
    @Override
    public boolean trainable() {
        return false;
    }

    @Override
    public Encoder load(EncoderSpec spec, ByteBuffer weights) throws EncoderException {
        return JavaResNet1D.load(spec, weights, NAME, false);
    }
}
