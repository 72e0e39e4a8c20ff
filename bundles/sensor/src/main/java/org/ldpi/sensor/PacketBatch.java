package org.ldpi.sensor;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.ldpi.api.capture.CaptureException;
import org.ldpi.api.packet.CapturedPacket;

/**
 * Copies of packets that come one after the other, for several readers. Filled by one thread, then handed to others and
 * changed by nobody until the last of them has released it.
 */
final class PacketBatch {
    /** The most packets of a batch. */
    static final int PACKETS = 1024;

    /** Bytes of a batch. A packet is cut to as much, which no IP packet reaches. */
    static final int BYTES = 1 << 19;

    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BYTES);
    private final int[] offsets = new int[PACKETS + 1];
    private final int[] originalLengths = new int[PACKETS];
    private final int[] linkTypes = new int[PACKETS];
    private final long[] timestamps = new long[PACKETS];
    private final AtomicInteger readers = new AtomicInteger();
    private int count;
    private boolean last;
    private CaptureException failure;

    /** Empties the batch. */
    void clear() {
        count = 0;
        last = false;
        failure = null;
    }

    boolean isEmpty() {
        return count == 0;
    }

    int count() {
        return count;
    }

    /** Whether there is room for a packet. */
    boolean hasRoom(CapturedPacket packet) {
        return count == 0 || (count < PACKETS && packet.capturedLength() <= BYTES - offsets[count]);
    }

    /** Copies a packet, for which there is room. */
    void add(CapturedPacket packet) {
        int offset = offsets[count];
        int length = Math.min(packet.capturedLength(), BYTES);
        buffer.put(offset, packet.buffer(), packet.offset(), length);
        originalLengths[count] = packet.originalLength();
        timestamps[count] = packet.timestampNanos();
        linkTypes[count] = packet.linkType();
        count++;
        offsets[count] = offset + length;
    }

    /** No packet follows on this batch. */
    void end() {
        last = true;
    }

    /** The capture broke behind the packets of this batch. */
    void end(CaptureException reason) {
        last = true;
        failure = reason;
    }

    boolean isLast() {
        return last;
    }

    /** Why the capture broke, or null. */
    CaptureException failure() {
        return failure;
    }

    /** Says how many will release the batch. */
    void share(int number) {
        readers.set(number);
    }

    /** A reader needs the batch no longer; true for the last one. */
    boolean release() {
        return readers.decrementAndGet() == 0;
    }

    /** A view of the batch for one reader, as a view has a position. */
    ByteBuffer view() {
        return buffer.duplicate();
    }

    /**
     * Shows packets of the batch.
     *
     * @param index of the first of them
     * @param bytes the view of the reader
     * @param packets set to them
     * @param most how many to show at most
     * @return how many are shown
     */
    int show(int index, ByteBuffer bytes, CapturedPacket[] packets, int most) {
        int shown = Math.min(packets.length, most);
        for (int i = 0; i < shown; i++) {
            int number = index + i;
            int offset = offsets[number];
            int length = offsets[number + 1] - offset;
            packets[i].wrap(bytes, offset, length, originalLengths[number], timestamps[number], linkTypes[number]);
        }
        return shown;
    }
}
