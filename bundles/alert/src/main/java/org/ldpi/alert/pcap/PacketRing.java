package org.ldpi.alert.pcap;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.ldpi.api.flow.PacketStore;
import org.ldpi.api.packet.CapturedPacket;

/**
 * A ring of packets in one array, allocated once. Places go up for ever; the packet at a place is overwritten when the ring
 * has come round to it. Each packet knows the place of the one before it in its head.
 *
 * <p>One thread writes, any number read without holding it up: as in Agrona's broadcast buffers, the writer announces how far
 * it will have overwritten before it does, and a reader that has copied a packet looks whether that was still true then.
 */
final class PacketRing implements PacketStore {
    private static final VarHandle ANNOUNCED;

    static {
        try {
            ANNOUNCED = MethodHandles.lookup().findVarHandle(PacketRing.class, "announced", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private static final int BEFORE = 0;
    private static final int TIME = 8;
    private static final int CAPTURED = 16;
    private static final int ORIGINAL = 20;
    private static final int LINK_TYPE = 24;
    private static final int HEADER = 32;
    private static final int ALIGNMENT = 8;

    private final ByteBuffer ring;
    private final byte[] bytes;
    private final int snapLength;
    private final long first;
    private long next;

    /** Places from this less the ring's size on have not been overwritten; written by the writer alone. */
    @SuppressWarnings("UnusedVariable") // read and written by its handle
    private long announced;

    /**
     * @param size bytes, at least four times as many as a packet may have
     * @param snapLength the most bytes kept of a packet
     * @param first place of the first packet, above all places of rings before: theirs are taken for overwritten here
     */
    PacketRing(int size, int snapLength, long first) {
        if (size < 4 * (HEADER + snapLength)) {
            throw new IllegalArgumentException("a ring of " + size + " bytes for packets of " + snapLength);
        }
        this.bytes = new byte[size / ALIGNMENT * ALIGNMENT];
        this.ring = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
        this.snapLength = snapLength;
        // A multiple of the size, so that a place's index is its remainder.
        this.first = (first + bytes.length - 1) / bytes.length * bytes.length;
        this.next = this.first;
        this.announced = this.first;
    }

    /** A place above all those given out so far. */
    long end() {
        return (long) ANNOUNCED.getAcquire(this);
    }

    @Override
    public long keep(CapturedPacket packet, long before) {
        int captured = Math.min(snapLength, packet.capturedLength());
        int record = HEADER + (captured + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        long place = next;
        int index = (int) (place % bytes.length);
        if (index + record > bytes.length) {
            place += bytes.length - index;
            index = 0;
        }
        next = place + record;
        ANNOUNCED.setRelease(this, next);
        VarHandle.storeStoreFence();
        ring.putLong(index + BEFORE, before);
        ring.putLong(index + TIME, packet.timestampNanos());
        ring.putInt(index + CAPTURED, captured);
        ring.putInt(index + ORIGINAL, packet.originalLength());
        ring.putInt(index + LINK_TYPE, packet.linkType());
        packet.buffer().get(packet.offset(), bytes, index + HEADER, captured);
        return place;
    }

    /**
     * The packets of a head, the first one first; those from the last overwritten one back are missing.
     *
     * @param last place of its last packet
     */
    List<KeptPacket> packets(long last) {
        List<KeptPacket> packets = new ArrayList<>();
        long place = last;
        while (place >= first) {
            int index = (int) (place % bytes.length);
            long before = ring.getLong(index + BEFORE);
            long time = ring.getLong(index + TIME);
            int captured = ring.getInt(index + CAPTURED);
            int original = ring.getInt(index + ORIGINAL);
            int linkType = ring.getInt(index + LINK_TYPE);
            if (overwritten(place) || captured < 0 || index + HEADER + captured > bytes.length) {
                break;
            }
            byte[] copy = new byte[captured];
            System.arraycopy(bytes, index + HEADER, copy, 0, captured);
            if (overwritten(place)) {
                break;
            }
            packets.add(new KeptPacket(time, original, linkType, copy));
            if (before >= place) {
                break;
            }
            place = before;
        }
        Collections.reverse(packets);
        return packets;
    }

    private boolean overwritten(long place) {
        VarHandle.loadLoadFence();
        return place < (long) ANNOUNCED.getAcquire(this) - bytes.length;
    }
}
