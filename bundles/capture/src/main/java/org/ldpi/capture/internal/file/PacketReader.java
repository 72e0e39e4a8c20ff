package org.ldpi.capture.internal.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.ldpi.api.packet.CapturedPacket;
import org.ldpi.api.packet.PacketHandler;

/** Reads the packets of one capture in one format. Not thread-safe. */
abstract class PacketReader {
    protected final Origin origin;
    protected final CaptureBytes bytes;

    private static final int MOST_AT_ONCE = 32;

    // Packets of the window that are not handed on yet.
    private final CapturedPacket[] gathered = new CapturedPacket[MOST_AT_ONCE];
    private int waiting;
    private PacketHandler handler;
    private long packets;
    private long capturedBytes;
    private long damaged;

    PacketReader(Origin origin, CaptureBytes bytes) {
        this.origin = origin;
        this.bytes = bytes;
        for (int i = 0; i < gathered.length; i++) {
            gathered[i] = new CapturedPacket();
        }
    }

    /**
     * Hands on packets, those that lie in one window together.
     *
     * @param limit the most to hand on, at least 1
     * @return {@link CaptureBytes.Supply#HERE} when it stopped at the limit, {@link CaptureBytes.Supply#LATER} when more
     *     has yet to arrive, {@link CaptureBytes.Supply#NEVER} at the end of a capture that ends with a whole record
     * @throws IOException when there is no way on; packets before that place have been handed on
     */
    final CaptureBytes.Supply read(PacketHandler to, int limit) throws IOException {
        handler = to;
        try {
            return read(limit);
        } finally {
            handOnGathered();
        }
    }

    /** {@link #read(PacketHandler, int)} by {@link #take}. */
    protected abstract CaptureBytes.Supply read(int limit) throws IOException;

    /** {@link CaptureBytes#require}; what lies in the window is handed on before that moves. */
    protected final CaptureBytes.Supply require(int count, boolean mayWait) throws IOException {
        if (bytes.available() < count) {
            handOnGathered();
        }
        return bytes.require(count, mayWait);
    }

    /** Packets taken so far. */
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

    /** Takes the packet that begins at an index of the window, to be handed on. */
    protected final void take(int index, int captured, int original, long timestampNanos, int linkType) {
        gather(0, bytes.buffer, index, captured, original, timestampNanos, linkType);
        gathered(1, captured);
    }

    /** How many packets can be gathered before those at hand are handed on; at least 1. */
    protected final int room() {
        return MOST_AT_ONCE - waiting;
    }

    /** Puts a packet behind those at hand and others that were put; for loops that do nothing else. */
    protected final void gather(
            int ahead, ByteBuffer buffer, int index, int captured, int original, long timestampNanos, int linkType) {
        // A record may claim that the packet was shorter on the wire than in the file.
        gathered[waiting + ahead].wrap(buffer, index, captured, Math.max(captured, original), timestampNanos, linkType);
    }

    /** Takes packets that were put. */
    protected final void gathered(int count, long bytes) {
        packets += count;
        capturedBytes += bytes;
        waiting += count;
        if (waiting == MOST_AT_ONCE) {
            handOnGathered();
        }
    }

    /** To be called before the window moves. */
    protected final void handOnGathered() {
        int count = waiting;
        waiting = 0;
        if (count > 0) {
            handler.onPackets(gathered, count);
        }
    }
}
