package org.ldpi.capture.internal.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;

/** The bytes of a file, mapped window by window, so that the size of the file does not matter. */
final class MappedBytes extends CaptureBytes {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final FileChannel channel;
    private final long size;
    private final int windowSize;
    private MappedByteBuffer mapped;

    /**
     * @param channel closed with this object
     * @param windowSize bytes mapped at once, at least 1; a record longer than that gets a longer window
     */
    MappedBytes(FileChannel channel, int windowSize) throws IOException {
        this.channel = channel;
        this.size = channel.size();
        this.windowSize = windowSize;
    }

    @Override
    protected Supply supply(int count, boolean mayWait) throws IOException {
        long from = offset();
        if (from + available() < size) {
            map(from, Math.min(size - from, Math.max(count, windowSize)));
        }
        return available() >= count ? Supply.HERE : Supply.NEVER;
    }

    @Override
    long skip(long count, boolean mayWait) {
        long step = Math.min(count, size - offset());
        if (step <= available()) {
            position += (int) step;
        } else {
            base = offset() + step;
            position = 0;
            end = 0;
        }
        return step;
    }

    private void map(long from, long length) throws IOException {
        unmap();
        base = from;
        position = 0;
        end = 0;
        mapped = channel.map(FileChannel.MapMode.READ_ONLY, from, length);
        end = (int) length;
        window(mapped);
    }

    private void unmap() {
        if (mapped != null) {
            window(NOTHING);
            Mapping.release(mapped);
            mapped = null;
        }
    }

    @Override
    public void close() {
        position = 0;
        end = 0;
        unmap();
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("closing a capture that was only read", e);
        }
    }
}
