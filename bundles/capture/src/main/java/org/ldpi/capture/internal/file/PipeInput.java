package org.ldpi.capture.internal.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * Standard input or a named pipe. A thread of its own reads it, since a read from a pipe waits as long as its writer
 * does, and a capture must not. A few chunks go round between the two threads; when they are full, the writer waits.
 */
final class PipeInput implements StreamedBytes.Input {
    private static final int CHUNKS = 4;
    private static final int CHUNK_SIZE = 256 * 1024;
    private static final long WAIT_MILLIS = 100;

    private static final class Chunk {
        private final byte[] bytes = new byte[CHUNK_SIZE];
        private int length;
        private IOException failure;
    }

    private final BlockingQueue<Chunk> free = new ArrayBlockingQueue<>(CHUNKS);
    private final BlockingQueue<Chunk> filled = new ArrayBlockingQueue<>(CHUNKS);
    private final Callable<InputStream> opener;
    private final Thread thread;
    private Chunk current;
    private int taken;

    /**
     * Starts to read.
     *
     * @param opener called in the reading thread, since opening a named pipe waits for its writer
     * @param name of the thread
     */
    PipeInput(Callable<InputStream> opener, String name) {
        this.opener = opener;
        for (int i = 0; i < CHUNKS; i++) {
            free.add(new Chunk());
        }
        thread = new Thread(this::pump, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void pump() {
        try (InputStream stream = opener.call()) {
            boolean more = true;
            while (more) {
                more = fill(stream, free.take());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Throwable e) {
            fail(e);
        }
    }

    /** False at the end, which an empty chunk marks. */
    private boolean fill(InputStream stream, Chunk chunk) throws InterruptedException {
        chunk.length = 0;
        try {
            chunk.length = Math.max(0, stream.read(chunk.bytes, 0, CHUNK_SIZE));
        } catch (IOException e) {
            chunk.failure = e;
        }
        filled.put(chunk);
        return chunk.length > 0;
    }

    private void fail(Throwable cause) {
        Chunk chunk = new Chunk();
        chunk.failure = cause instanceof IOException io ? io : new IOException(cause);
        // Where there is no room, the end is on its way already.
        filled.offer(chunk);
    }

    @Override
    public int read(ByteBuffer target, boolean mayWait) throws IOException {
        if (current == null) {
            current = next(mayWait);
            taken = 0;
            if (current == null) {
                return NOTHING_YET;
            }
        }
        if (current.failure != null) {
            throw current.failure;
        }
        if (current.length == 0) {
            return END;
        }
        int count = Math.min(target.remaining(), current.length - taken);
        target.put(current.bytes, taken, count);
        taken += count;
        if (taken == current.length) {
            free.add(current);
            current = null;
        }
        return count;
    }

    private Chunk next(boolean mayWait) {
        try {
            return mayWait ? filled.poll(WAIT_MILLIS, TimeUnit.MILLISECONDS) : filled.poll();
        } catch (InterruptedException e) {
            // The owner of the thread will see it.
            Thread.currentThread().interrupt();
            return null;
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
