package org.ldpi.flow;

/**
 * One record of 64 bytes for each flow that the table knows, open or decided: key, time last seen, state and hash. Flows
 * are numbered by slots, 0 to capacity - 1. Storage is allocated at once, or chunk by chunk as there are more flows at a time.
 * Not thread-safe.
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

    private static final int HEAD_SHIFT = Long.SIZE - OpenHeads.HEAD_BITS;
    private static final long FLAGS_AND_PACKETS = (1L << HEAD_SHIFT) - 1;

    private static final int WORDS_SHIFT = 3;
    private static final int FIRST_HIGH = 0;
    private static final int FIRST_LOW = 1;
    private static final int SECOND_HIGH = 2;
    private static final int SECOND_LOW = 3;
    private static final int REST = 4;
    private static final int SEEN = 5;
    private static final int STATE = 6;
    private static final int HASH_AND_NEXT_FREE = 7;

    // Array elements begin 16 bytes behind a large array's aligned start: six words on, records fit cache lines.
    private static final int ALIGNMENT = 6;

    private static final int CHUNK_SHIFT = 14;
    private static final int CHUNK_SLOTS = 1 << CHUNK_SHIFT;

    private final int capacity;
    private final long[][] chunks;
    private int used;
    // Slots from here on have never been used since the last clear, so that a table costs only the memory it needs.
    private int untouched;
    private int free = SlotLists.NONE;

    FlowRecords(int capacity, boolean preallocated) {
        this.capacity = capacity;
        this.chunks = new long[(capacity + CHUNK_SLOTS - 1) >>> CHUNK_SHIFT][];
        for (int i = 0; preallocated && i < chunks.length; i++) {
            allocateChunk(i);
        }
    }

    private void allocateChunk(int number) {
        int slots = Math.min(CHUNK_SLOTS, capacity - (number << CHUNK_SHIFT));
        chunks[number] = new long[ALIGNMENT + (slots << WORDS_SHIFT)];
    }

    int used() {
        return used;
    }

    boolean full() {
        return used == capacity;
    }

    /** Takes a free slot for a key; the table must not be full. */
    int allocate(FlowKeyWords key) {
        int slot = free;
        if (slot != SlotLists.NONE) {
            free = (int) (words(slot)[base(slot) + HASH_AND_NEXT_FREE] >>> 32);
        } else {
            slot = untouched++;
            if (words(slot) == null) {
                allocateChunk(slot >>> CHUNK_SHIFT);
            }
        }
        used++;
        long[] words = words(slot);
        int base = base(slot);
        words[base + FIRST_HIGH] = key.firstHigh;
        words[base + FIRST_LOW] = key.firstLow;
        words[base + SECOND_HIGH] = key.secondHigh;
        words[base + SECOND_LOW] = key.secondLow;
        words[base + REST] = key.rest;
        words[base + HASH_AND_NEXT_FREE] = Integer.toUnsignedLong(key.hash);
        return slot;
    }

    /** Gives a slot back. */
    void release(int slot) {
        words(slot)[base(slot) + HASH_AND_NEXT_FREE] = (long) free << 32;
        free = slot;
        used--;
    }

    /** Gives all slots back. */
    void clear() {
        used = 0;
        untouched = 0;
        free = SlotLists.NONE;
    }

    boolean matches(int slot, FlowKeyWords key) {
        long[] words = words(slot);
        int base = base(slot);
        return words[base + REST] == key.rest
                && words[base + FIRST_LOW] == key.firstLow
                && words[base + SECOND_LOW] == key.secondLow
                && words[base + FIRST_HIGH] == key.firstHigh
                && words[base + SECOND_HIGH] == key.secondHigh;
    }

    int hash(int slot) {
        return (int) words(slot)[base(slot) + HASH_AND_NEXT_FREE];
    }

    long seen(int slot) {
        return words(slot)[base(slot) + SEEN];
    }

    void seen(int slot, long nanos) {
        words(slot)[base(slot) + SEEN] = nanos;
    }

    long state(int slot) {
        return words(slot)[base(slot) + STATE];
    }

    void state(int slot, long state) {
        words(slot)[base(slot) + STATE] = state;
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

    long firstHigh(int slot) {
        return words(slot)[base(slot) + FIRST_HIGH];
    }

    long firstLow(int slot) {
        return words(slot)[base(slot) + FIRST_LOW];
    }

    long secondHigh(int slot) {
        return words(slot)[base(slot) + SECOND_HIGH];
    }

    long secondLow(int slot) {
        return words(slot)[base(slot) + SECOND_LOW];
    }

    /** As {@link FlowKeyWords#rest}. */
    long rest(int slot) {
        return words(slot)[base(slot) + REST];
    }

    private long[] words(int slot) {
        return chunks[slot >>> CHUNK_SHIFT];
    }

    private static int base(int slot) {
        return ALIGNMENT + ((slot & CHUNK_SLOTS - 1) << WORDS_SHIFT);
    }
}
