package org.ldpi.encoder.purejava;

import java.util.Arrays;
import org.ldpi.api.encoder.EncoderException;

/**
 * A parameter of a network, as float32 or as one byte a value.
 *
 * @param values row by row; null where there are bytes
 * @param bytes row by row; null where there are floats
 * @param scales what a row's bytes are multiplied by; null where there are floats
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record Tensor(String name, int[] shape, float[] values, byte[] bytes, float[] scales) {
    Tensor(String name, int[] shape, float[] values) {
        this(name, shape, values, null, null);
    }

    int size() {
        return values == null ? bytes.length : values.length;
    }

    int rank() {
        return shape.length;
    }

    boolean hasBytes() {
        return bytes != null;
    }

    /** Itself, where it has that shape. */
    Tensor of(int... expected) throws EncoderException {
        if (!Arrays.equals(shape, expected)) {
            throw new EncoderException("weights hold " + name + Arrays.toString(shape) + " where the network has "
                    + Arrays.toString(expected));
        }
        return this;
    }

    /** Its values, where they are floats. */
    float[] floats() throws EncoderException {
        if (values == null) {
            throw new EncoderException("weights hold bytes for " + name + " where the network has float32");
        }
        return values;
    }
}
