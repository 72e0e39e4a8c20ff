package org.ldpi.flow;

/** Numbers as bytes of a packet, the highest first. */
final class BigEndian {
    private BigEndian() {}

    static void putLong(byte[] target, int offset, long value) {
        putInt(target, offset, (int) (value >>> Integer.SIZE));
        putInt(target, offset + Integer.BYTES, (int) value);
    }

    static void putInt(byte[] target, int offset, int value) {
        putShort(target, offset, value >>> Short.SIZE);
        putShort(target, offset + Short.BYTES, value);
    }

    /** Puts the lower half of a number. */
    static void putShort(byte[] target, int offset, int value) {
        target[offset] = (byte) (value >>> Byte.SIZE);
        target[offset + 1] = (byte) value;
    }
}
