package org.ldpi.flow;

import java.util.Arrays;

/**
 * One record of 64 bytes for each flow that the table knows, open or decided: key, time last seen, state and hash. Flows
 * are numbered by slots, 0 to capacity - 1. Storage is allocated at once, or doubled when there are more flows at a time.
 * Not thread-safe.
 */
final class FlowRecords {
    /** State bits; the number of packets in the head is in {@link #PACKETS}, the head's number in the high half. */
    static final long PACKETS = 0x3F;

    /** The head is open. Without this bit the flow is decided. */
    static final long OPEN = 0x40;

    /** FIN or RST was seen. */
    static final long ENDED = 0x80;

    /** A packet came since the timer was armed. */
    static final long TOUCHED = 0x100;

    /** The first packet came from the key's second endpoint. */
    static final long REVERSED = 0x200;

    private static final int HEAD_SHIFT = 32;

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

    private static final int FIRST_SLOTS = 1 << 14;

    private final int capacity;
    private long[] words;
    private int used;
    // Slots from here on have never been used since the last clear, so that a table costs only the memory it needs.
    private int untouched;
    private int free = SlotLists.NONE;

    FlowRecords(int capacity, boolean preallocated) {
        this.capacity = capacity;
        this.words = new long[base(preallocated ? capacity : Math.min(capacity, FIRST_SLOTS))];
    }

    private void grow() {
        words = Arrays.copyOf(words, base((int) Math.min(capacity, 2L * untouched)));
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
            free = (int) (words[base(slot) + HASH_AND_NEXT_FREE] >>> 32);
        } else {
            slot = untouched++;
            if (base(slot) == words.length) {
                grow();
            }
        }
        used++;
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
        words[base(slot) + HASH_AND_NEXT_FREE] = (long) free << 32;
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
        int base = base(slot);
        return words[base + REST] == key.rest
                && words[base + FIRST_LOW] == key.firstLow
                && words[base + SECOND_LOW] == key.secondLow
                && words[base + FIRST_HIGH] == key.firstHigh
                && words[base + SECOND_HIGH] == key.secondHigh;
    }

    int hash(int slot) {
        return (int) words[base(slot) + HASH_AND_NEXT_FREE];
    }

    long seen(int slot) {
        return words[base(slot) + SEEN];
    }

    void seen(int slot, long nanos) {
        words[base(slot) + SEEN] = nanos;
    }

    long state(int slot) {
        return words[base(slot) + STATE];
    }

    void state(int slot, long state) {
        words[base(slot) + STATE] = state;
    }

    /** The number of the head that a state refers to. */
    static int head(long state) {
        return (int) (state >>> HEAD_SHIFT);
    }

    /** The state of an open flow without packets. */
    static long opened(int head, boolean reversed) {
        return (long) head << HEAD_SHIFT | OPEN | (reversed ? REVERSED : 0);
    }

    long firstHigh(int slot) {
        return words[base(slot) + FIRST_HIGH];
    }

    long firstLow(int slot) {
        return words[base(slot) + FIRST_LOW];
    }

    long secondHigh(int slot) {
        return words[base(slot) + SECOND_HIGH];
    }

    long secondLow(int slot) {
        return words[base(slot) + SECOND_LOW];
    }

    /** As {@link FlowKeyWords#rest}. */
    long rest(int slot) {
        return words[base(slot) + REST];
    }

    private static int base(int slot) {
        return ALIGNMENT + (slot << WORDS_SHIFT);
    }
}
