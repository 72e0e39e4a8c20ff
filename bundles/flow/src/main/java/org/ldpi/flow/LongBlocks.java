package org.ldpi.flow;

/**
 * Numbered blocks of four longs, from 0 to capacity - 1. Allocated at once, or chunk by chunk as more of them are taken at a
 * time. Not thread-safe.
 */
final class LongBlocks {
    private static final int WORDS_SHIFT = 2;

    /** Bytes of a block. */
    static final int BYTES = Long.BYTES << WORDS_SHIFT;

    private static final int CHUNK_SHIFT = 12;
    private static final int CHUNK_BLOCKS = 1 << CHUNK_SHIFT;

    private final int capacity;
    private final long[][] chunks;
    private int used;
    // Blocks from here on have never been taken since the last clear, so that they cost only the memory that is needed.
    private int untouched;
    // The last one given back; in its first word is the one given back before it.
    private int free = SlotLists.NONE;

    /** @param capacity the most blocks that are taken at a time */
    LongBlocks(int capacity, boolean preallocated) {
        this.capacity = capacity;
        this.chunks = new long[(capacity + CHUNK_BLOCKS - 1) >>> CHUNK_SHIFT][];
        for (int i = 0; preallocated && i < chunks.length; i++) {
            allocateChunk(i);
        }
    }

    private void allocateChunk(int number) {
        int blocks = Math.min(CHUNK_BLOCKS, capacity - (number << CHUNK_SHIFT));
        chunks[number] = new long[blocks << WORDS_SHIFT];
    }

    /** Blocks that are taken. */
    int used() {
        return used;
    }

    boolean full() {
        return used == capacity;
    }

    /** Takes a block, whose words are whatever they are; there must be one left. */
    int take() {
        used++;
        int block = free;
        if (block != SlotLists.NONE) {
            free = (int) array(block)[base(block)];
            return block;
        }
        block = untouched++;
        if (array(block) == null) {
            allocateChunk(block >>> CHUNK_SHIFT);
        }
        return block;
    }

    /** Gives a block back. */
    void giveBack(int block) {
        array(block)[base(block)] = free;
        free = block;
        used--;
    }

    /** Gives all blocks back. */
    void clear() {
        used = 0;
        untouched = 0;
        free = SlotLists.NONE;
    }

    /** What a block is in, from {@link #base} on. */
    long[] array(int block) {
        return chunks[block >>> CHUNK_SHIFT];
    }

    static int base(int block) {
        return (block & CHUNK_BLOCKS - 1) << WORDS_SHIFT;
    }
}
