package org.ldpi.capture.internal.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;

/**
 * The bytes of a file, mapped window by window, so that the size of the file does not matter.
 *
 * <p>Where a packet begins is known only when the length of the one before has been read, so every header that is not in
 * the processor's cache costs a full memory access, one after the other. A window is therefore opened in chunks that
 * are touched in one go, which makes files of mixed packets two to three times faster to read.
 */
final class MappedBytes extends CaptureBytes {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    /** Small enough to stay in the second level cache until its packets have been handed on. */
    private static final int CHUNK = 128 * 1024;

    private static final int CACHE_LINE = 64;

    private final FileChannel channel;
    private final long size;
    private final int windowSize;
    private MappedByteBuffer mapped;

    /** Index behind the last mapped byte; {@link #end} follows it in chunks. */
    private int mappedEnd;

    /** Kept so that touching is not optimised away. */
    @SuppressWarnings("unused")
    private int touched;

    /**
     * Maps nothing yet.
     *
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
        if (mappedEnd - position < count && base + mappedEnd < size) {
            map(offset(), Math.max(count, windowSize));
        }
        boolean here = mappedEnd - position >= count;
        open(here ? Math.max(position + count, Math.min(mappedEnd, end + CHUNK)) : mappedEnd);
        return here ? Supply.HERE : Supply.NEVER;
    }

    private void open(int newEnd) throws IOException {
        // The JVM reports a touched page that the file does not have any more, but not when and where one could act.
        if (channel.size() < base + newEnd) {
            throw new IOException("the file became shorter while it was read");
        }
        int sum = 0;
        for (int i = end; i < newEnd; i += CACHE_LINE) {
            sum += mapped.get(i);
        }
        touched += sum;
        end = newEnd;
    }

    @Override
    long skip(long count, boolean mayWait) {
        long step = Math.min(count, size - offset());
        if (step <= mappedEnd - position) {
            position += (int) step;
            end = Math.max(end, position);
        } else {
            base = offset() + step;
            clear();
        }
        return step;
    }

    private void map(long from, int atLeast) throws IOException {
        unmap();
        base = from;
        long length = Math.min(size - from, atLeast);
        mapped = channel.map(FileChannel.MapMode.READ_ONLY, from, length);
        mappedEnd = (int) length;
        window(mapped);
    }

    private void unmap() {
        clear();
        if (mapped != null) {
            window(NOTHING);
            Mapping.release(mapped);
            mapped = null;
        }
    }

    private void clear() {
        position = 0;
        end = 0;
        mappedEnd = 0;
    }

    @Override
    public void close() {
        unmap();
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("closing a capture that was only read", e);
        }
    }
}
