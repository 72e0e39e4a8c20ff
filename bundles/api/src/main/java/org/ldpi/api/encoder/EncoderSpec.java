package org.ldpi.api.encoder;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.ldpi.api.quantizer.SampleShape;

/**
 * What makes one network of an architecture.
 *
 * @param architecture name of the {@link EncoderArchitecture}
 * @param shape shape of the samples it encodes
 * @param dimension length of an embedding, 1 to 4096
 * @param options the architecture's own options by name; an option that is left out has the architecture's default
 */
public record EncoderSpec(String architecture, SampleShape shape, int dimension, Map<String, String> options) {
    public EncoderSpec {
        Objects.requireNonNull(architecture, "architecture");
        Objects.requireNonNull(shape, "shape");
        if (dimension < 1 || dimension > 4096) {
            throw new IllegalArgumentException("embedding of dimension " + dimension + " is not within 1 to 4096");
        }
        options = Collections.unmodifiableMap(new TreeMap<>(options));
    }
}
