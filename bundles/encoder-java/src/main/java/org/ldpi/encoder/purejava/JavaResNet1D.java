package org.ldpi.encoder.purejava;

import org.ldpi.api.encoder.EncoderArchitecture;
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
public final class JavaResNet1D extends PureJavaResNet1D {
    static final String NAME = "resnet1d";

    private static final int STANDS_IN = -100;

    public JavaResNet1D() {
        super(NAME, false);
    }

    @Override
    public int preference() {
        return STANDS_IN;
    }
}
