package org.ldpi.capture.internal.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A forward cursor over the bytes of a capture, through a window that is moved when a record does not lie in it whole.
 *
 * <p>Readers take the fields for their inner loop, work on absolute indices between {@link #position} and {@link #end},
 * and come back to {@link #require} when a record ends behind the window. Moving the window invalidates both buffers
 * and all indices. Not thread-safe.
 */
abstract class CaptureBytes implements AutoCloseable {
    /** What {@link #require} found. */
    enum Supply {
        /** The bytes are in the window, from {@link #position} on. */
        HERE,
        /** They have not arrived yet; only where bytes come at their own pace. */
        LATER,
        /** The capture ends before them. */
        NEVER
    }

    /** The window, big-endian: this is what packets are handed out with. */
    protected ByteBuffer buffer = ByteBuffer.allocate(0);

    /** The same bytes in the byte order of the capture: headers of records are read from it. */
    protected ByteBuffer fields = buffer;

    /** Index of the next byte. */
    protected int position;

    /** Index behind the last byte of the window. */
    protected int end;

    /** Offset within the capture of index 0. */
    protected long base;

    private ByteOrder order = ByteOrder.BIG_ENDIAN;
    private ByteBuffer littleEndian = buffer;

    /** Offset of the next byte within the capture, after decompression. */
    final long offset() {
        return base + position;
    }

    /** Bytes of the window that are still ahead. */
    final int available() {
        return end - position;
    }

    /** Sets the byte order of {@link #fields}. */
    final void order(ByteOrder order) {
        this.order = order;
        window(buffer, littleEndian);
    }

    /** Called by subclasses whenever they have another buffer, of which there are two views. */
    protected final void window(ByteBuffer bigEndian, ByteBuffer littleEndian) {
        buffer = bigEndian;
        this.littleEndian = littleEndian;
        fields = order == ByteOrder.BIG_ENDIAN ? bigEndian : littleEndian;
    }

    /**
     * Brings the next bytes into the window. Where it answers anything but {@link Supply#HERE}, the window holds all
     * that is there.
     *
     * @param count 1 to 2<sup>31</sup> - 1
     * @param mayWait whether it may wait for them, about 100 ms
     * @throws IOException when they cannot be read
     */
    final Supply require(int count, boolean mayWait) throws IOException {
        return end - position >= count ? Supply.HERE : supply(count, mayWait);
    }

    /** {@link #require} where the window does not hold them. */
    protected abstract Supply supply(int count, boolean mayWait) throws IOException;

    /**
     * Passes over bytes, which may be more than the window holds.
     *
     * @return how many of them were passed over; fewer when the rest has not arrived or does not exist
     */
    abstract long skip(long count, boolean mayWait) throws IOException;

    @Override
    public abstract void close();
}
