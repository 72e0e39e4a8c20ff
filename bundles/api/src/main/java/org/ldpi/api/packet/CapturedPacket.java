package org.ldpi.api.packet;

import java.nio.ByteBuffer;

/**
 * A view of one captured packet.
 *
 * <p>A capture owns one view and moves it from packet to packet, so neither the view nor its buffer may be kept after
 * the call that handed it out. Not thread-safe.
 */
public final class CapturedPacket {
    private ByteBuffer buffer;
    private int offset;
    private int capturedLength;
    private int originalLength;
    private long timestampNanos;
    private int linkType;

    /**
     * Moves the view.
     *
     * @param buffer holds the packet, big-endian; read with absolute gets only
     * @param offset index of the packet's first byte
     * @param capturedLength bytes of the packet that are in the buffer
     * @param originalLength bytes of the packet on the wire; may be more than was captured
     * @param timestampNanos capture time, nanoseconds since 1970-01-01T00:00Z
     * @param linkType the type of the link-layer header, see {@link LinkType}
     * @return this view
     */
    public CapturedPacket wrap(
            ByteBuffer buffer, int offset, int capturedLength, int originalLength, long timestampNanos, int linkType) {
        this.buffer = buffer;
        this.offset = offset;
        this.capturedLength = capturedLength;
        this.originalLength = originalLength;
        this.timestampNanos = timestampNanos;
        this.linkType = linkType;
        return this;
    }

    /** The buffer that holds the packet; big-endian, to be read with absolute gets only. */
    public ByteBuffer buffer() {
        return buffer;
    }

    /** Index of the packet's first byte in {@link #buffer()}. */
    public int offset() {
        return offset;
    }

    /** Number of bytes in the buffer. */
    public int capturedLength() {
        return capturedLength;
    }

    /** Number of bytes on the wire. */
    public int originalLength() {
        return originalLength;
    }

    /** Capture time in nanoseconds since the epoch. */
    public long timestampNanos() {
        return timestampNanos;
    }

    /** Type of the link-layer header, see {@link LinkType}. */
    public int linkType() {
        return linkType;
    }
}
