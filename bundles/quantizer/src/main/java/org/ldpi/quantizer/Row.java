package org.ldpi.quantizer;

import java.util.Arrays;

/**
 * The part of a row that one packet filled, seen through bounds: reads behind it give -1 and writes there do nothing, so
 * that masking a header never has to ask how much of it the row holds.
 *
 * <p>Static, with the bounds as arguments, because a view would be an object per packet.
 */
final class Row {
    private Row() {}

    /** The unsigned byte at an index of the array, or -1 if that is at or behind the end. */
    static int read(byte[] row, int index, int end) {
        return index < end ? Byte.toUnsignedInt(row[index]) : -1;
    }

    /** Zeroes a field as far as it is before the end. */
    static void zero(byte[] row, int index, int count, int end) {
        int stop = Math.min(index + count, end);
        if (count <= Long.BYTES) {
            for (int i = index; i < stop; i++) {
                row[i] = 0;
            }
        } else if (index < stop) {
            Arrays.fill(row, index, stop, (byte) 0);
        }
    }
}
