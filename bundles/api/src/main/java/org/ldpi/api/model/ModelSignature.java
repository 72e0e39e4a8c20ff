package org.ldpi.api.model;

import java.util.Objects;
import org.ldpi.api.flow.Direction;
import org.ldpi.api.quantizer.SampleShape;

/**
 * What a model expects of the samples it scores. Samples made otherwise must not be scored by it.
 *
 * @param profile the quantizer's profile
 */
public record ModelSignature(String profile, SampleShape shape, Direction direction) {
    public ModelSignature {
        Objects.requireNonNull(profile, "profile");
        Objects.requireNonNull(shape, "shape");
        Objects.requireNonNull(direction, "direction");
    }

    @Override
    public String toString() {
        return profile + " " + shape + " " + direction;
    }
}
