package org.ldpi.flow;

import java.nio.ByteBuffer;
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
    private static final int WORDS = 3;
    private static final int START = 0;
    private static final int SOURCE_MAC_AND_CAPTURE = 1;
    private static final int DESTINATION_MAC_AND_OUTER = 2;

    private static final int MAC_SHIFT = 16;
    private static final int MAC_LENGTH = 6;
    private static final int OUTER_LENGTH = 0xFF;
    private static final int OUTER_BYTES = 2 * Ipv6.ADDRESS;

    /** Captures are numbered from 0 to less than this. */
    static final int CAPTURES = 1 << MAC_SHIFT;

    private static final int MAX_CHUNK_BYTES = 1 << 22;

    private final int rowLength;
    private final int capacity;
    private final int stride;
    private final int chunkShift;
    private final byte[][] rows;
    private final long[][] words;
    // Apart from the rest, as it changes with each packet: packed so closely that it stays in the cache.
    private final long[][] endNanos;
    // Addresses of tunnels. Where storage is not allocated at once, a chunk has none before the first tunnel.
    private final byte[][] outer;
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
        this.rows = new byte[(capacity + perChunk - 1) / perChunk][];
        this.words = new long[rows.length][];
        this.endNanos = new long[rows.length][];
        this.outer = new byte[rows.length][];
        for (int i = 0; preallocated && i < rows.length; i++) {
            allocateChunk(i);
            outer[i] = new byte[OUTER_BYTES * heads(i)];
        }
    }

    private void allocateChunk(int number) {
        int heads = heads(number);
        rows[number] = new byte[stride * heads];
        words[number] = new long[WORDS * heads];
        endNanos[number] = new long[heads];
    }

    /** Heads in a chunk. */
    private int heads(int number) {
        return Math.min(1 << chunkShift, capacity - (number << chunkShift));
    }

    static int bytesPerHead(SampleShape shape) {
        return stride(shape) + WORDS * Long.BYTES + Long.BYTES + OUTER_BYTES;
    }

    private static int stride(SampleShape shape) {
        return shape.size() + 7 & ~7;
    }

    int used() {
        return used;
    }

    /** Takes a free head and begins it with a packet's MAC addresses and time. */
    int allocate(IpPacket packet, int capture) {
        int head = free;
        if (head != SlotLists.NONE) {
            free = (int) words[chunk(head)][WORDS * index(head)];
        } else {
            head = untouched++;
            if (rows[chunk(head)] == null) {
                allocateChunk(chunk(head));
            }
        }
        used++;
        int outerLength = packet.outerAddressLength();
        long[] chunk = words[chunk(head)];
        int base = WORDS * index(head);
        chunk[base + START] = packet.timestampNanos();
        chunk[base + SOURCE_MAC_AND_CAPTURE] = mac(packet, packet.sourceMacOffset()) << MAC_SHIFT | capture;
        chunk[base + DESTINATION_MAC_AND_OUTER] = mac(packet, packet.destinationMacOffset()) << MAC_SHIFT | outerLength;
        if (outerLength > 0) {
            keepOuter(head, packet.outerAddresses(), 2 * outerLength);
        }
        return head;
    }

    private void keepOuter(int head, byte[] addresses, int length) {
        int number = chunk(head);
        if (outer[number] == null) {
            outer[number] = new byte[OUTER_BYTES * heads(number)];
        }
        System.arraycopy(addresses, 0, outer[number], OUTER_BYTES * index(head), length);
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
        words[chunk(head)][WORDS * index(head)] = free;
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
        int chunk = chunk(head);
        int index = index(head);
        endNanos[chunk][index] = packet.timestampNanos();
        quantizer.quantize(packet, rows[chunk], index * stride + row * rowLength, rowLength);
    }

    /** Reads what {@link #append} will write to, for nothing but to have it in the cache. */
    long touch(int head, int row) {
        int chunk = chunk(head);
        int index = index(head);
        return endNanos[chunk][index] + rows[chunk][index * stride + row * rowLength];
    }

    /** Copies what is stored of a head; rows from {@code packets} on become zero. Returns the number of its capture. */
    int copyTo(FlowHead target, int head, int packets) {
        int chunk = chunk(head);
        int index = index(head);
        byte[] sample = target.sample();
        int written = packets * rowLength;
        System.arraycopy(rows[chunk], index * stride, sample, 0, written);
        Arrays.fill(sample, written, sample.length, (byte) 0);
        long source = words[chunk][WORDS * index + SOURCE_MAC_AND_CAPTURE];
        long destination = words[chunk][WORDS * index + DESTINATION_MAC_AND_OUTER];
        putMac(source, target.sourceMac());
        putMac(destination, target.destinationMac());
        int outerLength = (int) destination & OUTER_LENGTH;
        if (outerLength > 0) {
            System.arraycopy(outer[chunk], OUTER_BYTES * index, target.outerAddresses(), 0, 2 * outerLength);
        }
        target.outer(outerLength);
        target.keptAt(kept == null ? PacketStore.NOWHERE : kept[head]);
        return (int) source & CAPTURES - 1;
    }

    long startNanos(int head) {
        return words[chunk(head)][WORDS * index(head) + START];
    }

    long endNanos(int head) {
        return endNanos[chunk(head)][index(head)];
    }

    private int chunk(int head) {
        return head >>> chunkShift;
    }

    private int index(int head) {
        return head & (1 << chunkShift) - 1;
    }

    /** The six bytes of an address as a number, 0 where there is none. */
    private static long mac(IpPacket packet, int offset) {
        if (offset == IpPacket.NO_LINK_ADDRESS) {
            return 0;
        }
        ByteBuffer buffer = packet.linkBuffer();
        return Integer.toUnsignedLong(buffer.getInt(offset)) << Short.SIZE
                | Short.toUnsignedLong(buffer.getShort(offset + Integer.BYTES));
    }

    private static void putMac(long word, byte[] target) {
        for (int i = 0; i < MAC_LENGTH; i++) {
            target[i] = (byte) (word >>> (Long.SIZE - Byte.SIZE * (i + 1)));
        }
    }
}
