package org.ldpi.quantizer;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Copies stretches of a packet into a row. */
final class PacketBytes {
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
        packet.get(start, row, offset, head);
        int tail = Math.max(0, Math.min(length - head, end - start - keep - skip));
        if (tail > 0) {
            packet.get(start + keep + skip, row, offset + head, tail);
        }
        int written = head + tail;
        if (written < length) {
            Arrays.fill(row, offset + written, offset + length, (byte) 0);
        }
    }
}
