package org.ldpi.capture.internal.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ReadableByteChannel;

/**
 * A piece of a capture in a buffer outside of the heap, as those of live captures are, so that the code that decodes packets
 * meets one kind of buffer only. Before the piece there is room for the end of the piece before, so that a record over both
 * can be made whole by a copy of its beginning. Not thread-safe.
 */
final class Chunk {
    private static final int MOST_HEADROOM = 64 * 1024;

    /** Bytes of a line of cache. Into the middle of one a kernel copies half as fast. */
    private static final int LINE = 64;

    private final int headroom;
    private final ByteBuffer buffer;
    private final ByteBuffer littleEndian;
    private int end;

    /** @param size the most bytes of a piece, at least 1 */
    Chunk(int size) {
        headroom = (Math.min(size, MOST_HEADROOM) + LINE - 1) / LINE * LINE;
        buffer = ByteBuffer.allocateDirect(headroom + size + 2 * LINE)
                .alignedSlice(LINE)
                .limit(headroom + size)
                .slice();
        littleEndian = buffer.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        end = headroom;
    }

    /** Holds room and piece, big-endian. */
    ByteBuffer buffer() {
        return buffer;
    }

    /** {@link #buffer} in the other byte order. */
    ByteBuffer littleEndian() {
        return littleEndian;
    }

    /** Index of the piece's first byte. */
    int begin() {
        return headroom;
    }

    /** Index behind the piece's last byte. */
    int end() {
        return end;
    }

    /**
     * Takes the next piece from a channel.
     *
     * @param whole whether to read until the piece is as long as can be, and not only once
     * @return false when there is no more in the channel, before or behind this piece
     * @throws IOException when the channel broke; the piece is what came before
     */
    boolean fill(ReadableByteChannel channel, boolean whole) throws IOException {
        buffer.clear().position(headroom);
        try {
            int read;
            do {
                read = channel.read(buffer);
            } while (whole && read >= 0 && buffer.hasRemaining());
            return read >= 0;
        } finally {
            end = buffer.position();
            buffer.clear();
        }
    }
}
