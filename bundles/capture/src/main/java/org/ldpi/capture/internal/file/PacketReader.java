package org.ldpi.capture.internal.file;

import java.io.IOException;
import org.ldpi.api.packet.CapturedPacket;
import org.ldpi.api.packet.PacketHandler;

/** Reads the packets of one capture in one format. Not thread-safe. */
abstract class PacketReader {
    protected final Origin origin;
    protected final CaptureBytes bytes;

    private final CapturedPacket packet = new CapturedPacket();
    private long packets;
    private long capturedBytes;
    private long damaged;

    PacketReader(Origin origin, CaptureBytes bytes) {
        this.origin = origin;
        this.bytes = bytes;
    }

    /**
     * Hands on packets.
     *
     * @param limit the most to hand on, at least 1
     * @return {@link CaptureBytes.Supply#HERE} when it stopped at the limit, {@link CaptureBytes.Supply#LATER} when more
     *     has yet to arrive, {@link CaptureBytes.Supply#NEVER} at the end of a capture that ends with a whole record
     * @throws IOException when there is no way on; packets before that place have been handed on
     */
    abstract CaptureBytes.Supply read(PacketHandler handler, int limit) throws IOException;

    /** Packets handed on so far. */
    final long packets() {
        return packets;
    }

    /** Captured bytes of these packets. */
    final long capturedBytes() {
        return capturedBytes;
    }

    /** Records that were passed over because they contradict themselves. */
    final long damaged() {
        return damaged;
    }

    protected final void countDamaged() {
        damaged++;
    }

    /** Hands on the packet that begins at an index of the window. */
    protected final void handOn(
            PacketHandler handler, int index, int captured, int original, long timestampNanos, int linkType) {
        packets++;
        capturedBytes += captured;
        // A record may claim that the packet was shorter on the wire than in the file.
        handler.onPacket(
                packet.wrap(bytes.buffer, index, captured, Math.max(captured, original), timestampNanos, linkType));
    }
}
