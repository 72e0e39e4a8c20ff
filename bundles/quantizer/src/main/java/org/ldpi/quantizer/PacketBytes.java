package org.ldpi.quantizer;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Copies stretches of a packet into a row. */
final class PacketBytes {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN)
            .withInvokeExactBehavior();

    private PacketBytes() {}

    /**
     * Copies a packet without a stretch of it, and pads with zeros.
     *
     * @param start index of the packet's first byte
     * @param end index behind its last byte
     * @param keep bytes kept at the start
     * @param skip bytes left out behind them
     */
    static void copyWithout(
            ByteBuffer packet, int start, int end, int keep, int skip, byte[] row, int offset, int length) {
        int head = Math.max(0, Math.min(Math.min(keep, length), end - start));
        copy(packet, start, row, offset, head);
        int tail = Math.max(0, Math.min(length - head, end - start - keep - skip));
        copy(packet, start + keep + skip, row, offset + head, tail);
        int written = head + tail;
        if (written < length) {
            Arrays.fill(row, offset + written, offset + length, (byte) 0);
        }
    }

    // Eight bytes at a time: for stretches as short as these, faster than the call that a bulk get makes.
    private static void copy(ByteBuffer from, int index, byte[] to, int offset, int count) {
        int i = 0;
        for (; i <= count - Long.BYTES; i += Long.BYTES) {
            LONG.set(to, offset + i, from.getLong(index + i));
        }
        if (i == count) {
            return;
        }
        if (count >= Long.BYTES) {
            int last = count - Long.BYTES;
            LONG.set(to, offset + last, from.getLong(index + last));
            return;
        }
        for (; i < count; i++) {
            to[offset + i] = from.get(index + i);
        }
    }
}
