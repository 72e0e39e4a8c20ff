package org.ldpi.training.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A tensor of a checkpoint, row by row in its storage.
 *
 * @param storage little-endian values, shared with other tensors
 * @param type of the storage's values
 * @param offset of the first value, in values
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record Tensor(ByteBuffer storage, StorageType type, int offset, long[] shape) {
    /** The types of values that are read. */
    enum StorageType {
        FLOAT(4),
        DOUBLE(8),
        LONG(8);

        private final int bytes;

        StorageType(int bytes) {
            this.bytes = bytes;
        }

        int bytes() {
            return bytes;
        }
    }

    /**
     * A tensor within its storage.
     *
     * @throws CheckpointException when it reaches out of its storage or is not contiguous
     */
    static Tensor of(ByteBuffer storage, StorageType type, long offset, long[] shape, long[] stride)
            throws CheckpointException {
        long values = storage.remaining() / type.bytes();
        long size = 1;
        boolean contiguous = shape.length == stride.length;
        for (int i = shape.length - 1; i >= 0 && contiguous; i--) {
            contiguous = shape[i] >= 0 && (shape[i] == 1 || stride[i] == size);
            // No overflow: the size was at most the number of values, and so is the factor.
            if (shape[i] > values || (size *= shape[i]) > values) {
                throw outOfStorage(shape, values);
            }
        }
        if (!contiguous) {
            throw new CheckpointException("a tensor of shape " + Arrays.toString(shape) + " with strides "
                    + Arrays.toString(stride) + " is not contiguous");
        }
        if (offset < 0 || offset > values - size) {
            throw outOfStorage(shape, values);
        }
        return new Tensor(storage, type, (int) offset, shape);
    }

    private static CheckpointException outOfStorage(long[] shape, long values) {
        return new CheckpointException(
                "a tensor of shape " + Arrays.toString(shape) + " reaches out of its storage of " + values + " values");
    }

    /** The values of a tensor of float32, all finite. */
    float[] floats(String name) throws CheckpointException {
        if (type != StorageType.FLOAT) {
            throw new CheckpointException(name + " holds " + type + " values, not float32");
        }
        long size = 1;
        for (long dimension : shape) {
            size *= dimension;
        }
        float[] values = new float[(int) size];
        storage.duplicate()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .position(offset)
                .get(values);
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw new CheckpointException(name + " holds " + value);
            }
        }
        return values;
    }
}
