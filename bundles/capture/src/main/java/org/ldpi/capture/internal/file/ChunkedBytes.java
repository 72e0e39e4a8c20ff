package org.ldpi.capture.internal.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The bytes of a capture that comes in chunks. The window is one chunk and what is left of the one before it; only for a
 * record that is longer than that it is a buffer of its own.
 *
 * <p>Reading a file this way is twice as fast as walking over a mapping of it: where a packet begins is known only when
 * the length of the one before has been read, so that each header in memory is waited for, one after the other, while
 * what was just copied into a chunk is in one of the processor's caches. Nor can a file that becomes shorter take
 * memory away from under a reader.
 */
final class ChunkedBytes extends CaptureBytes {
    private final Chunks chunks;

    /** What the window is in; null before the first, and where the window is a buffer of its own. */
    private Chunk current;

    private IOException failure;
    private boolean closed;

    ChunkedBytes(Chunks chunks) {
        this.chunks = chunks;
    }

    /** {@inheritDoc} What was read before the capture broke is handed on first. */
    @Override
    protected Supply supply(int count, boolean mayWait) throws IOException {
        boolean wait = mayWait;
        while (available() < count) {
            if (!more(wait)) {
                return end();
            }
            wait = false;
        }
        return Supply.HERE;
    }

    private Supply end() throws IOException {
        if (failure != null) {
            throw failure;
        }
        return closed || chunks.ended() ? Supply.NEVER : Supply.LATER;
    }

    @Override
    long skip(long count, boolean mayWait) throws IOException {
        boolean wait = mayWait;
        long left = count;
        while (true) {
            int step = (int) Math.min(left, available());
            position += step;
            left -= step;
            if (left == 0 || !more(wait)) {
                return count - left;
            }
            wait = false;
        }
    }

    /** Puts the next chunk behind what is left. False when there is none, or none yet. */
    private boolean more(boolean mayWait) {
        if (failure != null || closed) {
            return false;
        }
        Chunk chunk;
        try {
            chunk = chunks.next(mayWait);
        } catch (IOException e) {
            failure = e;
            return false;
        }
        if (chunk == null) {
            return false;
        }
        int left = available();
        if (left <= chunk.begin()) {
            put(chunk);
            return true;
        }
        try {
            return append(chunk);
        } finally {
            chunks.giveBack(chunk);
        }
    }

    /** What is left goes before the chunk. */
    private void put(Chunk chunk) {
        int left = available();
        int begin = chunk.begin() - left;
        chunk.buffer().put(begin, buffer, position, left);
        use(chunk.buffer(), chunk.littleEndian(), begin, chunk.end());
        current = chunk;
    }

    /** What is left, too long for that, and the chunk go into a buffer of their own. */
    private boolean append(Chunk chunk) {
        int left = available();
        int length = chunk.end() - chunk.begin();
        if (current == null && buffer.capacity() - end >= length) {
            buffer.put(end, chunk.buffer(), chunk.begin(), length);
            end += length;
            return true;
        }
        ByteBuffer own;
        try {
            // Doubled only when full of bytes that are really there: a bogus length does not claim memory.
            own = ByteBuffer.allocateDirect(
                    (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(2L * left, left + (long) length)));
        } catch (OutOfMemoryError e) {
            failure = new IOException("no memory for a record of more than " + left + " bytes", e);
            return false;
        }
        own.put(0, buffer, position, left);
        own.put(left, chunk.buffer(), chunk.begin(), length);
        use(own, own.duplicate().order(ByteOrder.LITTLE_ENDIAN), 0, left + length);
        return true;
    }

    private void use(ByteBuffer bigEndian, ByteBuffer littleEndian, int from, int to) {
        if (current != null) {
            chunks.giveBack(current);
            current = null;
        }
        base += position - from;
        position = from;
        end = to;
        window(bigEndian, littleEndian);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            chunks.close();
            if (current != null) {
                chunks.giveBack(current);
            }
        }
        position = 0;
        end = 0;
    }
}
