package org.ldpi.capture.internal.file;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Buffers outside of the heap for captures that are read one after the other: one is kept for the next. The packet path
 * makes so little garbage that the collector, which frees such buffers otherwise, hardly ever runs. Thread-safe.
 */
final class BufferPool {
    private final int size;
    private final AtomicReference<ByteBuffer> spare = new AtomicReference<>();

    /** @param size bytes of a buffer, at least 1 */
    BufferPool(int size) {
        this.size = size;
    }

    /** A buffer of the pool's size. */
    ByteBuffer take() {
        ByteBuffer kept = spare.getAndSet(null);
        return kept != null ? kept : ByteBuffer.allocateDirect(size);
    }

    /** Gives back a buffer that nobody will touch any more; one of another size is let go. */
    void giveBack(ByteBuffer buffer) {
        if (buffer.capacity() == size) {
            spare.set(buffer);
        }
    }
}
