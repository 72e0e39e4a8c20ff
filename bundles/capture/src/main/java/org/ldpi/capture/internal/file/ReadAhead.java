package org.ldpi.capture.internal.file;

import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * A capture that a thread of its own reads, while what it has read becomes flows. A pipe is read so since a read from it
 * waits as long as its writer does, and a capture must not; a compressed file, since unpacking it takes longer than all that is
 * done with its packets.
 *
 * <p>A few chunks go round between the two threads; when they are full, the reading one waits.
 */
final class ReadAhead implements Chunks {
    private static final int CHUNKS = 4;
    private static final long WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Callable<ReadableByteChannel> opener;
    private final boolean paced;
    private final ChunkPool pool;
    private final Thread thread;

    // All below is guarded by this.
    private final Queue<Chunk> free = new ArrayDeque<>(CHUNKS);
    private final Queue<Chunk> filled = new ArrayDeque<>(CHUNKS);
    private int made;
    private IOException failure;
    private boolean finished;
    private boolean closed;

    /**
     * Starts to read.
     *
     * @param opener called in the reading thread, since opening a named pipe waits for its writer
     * @param paced whether bytes come at their own pace: they are handed on as they come then, and waited for a short while
     *     only
     * @param name of the thread
     */
    ReadAhead(Callable<ReadableByteChannel> opener, boolean paced, ChunkPool pool, String name) {
        this.opener = opener;
        this.paced = paced;
        this.pool = pool;
        thread = new Thread(this::run, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try (ReadableByteChannel channel = opener.call()) {
            boolean more = true;
            while (more) {
                Chunk chunk = toFill();
                if (chunk == null) {
                    return;
                }
                try {
                    more = chunk.fill(channel, !paced);
                } finally {
                    handOn(chunk);
                }
            }
            finish(null);
        } catch (IOException e) {
            finish(e);
        } catch (InterruptedException e) {
            // Closed while it waited; nobody asks for more.
            finish(null);
        } catch (Throwable e) {
            finish(new IOException(e));
        }
    }

    /** Null when this is closed. */
    private synchronized Chunk toFill() throws InterruptedException {
        while (!closed && free.isEmpty() && made == CHUNKS) {
            wait();
        }
        if (closed) {
            return null;
        }
        if (free.isEmpty()) {
            made++;
            return pool.take();
        }
        return free.remove();
    }

    private synchronized void handOn(Chunk chunk) {
        if (closed) {
            pool.giveBack(chunk);
        } else if (chunk.end() > chunk.begin()) {
            filled.add(chunk);
            notifyAll();
        } else {
            free.add(chunk);
        }
    }

    private synchronized void finish(IOException cause) {
        failure = cause;
        finished = true;
        notifyAll();
    }

    @Override
    public synchronized Chunk next(boolean mayWait) throws IOException {
        long since = System.nanoTime();
        try {
            while (filled.isEmpty() && !finished && !closed && waitsOn(mayWait, since)) {
                TimeUnit.NANOSECONDS.timedWait(this, WAIT_NANOS);
            }
        } catch (InterruptedException e) {
            // The owner of the thread will see it.
            Thread.currentThread().interrupt();
        }
        if (filled.isEmpty() && failure != null) {
            throw failure;
        }
        return filled.poll();
    }

    private boolean waitsOn(boolean mayWait, long since) {
        return !paced || (mayWait && System.nanoTime() - since < WAIT_NANOS);
    }

    @Override
    public synchronized boolean ended() {
        return (finished || closed) && filled.isEmpty();
    }

    @Override
    public synchronized void giveBack(Chunk chunk) {
        if (closed) {
            pool.giveBack(chunk);
        } else {
            free.add(chunk);
            notifyAll();
        }
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            free.forEach(pool::giveBack);
            filled.forEach(pool::giveBack);
            free.clear();
            filled.clear();
            notifyAll();
            thread.interrupt();
        }
    }
}
