package org.ldpi.flow;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.ldpi.api.flow.FlowHead;
import org.ldpi.api.flow.PacketStore;
import org.ldpi.api.packet.CapturedPacket;
import org.ldpi.api.packet.IpPacket;
import org.ldpi.api.quantizer.Quantizer;
import org.ldpi.api.quantizer.SampleShape;

/**
 * Storage of the heads that are open: times, addresses beside the key, and rows. A flow needs it only until it is
 * decided. Allocated at once, or chunk by chunk as more heads are open at a time. Not thread-safe.
 */
final class OpenHeads {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder())
            .withInvokeExactBehavior();
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder())
            .withInvokeExactBehavior();

    private static final int START = 0;
    private static final int CAPTURE = 8;
    private static final int SOURCE_MAC = 12;
    private static final int DESTINATION_MAC = 18;
    private static final int OUTER = 24;
    private static final int ROWS = 56;
    private static final int MAC_LENGTH = 6;

    /** Captures are numbered from 0 to less than this; the length of outer addresses is kept in the bits above. */
    static final int CAPTURES = 1 << 16;

    private static final int OUTER_LENGTH_SHIFT = 16;

    private static final int MAX_CHUNK_BYTES = 1 << 22;

    private final int rowLength;
    private final int capacity;
    private final int stride;
    private final int chunkShift;
    private final byte[][] chunks;
    // Apart from the rest, as it changes with each packet: packed so closely that it stays in the cache.
    private final long[][] endNanos;
    // The last ones given back are taken first: they are the ones in the cache.
    private int free = SlotLists.NONE;
    private int untouched;
    private int used;
    /** Where the last packet of each head is kept; null while none is. */
    private long[] kept;

    OpenHeads(SampleShape shape, int capacity, boolean preallocated) {
        this.rowLength = shape.bytes();
        this.capacity = capacity;
        this.stride = stride(shape);
        this.chunkShift = 31 - Integer.numberOfLeadingZeros(MAX_CHUNK_BYTES / stride);
        int perChunk = 1 << chunkShift;
        this.chunks = new byte[(capacity + perChunk - 1) / perChunk][];
        this.endNanos = new long[chunks.length][];
        for (int i = 0; preallocated && i < chunks.length; i++) {
            allocateChunk(i);
        }
    }

    private void allocateChunk(int number) {
        int heads = Math.min(1 << chunkShift, capacity - (number << chunkShift));
        chunks[number] = new byte[stride * heads];
        endNanos[number] = new long[heads];
    }

    static int bytesPerHead(SampleShape shape) {
        return stride(shape) + Long.BYTES;
    }

    private static int stride(SampleShape shape) {
        return ROWS + shape.size() + 7 & ~7;
    }

    int used() {
        return used;
    }

    /** Takes a free head and begins it with a packet's MAC addresses and time. */
    int allocate(IpPacket packet, int capture) {
        int head = free;
        if (head != SlotLists.NONE) {
            free = (int) INT.get(chunk(head), base(head) + CAPTURE);
        } else {
            head = untouched++;
            if (chunk(head) == null) {
                allocateChunk(head >>> chunkShift);
            }
        }
        used++;
        byte[] chunk = chunk(head);
        int base = base(head);
        LONG.set(chunk, base + START, packet.timestampNanos());
        int outer = packet.outerAddressLength();
        INT.set(chunk, base + CAPTURE, outer << OUTER_LENGTH_SHIFT | capture);
        if (outer > 0) {
            System.arraycopy(packet.outerAddresses(), 0, chunk, base + OUTER, 2 * outer);
        }
        copyMac(packet, packet.sourceMacOffset(), chunk, base + SOURCE_MAC);
        copyMac(packet, packet.destinationMacOffset(), chunk, base + DESTINATION_MAC);
        return head;
    }

    /** Whether packets are kept from now on. */
    void keeping(boolean now) {
        if (!now) {
            kept = null;
        } else if (kept == null) {
            kept = new long[capacity];
            Arrays.fill(kept, PacketStore.NOWHERE);
        }
    }

    /** Keeps a packet of a head. */
    void keep(int head, boolean first, CapturedPacket packet, PacketStore store) {
        kept[head] = store.keep(packet, first ? PacketStore.NOWHERE : kept[head]);
    }

    /** Gives a head back. */
    void release(int head) {
        if (kept != null) {
            kept[head] = PacketStore.NOWHERE;
        }
        INT.set(chunk(head), base(head) + CAPTURE, free);
        free = head;
        used--;
    }

    /** Gives all heads back. */
    void clear() {
        if (kept != null) {
            Arrays.fill(kept, PacketStore.NOWHERE);
        }
        free = SlotLists.NONE;
        untouched = 0;
        used = 0;
    }

    /** Writes a packet's row. */
    void append(int head, int row, IpPacket packet, Quantizer quantizer) {
        byte[] chunk = chunk(head);
        int base = base(head);
        endNanos[head >>> chunkShift][index(head)] = packet.timestampNanos();
        quantizer.quantize(packet, chunk, base + ROWS + row * rowLength, rowLength);
    }

    /** Copies what is stored of a head; rows from {@code packets} on become zero. Returns the number of its capture. */
    int copyTo(FlowHead target, int head, int packets) {
        byte[] chunk = chunk(head);
        int base = base(head);
        byte[] sample = target.sample();
        int written = packets * rowLength;
        System.arraycopy(chunk, base + ROWS, sample, 0, written);
        Arrays.fill(sample, written, sample.length, (byte) 0);
        System.arraycopy(chunk, base + SOURCE_MAC, target.sourceMac(), 0, MAC_LENGTH);
        System.arraycopy(chunk, base + DESTINATION_MAC, target.destinationMac(), 0, MAC_LENGTH);
        int captureAndOuter = (int) INT.get(chunk, base + CAPTURE);
        int outer = captureAndOuter >>> OUTER_LENGTH_SHIFT;
        System.arraycopy(chunk, base + OUTER, target.outerAddresses(), 0, 2 * outer);
        target.outer(outer);
        target.keptAt(kept == null ? PacketStore.NOWHERE : kept[head]);
        return captureAndOuter & CAPTURES - 1;
    }

    long startNanos(int head) {
        return (long) LONG.get(chunk(head), base(head) + START);
    }

    long endNanos(int head) {
        return endNanos[head >>> chunkShift][index(head)];
    }

    private byte[] chunk(int head) {
        return chunks[head >>> chunkShift];
    }

    private int base(int head) {
        return index(head) * stride;
    }

    private int index(int head) {
        return head & (1 << chunkShift) - 1;
    }

    private static void copyMac(IpPacket packet, int from, byte[] to, int offset) {
        if (from == IpPacket.NO_LINK_ADDRESS) {
            Arrays.fill(to, offset, offset + MAC_LENGTH, (byte) 0);
            return;
        }
        ByteBuffer buffer = packet.linkBuffer();
        for (int i = 0; i < MAC_LENGTH; i++) {
            to[offset + i] = buffer.get(from + i);
        }
    }
}
