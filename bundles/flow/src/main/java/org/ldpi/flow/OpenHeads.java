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
 *
 * <p>The first row is apart from the others, as many flows never have another: they need no more memory than that.
 *
 * <p>A head is known by a number of {@value #HEAD_BITS} bits that says where both are.
 */
final class OpenHeads {
    /** Bits of a head's number. */
    static final int HEAD_BITS = 49;

    // The lower bits of a head's number are that of its first row, the upper ones that of the other rows, counted from
    // 1.
    private static final int FIRST_BITS = 24;
    private static final int FIRST = (1 << FIRST_BITS) - 1;

    private static final int WORDS_SHIFT = 2;
    private static final int START = 0;
    private static final int END = 1;
    private static final int SOURCE_MAC_AND_CAPTURE = 2;
    private static final int DESTINATION_MAC_AND_OUTER = 3;

    private static final int MAC_SHIFT = 16;
    private static final int OUTER_LENGTH = 0xFF;
    private static final int OUTER_BYTES = 2 * Ipv6.ADDRESS;

    /** Captures are numbered from 0 to less than this. */
    static final int CAPTURES = 1 << MAC_SHIFT;

    private static final int CHUNK_SHIFT = 12;
    private static final int CHUNK_HEADS = 1 << CHUNK_SHIFT;

    private final int rowLength;
    private final int capacity;
    private final ByteBlocks firstRows;
    private final ByteBlocks otherRows;
    private final long[][] words;
    // Addresses of tunnels. Where storage is not allocated at once, a chunk has none before the first tunnel.
    private final byte[][] outer;
    private int used;
    /** Where the last packet of each head is kept; null while none is. */
    private long[] kept;

    OpenHeads(SampleShape shape, int capacity, boolean preallocated) {
        this.rowLength = shape.bytes();
        this.capacity = capacity;
        this.firstRows = new ByteBlocks(rowLength, capacity, preallocated);
        this.otherRows = new ByteBlocks(Math.max(1, otherBytes(shape)), capacity, preallocated);
        this.words = new long[(capacity + CHUNK_HEADS - 1) >>> CHUNK_SHIFT][];
        this.outer = new byte[words.length][];
        for (int i = 0; preallocated && i < words.length; i++) {
            words[i] = new long[heads(i) << WORDS_SHIFT];
            outer[i] = new byte[OUTER_BYTES * heads(i)];
        }
    }

    /** Heads in a chunk. */
    private int heads(int number) {
        return Math.min(CHUNK_HEADS, capacity - (number << CHUNK_SHIFT));
    }

    static int bytesPerHead(SampleShape shape) {
        return ByteBlocks.bytesPerBlock(shape.bytes())
                + ByteBlocks.bytesPerBlock(otherBytes(shape))
                + (Long.BYTES << WORDS_SHIFT)
                + OUTER_BYTES;
    }

    private static int otherBytes(SampleShape shape) {
        return shape.size() - shape.bytes();
    }

    int used() {
        return used;
    }

    /** Takes a free head and begins it with a packet. */
    long allocate(IpPacket packet, int capture, Quantizer quantizer) {
        int head = firstRows.take();
        int chunk = head >>> CHUNK_SHIFT;
        if (words[chunk] == null) {
            words[chunk] = new long[heads(chunk) << WORDS_SHIFT];
        }
        used++;
        long nanos = packet.timestampNanos();
        int outerLength = packet.outerAddressLength();
        int base = base(head);
        long[] to = words[chunk];
        to[base + START] = nanos;
        to[base + END] = nanos;
        to[base + SOURCE_MAC_AND_CAPTURE] = mac(packet, packet.sourceMacOffset()) << MAC_SHIFT | capture;
        to[base + DESTINATION_MAC_AND_OUTER] = mac(packet, packet.destinationMacOffset()) << MAC_SHIFT | outerLength;
        if (outerLength > 0) {
            keepOuter(head, packet.outerAddresses(), 2 * outerLength);
        }
        quantizer.quantize(packet, firstRows.array(head), firstRows.offset(head), rowLength);
        return head;
    }

    private void keepOuter(int head, byte[] addresses, int length) {
        int chunk = head >>> CHUNK_SHIFT;
        if (outer[chunk] == null) {
            outer[chunk] = new byte[OUTER_BYTES * heads(chunk)];
        }
        System.arraycopy(addresses, 0, outer[chunk], OUTER_BYTES * (head & CHUNK_HEADS - 1), length);
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
    void keep(long head, boolean first, CapturedPacket packet, PacketStore store) {
        kept[first(head)] = store.keep(packet, first ? PacketStore.NOWHERE : kept[first(head)]);
    }

    /** Gives a head back. */
    void release(long head) {
        if (kept != null) {
            kept[first(head)] = PacketStore.NOWHERE;
        }
        firstRows.giveBack(first(head));
        if (hasOthers(head)) {
            otherRows.giveBack(others(head));
        }
        used--;
    }

    /** Gives all heads back. */
    void clear() {
        if (kept != null) {
            Arrays.fill(kept, PacketStore.NOWHERE);
        }
        firstRows.clear();
        otherRows.clear();
        used = 0;
    }

    /**
     * Takes a further packet.
     *
     * @param packets how many the head has
     * @return the number that the head has from now on
     */
    long append(long head, int packets, IpPacket packet, Quantizer quantizer) {
        long now = packets > 1 ? head : head | (otherRows.take() + 1L) << FIRST_BITS;
        int first = first(now);
        words(first)[base(first) + END] = packet.timestampNanos();
        int others = others(now);
        quantizer.quantize(
                packet, otherRows.array(others), otherRows.offset(others) + (packets - 1) * rowLength, rowLength);
        return now;
    }

    /** Reads what {@link #append} will write to, for nothing but to have it in the cache. */
    long touch(long head, int packets) {
        int first = first(head);
        long word = words(first)[base(first) + END];
        if (!hasOthers(head)) {
            return word;
        }
        int others = others(head);
        return word + otherRows.array(others)[otherRows.offset(others) + (packets - 1) * rowLength];
    }

    /** Copies what is stored of a head; rows from {@code packets} on become zero. Returns the number of its capture. */
    int copyTo(FlowHead target, long head, int packets) {
        int first = first(head);
        byte[] sample = target.sample();
        System.arraycopy(firstRows.array(first), firstRows.offset(first), sample, 0, rowLength);
        int written = packets * rowLength;
        if (hasOthers(head)) {
            int others = others(head);
            System.arraycopy(otherRows.array(others), otherRows.offset(others), sample, rowLength, written - rowLength);
        }
        Arrays.fill(sample, written, sample.length, (byte) 0);
        long[] from = words(first);
        long source = from[base(first) + SOURCE_MAC_AND_CAPTURE];
        long destination = from[base(first) + DESTINATION_MAC_AND_OUTER];
        putMac(source, target.sourceMac());
        putMac(destination, target.destinationMac());
        int outerLength = (int) destination & OUTER_LENGTH;
        if (outerLength > 0) {
            System.arraycopy(
                    outer[first >>> CHUNK_SHIFT],
                    OUTER_BYTES * (first & CHUNK_HEADS - 1),
                    target.outerAddresses(),
                    0,
                    2 * outerLength);
        }
        target.outer(outerLength);
        target.keptAt(kept == null ? PacketStore.NOWHERE : kept[first]);
        return (int) source & CAPTURES - 1;
    }

    long startNanos(long head) {
        return words(first(head))[base(first(head)) + START];
    }

    long endNanos(long head) {
        return words(first(head))[base(first(head)) + END];
    }

    private static int first(long head) {
        return (int) head & FIRST;
    }

    private static boolean hasOthers(long head) {
        return head > FIRST;
    }

    private static int others(long head) {
        return (int) (head >>> FIRST_BITS) - 1;
    }

    private long[] words(int first) {
        return words[first >>> CHUNK_SHIFT];
    }

    /** Where the words of a head begin in their chunk. */
    private static int base(int first) {
        return (first & CHUNK_HEADS - 1) << WORDS_SHIFT;
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
        BigEndian.putInt(target, 0, (int) (word >>> Integer.SIZE));
        BigEndian.putShort(target, Integer.BYTES, (int) (word >>> MAC_SHIFT));
    }
}
