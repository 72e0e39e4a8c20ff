package org.ldpi.flow;

/**
 * One record of 32 bytes for each flow that the table knows, open or decided: key, time last seen and state; and as many
 * bytes elsewhere for the addresses of IPv6. Flows are numbered by slots, 0 to capacity - 1. Not thread-safe.
 */
final class FlowRecords {
    /** State bits; the number of packets in the head is in {@link #PACKETS}, the head's number above all of them. */
    static final long PACKETS = 0x3F;

    /** The head is open. Without this bit the flow is decided. */
    static final long OPEN = 0x40;

    /** FIN or RST was seen. */
    static final long ENDED = 0x80;

    /** A packet came since the timer was armed. */
    static final long TOUCHED = 0x100;

    /** The first packet came from the key's second endpoint. */
    static final long REVERSED = 0x200;

    /** Bytes of storage that there are for each flow. */
    static final long BYTES_PER_FLOW = 2 * LongBlocks.BYTES;

    private static final int HEAD_SHIFT = Long.SIZE - OpenHeads.HEAD_BITS;
    private static final long FLAGS_AND_PACKETS = (1L << HEAD_SHIFT) - 1;

    private static final int ADDRESSES = 0;
    private static final int REST = 1;
    private static final int SEEN = 2;
    private static final int STATE = 3;

    private static final int FIRST_HIGH = 0;
    private static final int FIRST_LOW = 1;
    private static final int SECOND_HIGH = 2;
    private static final int SECOND_LOW = 3;

    private final FlowHash hashes;
    private final LongBlocks records;

    /** Addresses of IPv6. Which block it is, is in the half of {@link #ADDRESSES} that such a key leaves empty. */
    private final LongBlocks ipv6;

    FlowRecords(int capacity, boolean preallocated, FlowHash hashes) {
        this.hashes = hashes;
        this.records = new LongBlocks(capacity, preallocated);
        this.ipv6 = new LongBlocks(capacity, preallocated);
    }

    int used() {
        return records.used();
    }

    boolean full() {
        return records.full();
    }

    /** Takes a free slot for a key; the table must not be full. */
    int allocate(FlowKeyWords key) {
        int slot = records.take();
        long[] words = records.array(slot);
        int base = LongBlocks.base(slot);
        words[base + ADDRESSES] = key.isIpv4() ? key.addresses : key.addresses | keepIpv6(key);
        words[base + REST] = key.rest;
        return slot;
    }

    private int keepIpv6(FlowKeyWords key) {
        int block = ipv6.take();
        long[] words = ipv6.array(block);
        int base = LongBlocks.base(block);
        words[base + FIRST_HIGH] = key.firstHigh;
        words[base + FIRST_LOW] = key.firstLow;
        words[base + SECOND_HIGH] = key.secondHigh;
        words[base + SECOND_LOW] = key.secondLow;
        return block;
    }

    /** Gives a slot back. */
    void release(int slot) {
        if (!FlowKeyWords.isIpv4(rest(slot))) {
            ipv6.giveBack(ipv6Block(slot));
        }
        records.giveBack(slot);
    }

    /** Gives all slots back. */
    void clear() {
        records.clear();
        ipv6.clear();
    }

    boolean matches(int slot, FlowKeyWords key) {
        long[] words = records.array(slot);
        int base = LongBlocks.base(slot);
        if (words[base + REST] != key.rest) {
            return false;
        }
        return key.isIpv4()
                ? words[base + ADDRESSES] == key.addresses
                : ipv6Matches((int) words[base + ADDRESSES], key);
    }

    private boolean ipv6Matches(int block, FlowKeyWords key) {
        long[] words = ipv6.array(block);
        int base = LongBlocks.base(block);
        return words[base + FIRST_LOW] == key.firstLow
                && words[base + SECOND_LOW] == key.secondLow
                && words[base + FIRST_HIGH] == key.firstHigh
                && words[base + SECOND_HIGH] == key.secondHigh;
    }

    /** The hash of a slot's key. */
    int hash(int slot) {
        long rest = rest(slot);
        long addresses = addresses(slot);
        return hashes.of(FlowKeyWords.isIpv4(rest) ? addresses : addresses & FlowKeyWords.IPV6_HASH, rest);
    }

    long seen(int slot) {
        return records.array(slot)[LongBlocks.base(slot) + SEEN];
    }

    void seen(int slot, long nanos) {
        records.array(slot)[LongBlocks.base(slot) + SEEN] = nanos;
    }

    long state(int slot) {
        return records.array(slot)[LongBlocks.base(slot) + STATE];
    }

    void state(int slot, long state) {
        records.array(slot)[LongBlocks.base(slot) + STATE] = state;
    }

    /** The number of the head that a state refers to. */
    static long head(long state) {
        return state >>> HEAD_SHIFT;
    }

    /** The state of an open flow with one packet. */
    static long opened(long head, boolean reversed) {
        return head << HEAD_SHIFT | OPEN | (reversed ? REVERSED : 0) | 1;
    }

    /** The state with one packet more. */
    static long grown(long state, long head) {
        return (head << HEAD_SHIFT | (state & FLAGS_AND_PACKETS) | TOUCHED) + 1;
    }

    /** As {@link FlowKeyWords#addresses} where the key is one of IPv4. */
    long addresses(int slot) {
        return records.array(slot)[LongBlocks.base(slot) + ADDRESSES];
    }

    // Of keys of IPv6.

    long firstHigh(int slot) {
        return ipv6(slot, FIRST_HIGH);
    }

    long firstLow(int slot) {
        return ipv6(slot, FIRST_LOW);
    }

    long secondHigh(int slot) {
        return ipv6(slot, SECOND_HIGH);
    }

    long secondLow(int slot) {
        return ipv6(slot, SECOND_LOW);
    }

    private long ipv6(int slot, int word) {
        int block = ipv6Block(slot);
        return ipv6.array(block)[LongBlocks.base(block) + word];
    }

    private int ipv6Block(int slot) {
        return (int) addresses(slot);
    }

    /** As {@link FlowKeyWords#rest}. */
    long rest(int slot) {
        return records.array(slot)[LongBlocks.base(slot) + REST];
    }
}
