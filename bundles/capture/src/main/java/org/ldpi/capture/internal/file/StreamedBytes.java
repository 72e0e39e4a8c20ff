package org.ldpi.capture.internal.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/**
 * The bytes of a file or stream, through one buffer that is used again and again.
 *
 * <p>Reading a file this way is twice as fast as walking over a mapping of it: where a packet begins is known only when
 * the length of the one before has been read, so that each header in memory is waited for, one after the other, while
 * what was just copied into a buffer of this size is in the processor's cache. Nor can a file that becomes shorter take
 * memory away from under a reader. The buffer is outside of the heap, as those of live captures are, so that the code
 * that decodes packets meets one kind of buffer only.
 */
final class StreamedBytes extends CaptureBytes {
    /** A stream whose bytes come at their own pace. */
    interface Input extends AutoCloseable {
        int NOTHING_YET = 0;
        int END = -1;

        /**
         * Reads some bytes into the rest of a buffer, and moves its position on.
         *
         * @param target with at least 1 byte left
         * @param mayWait whether it may wait, about 100 ms, when there are none
         * @return how many were read, {@link #NOTHING_YET} or {@link #END}
         */
        int read(ByteBuffer target, boolean mayWait) throws IOException;

        @Override
        void close();

        /** A channel that is read until it gives something: one of a regular file. */
        static Input of(ReadableByteChannel channel) {
            return new Input() {
                @Override
                public int read(ByteBuffer target, boolean mayWait) throws IOException {
                    return channel.read(target);
                }

                @Override
                public void close() {
                    try {
                        channel.close();
                    } catch (IOException e) {
                        throw new UncheckedIOException("closing a capture that was only read", e);
                    }
                }
            };
        }
    }

    private final Input input;
    private final BufferPool buffers;
    /** The window, to be written to. */
    private ByteBuffer room;

    private boolean ended;
    private boolean closed;
    private IOException failure;

    /** @param buffers where the buffer comes from; it grows when a record is longer and its bytes are there */
    StreamedBytes(Input input, BufferPool buffers) {
        this.input = input;
        this.buffers = buffers;
        use(buffers.take());
    }

    private void use(ByteBuffer buffer) {
        room = buffer;
        window(buffer.duplicate());
    }

    /** {@inheritDoc} What was read before the stream broke is handed on first. */
    @Override
    protected Supply supply(int count, boolean mayWait) throws IOException {
        boolean wait = mayWait;
        while (available() < count) {
            if (ended) {
                return end();
            }
            if (!fill(wait)) {
                return Supply.LATER;
            }
            wait = false;
        }
        return Supply.HERE;
    }

    @Override
    long skip(long count, boolean mayWait) throws IOException {
        boolean wait = mayWait;
        long left = count;
        while (true) {
            int step = (int) Math.min(left, available());
            position += step;
            left -= step;
            if (left == 0 || ended || !fill(wait)) {
                return count - left;
            }
            wait = false;
        }
    }

    private Supply end() throws IOException {
        if (failure != null) {
            throw failure;
        }
        return Supply.NEVER;
    }

    /** Reads once. False when nothing has come yet. */
    private boolean fill(boolean mayWait) {
        if (!makeRoom()) {
            return true;
        }
        try {
            int read = input.read(room.clear().position(end), mayWait);
            if (read == Input.END) {
                ended = true;
            } else if (read == Input.NOTHING_YET) {
                return false;
            } else {
                end += read;
            }
        } catch (IOException e) {
            // A channel over a decompressor reads several times before it returns.
            end = room.position();
            failure = e;
            ended = true;
        }
        return true;
    }

    /** False when there is none to be had, which ends the capture. */
    private boolean makeRoom() {
        if (position > 0) {
            move(room);
        }
        // Doubled only when full of bytes that are really there: a bogus length does not claim memory.
        if (end == room.capacity()) {
            ByteBuffer full = room;
            ByteBuffer larger;
            try {
                larger = ByteBuffer.allocateDirect((int) Math.min(Integer.MAX_VALUE - 8L, 2L * end));
            } catch (OutOfMemoryError e) {
                failure = new IOException("no memory for a record of more than " + end + " bytes", e);
                ended = true;
                return false;
            }
            move(larger);
            use(larger);
            buffers.giveBack(full);
        }
        return true;
    }

    /** Moves what is still ahead to the beginning of a buffer. */
    private void move(ByteBuffer target) {
        target.put(0, room.clear(), position, end - position);
        base += position;
        end -= position;
        position = 0;
    }

    @Override
    public void close() {
        input.close();
        if (!closed) {
            closed = true;
            buffers.giveBack(room);
        }
        ended = true;
        position = 0;
        end = 0;
    }
}
