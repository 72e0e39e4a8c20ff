package org.ldpi.capture.internal.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/**
 * A stream as a channel that reads from it once for each call. That of {@link java.nio.channels.Channels} asks how much is
 * available, which named pipes do not know. Not thread-safe.
 */
final class StreamChannel implements ReadableByteChannel {
    private static final int MOST_AT_ONCE = 64 * 1024;

    private final InputStream stream;
    private final byte[] bytes = new byte[MOST_AT_ONCE];
    private boolean open = true;

    StreamChannel(InputStream stream) {
        this.stream = stream;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        int read = stream.read(bytes, 0, Math.min(bytes.length, target.remaining()));
        if (read > 0) {
            target.put(bytes, 0, read);
        }
        return read;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public void close() throws IOException {
        open = false;
        stream.close();
    }
}
