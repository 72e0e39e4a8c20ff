package org.ldpi.encoder.purejava;

import org.ldpi.api.encoder.EncoderArchitecture;
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
public final class JavaResNet1DFloat32 extends PureJavaResNet1D {
    /** The name that models ask for. */
    public static final String NAME = "resnet1d-java";

    public JavaResNet1DFloat32() {
        super(NAME, false);
    }
}
