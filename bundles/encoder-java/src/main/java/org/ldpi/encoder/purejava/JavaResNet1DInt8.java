package org.ldpi.encoder.purejava;

import java.nio.ByteBuffer;
import org.ldpi.api.encoder.EncoderArchitecture;
import org.ldpi.api.encoder.EncoderException;
import org.ldpi.api.encoder.EncoderSpec;
import org.osgi.annotation.bundle.Capability;
import org.osgi.service.component.annotations.Component;

/**
 * The architecture {@code resnet1d-int8}: the network of {@code resnet1d} with one byte a weight, a quarter of the size, in
 * the file and in memory.
 */
@Component(service = EncoderArchitecture.class, property = EncoderArchitecture.NAME + "=" + JavaResNet1DInt8.NAME)
@Capability(
        namespace = EncoderArchitecture.CAPABILITY,
        attribute = EncoderArchitecture.CAPABILITY + "=" + JavaResNet1DInt8.NAME)
public final class JavaResNet1DInt8 extends PureJavaResNet1D {
    /** The name that models ask for. */
    public static final String NAME = "resnet1d-int8";

    public JavaResNet1DInt8() {
        super(NAME, true);
    }

    /**
     * Weights of {@code resnet1d} with one byte each.
     *
     * @throws EncoderException when they are no such weights
     */
    public static ByteBuffer quantized(EncoderSpec spec, ByteBuffer weights) throws EncoderException {
        new JavaResNet1D().load(spec, weights).close();
        return WeightFile.int8(WeightFile.read(weights, false));
    }
}
