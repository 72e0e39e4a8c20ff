package org.ldpi.api.encoder;

import java.nio.ByteBuffer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * An architecture: code that makes encoders from weights. A service of an encoder bundle with the property {@link #NAME};
 * thread-safe.
 */
@ProviderType
public interface EncoderArchitecture {
    /** Service property that holds {@link #name()}. */
    String NAME = "ldpi.encoder.architecture";

    /** The OSGi capability namespace of architectures; a model bundle requires its own by the attribute of that name. */
    String CAPABILITY = "org.ldpi.encoder";

    /** The name that models ask for, {@code resnet1d} for one. */
    String name();

    /** What it computes with, for people: {@code pytorch}, {@code java}; empty where it does not say. */
    default String engine() {
        return "";
    }

    /**
     * Which of several architectures of one name a host takes for a model: one of the highest preference. An
     * implementation that stands in where another one cannot be installed is below 0.
     */
    default int preference() {
        return 0;
    }

    /** Whether networks of this architecture can be trained here; if not, they come with their weights from elsewhere. */
    boolean trainable();

    /**
     * Makes an encoder.
     *
     * @param weights the weights as the architecture's trainer wrote them, read to their end
     * @throws EncoderException when the weights do not fit the specification or hold a value that is not finite
     */
    Encoder load(EncoderSpec spec, ByteBuffer weights) throws EncoderException;
}
