package org.ldpi.capture.internal.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** The bytes of a stream, through one buffer that is used again and again. */
final class StreamedBytes extends CaptureBytes {
    /** A stream whose bytes come at their own pace. */
    interface Input extends AutoCloseable {
        int NOTHING_YET = 0;
        int END = -1;

        /**
         * Reads some bytes.
         *
         * @param length at least 1
         * @param mayWait whether it may wait, about 100 ms, when there are none
         * @return how many were read, {@link #NOTHING_YET} or {@link #END}
         */
        int read(byte[] target, int offset, int length, boolean mayWait) throws IOException;

        @Override
        void close();

        /** A stream that is read until it gives something: one of a regular file. */
        static Input of(InputStream stream) {
            return new Input() {
                @Override
                public int read(byte[] target, int offset, int length, boolean mayWait) throws IOException {
                    return stream.read(target, offset, length);
                }

                @Override
                public void close() {
                    try {
                        stream.close();
                    } catch (IOException e) {
                        throw new UncheckedIOException("closing a capture that was only read", e);
                    }
                }
            };
        }
    }

    private final Input input;
    private byte[] bytes;
    private boolean ended;
    private IOException failure;

    /** @param bufferSize bytes read at once, at least 1; grows when a record is longer and its bytes are there */
    StreamedBytes(Input input, int bufferSize) {
        this.input = input;
        this.bytes = new byte[bufferSize];
        window(ByteBuffer.wrap(bytes));
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
        makeRoom();
        try {
            int read = input.read(bytes, end, bytes.length - end, mayWait);
            if (read == Input.END) {
                ended = true;
            } else if (read == Input.NOTHING_YET) {
                return false;
            } else {
                end += read;
            }
        } catch (IOException e) {
            failure = e;
            ended = true;
        }
        return true;
    }

    private void makeRoom() {
        if (position > 0) {
            System.arraycopy(bytes, position, bytes, 0, end - position);
            base += position;
            end -= position;
            position = 0;
        }
        // Doubled only when full of bytes that are really there: a bogus length does not claim memory.
        if (end == bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 8L, 2L * bytes.length));
            window(ByteBuffer.wrap(bytes));
        }
    }

    @Override
    public void close() {
        input.close();
        ended = true;
        position = 0;
        end = 0;
    }
}
