package org.ldpi.quantizer;

import java.nio.ByteBuffer;

/** The Internet checksum (RFC 1071): the ones' complement of the ones' complement sum of 16-bit words. */
final class InternetChecksum {
    private InternetChecksum() {}

    /** Adds the bytes from start to end, an odd last byte padded with a zero one, to a sum. */
    static long add(long sum, ByteBuffer buffer, int start, int end) {
        long total = sum;
        int i = start;
        // Words of 32 bits have the same sum as their halves, once folded (RFC 1071, section 2).
        for (; i <= end - Integer.BYTES; i += Integer.BYTES) {
            total += Integer.toUnsignedLong(buffer.getInt(i));
        }
        if (i <= end - Short.BYTES) {
            total += Short.toUnsignedInt(buffer.getShort(i));
            i += Short.BYTES;
        }
        if (i < end) {
            total += Byte.toUnsignedInt(buffer.get(i)) << 8;
        }
        return total;
    }

    /** Folds a sum into the 16 bits of the checksum. */
    static int fold(long sum) {
        long folded = sum;
        while (folded >>> 16 != 0) {
            folded = (folded & 0xFFFF) + (folded >>> 16);
        }
        return (int) ~folded & 0xFFFF;
    }
}
