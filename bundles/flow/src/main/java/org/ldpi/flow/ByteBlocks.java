package org.ldpi.flow;

/**
 * Numbered blocks of bytes, all of one length. Allocated at once, or chunk by chunk as more of them are taken at a time.
 * Not thread-safe.
 */
final class ByteBlocks {
    private static final int MAX_CHUNK_BYTES = 1 << 18;

    private final int length;
    private final int capacity;
    private final int chunkShift;
    private final byte[][] chunks;
    // For each block that was given back, the one given back before it.
    private final int[][] next;
    // The last ones given back are taken first: they are the ones in the cache.
    private int free = SlotLists.NONE;
    private int untouched;

    /**
     * @param length bytes of a block, 1 to 2<sup>18</sup>
     * @param capacity the most blocks that are taken at a time
     */
    ByteBlocks(int length, int capacity, boolean preallocated) {
        this.length = length;
        this.capacity = capacity;
        this.chunkShift = 31 - Integer.numberOfLeadingZeros(MAX_CHUNK_BYTES / length);
        int perChunk = 1 << chunkShift;
        this.chunks = new byte[(capacity + perChunk - 1) / perChunk][];
        this.next = new int[chunks.length][];
        for (int i = 0; preallocated && i < chunks.length; i++) {
            allocateChunk(i);
        }
    }

    private void allocateChunk(int number) {
        int blocks = Math.min(1 << chunkShift, capacity - (number << chunkShift));
        chunks[number] = new byte[length * blocks];
        next[number] = new int[blocks];
    }

    /** Bytes that are allocated for each block. */
    static int bytesPerBlock(int length) {
        return length + Integer.BYTES;
    }

    /** Takes a block, whose bytes are whatever they are; there must be one left. */
    int take() {
        int block = free;
        if (block != SlotLists.NONE) {
            free = next[block >>> chunkShift][index(block)];
            return block;
        }
        block = untouched++;
        if (chunks[block >>> chunkShift] == null) {
            allocateChunk(block >>> chunkShift);
        }
        return block;
    }

    /** Gives a block back. */
    void giveBack(int block) {
        next[block >>> chunkShift][index(block)] = free;
        free = block;
    }

    /** Gives all blocks back. */
    void clear() {
        free = SlotLists.NONE;
        untouched = 0;
    }

    /** What a block is in, from {@link #offset} on. */
    byte[] array(int block) {
        return chunks[block >>> chunkShift];
    }

    int offset(int block) {
        return index(block) * length;
    }

    private int index(int block) {
        return block & (1 << chunkShift) - 1;
    }
}
