package org.ldpi.capture.internal.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ReadableByteChannel;

/**
 * A file that is read by who wants its packets, when it wants them. To read plain files ahead in a thread of its own gains
 * hardly a tenth where a processor is free for it, and loses as much where none is. Not thread-safe.
 */
final class ReadOnDemand implements Chunks {
    private final ReadableByteChannel channel;
    private final ChunkPool pool;
    private boolean ended;
    private IOException failure;

    ReadOnDemand(ReadableByteChannel channel, ChunkPool pool) {
        this.channel = channel;
        this.pool = pool;
    }

    @Override
    public Chunk next(boolean mayWait) throws IOException {
        if (failure != null) {
            throw failure;
        }
        if (ended) {
            return null;
        }
        Chunk chunk = pool.take();
        try {
            ended = !chunk.fill(channel, true);
        } catch (IOException e) {
            failure = e;
        }
        if (chunk.end() > chunk.begin()) {
            return chunk;
        }
        pool.giveBack(chunk);
        return next(mayWait);
    }

    @Override
    public boolean ended() {
        return ended;
    }

    @Override
    public void giveBack(Chunk chunk) {
        pool.giveBack(chunk);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("closing a capture that was only read", e);
        }
    }
}
