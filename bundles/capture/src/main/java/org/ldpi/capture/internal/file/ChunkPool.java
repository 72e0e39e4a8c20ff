package org.ldpi.capture.internal.file;

import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Chunks for captures that are read one after the other: some are kept for the next. The packet path makes so little garbage
 * that the collector, which frees buffers outside of the heap otherwise, hardly ever runs. Thread-safe.
 */
final class ChunkPool {
    private static final int MOST_KEPT = 8;

    private final int size;
    private final Queue<Chunk> kept = new ArrayDeque<>(MOST_KEPT);

    /** @param size the most bytes of a chunk, at least 1 */
    ChunkPool(int size) {
        this.size = size;
    }

    synchronized Chunk take() {
        Chunk chunk = kept.poll();
        return chunk != null ? chunk : new Chunk(size);
    }

    /** Gives back a chunk that nobody will touch any more. */
    synchronized void giveBack(Chunk chunk) {
        if (kept.size() < MOST_KEPT) {
            kept.add(chunk);
        }
    }
}
