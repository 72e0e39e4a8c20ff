package org.ldpi.encoder.purejava;

import java.util.Arrays;
import org.ldpi.api.encoder.EncoderException;

/**
 * A parameter of a network.
 *
 * @param values row by row
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record Tensor(String name, int[] shape, float[] values) {
    int size() {
        return values.length;
    }

    int rank() {
        return shape.length;
    }

    /** Itself, where it has that shape. */
    Tensor of(int... expected) throws EncoderException {
        if (!Arrays.equals(shape, expected)) {
            throw new EncoderException("weights hold " + name + Arrays.toString(shape) + " where the network has "
                    + Arrays.toString(expected));
        }
        return this;
    }
}
