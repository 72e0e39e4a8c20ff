package org.ldpi.capture.internal.file;

import java.nio.ByteBuffer;
import org.ldpi.api.packet.CapturedPacket;

/** A packet that is kept, for comparing. */
record Packet(long nanos, int linkType, int originalLength, ByteBuffer bytes) {
    Packet(long nanos, int linkType, int originalLength, byte[] bytes) {
        this(nanos, linkType, originalLength, ByteBuffer.wrap(bytes));
    }

    /** Copies a view; fails when the view does not lie in its buffer. */
    static Packet of(CapturedPacket view) {
        byte[] bytes = new byte[view.capturedLength()];
        view.buffer().get(view.offset(), bytes);
        return new Packet(view.timestampNanos(), view.linkType(), view.originalLength(), bytes);
    }
}
