package org.ldpi.sensor;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.ldpi.api.capture.Capture;
import org.ldpi.api.capture.CaptureException;
import org.ldpi.api.capture.CaptureStatistics;
import org.ldpi.api.packet.CapturedPacket;
import org.ldpi.api.packet.PacketHandler;

/**
 * One capture for several threads, each of which gets every packet in order, from a capture of its own.
 *
 * <p>A thread of this one reads, and copies what comes into {@value #BATCHES} batches. When the slowest of the others has
 * not released one yet, it waits: a file waits with it, packets of an interface wait in the kernel and are counted there
 * when they are dropped. A reader that leaves before the end ends the capture for all.
 */
final class SharedCapture {
    private static final int BATCHES = 8;
    private static final int MOST_AT_ONCE = 32;
    private static final long POLL_MILLIS = 100;

    private final Capture source;
    private final BlockingQueue<PacketBatch> free = new ArrayBlockingQueue<>(BATCHES);
    private final List<Reader> readers = new ArrayList<>();
    private final Thread thread;
    private volatile boolean closed;

    /** The batch that is filled. */
    private PacketBatch filling;

    /**
     * Takes over a capture and begins to read it.
     *
     * @param count how many threads get the packets
     */
    SharedCapture(Capture source, int count) {
        this.source = source;
        for (int i = 0; i < BATCHES; i++) {
            free.add(new PacketBatch());
        }
        for (int i = 0; i < count; i++) {
            readers.add(new Reader());
        }
        thread = new Thread(this::read, "ldpi-sensor-capture");
        thread.setDaemon(true);
        thread.start();
    }

    /** What each thread polls. */
    List<Capture> captures() {
        return List.copyOf(readers);
    }

    private void read() {
        try {
            filling = take();
            boolean ended = false;
            while (!ended && !closed) {
                ended = poll();
                if (ended || !filling.isEmpty()) {
                    publish();
                }
            }
        } catch (InterruptedException e) {
            // Only close() interrupts; the readers see that it is closed.
            Thread.currentThread().interrupt();
        } finally {
            source.close();
        }
    }

    private boolean poll() throws InterruptedException {
        try {
            if (source.poll(this::copy, PacketBatch.PACKETS) != Capture.END) {
                return false;
            }
            filling.end();
        } catch (CaptureException e) {
            filling.end(e);
        } catch (Interrupted e) {
            throw (InterruptedException) new InterruptedException("while the batches were full").initCause(e);
        } catch (RuntimeException | Error e) {
            filling.end(new CaptureException(source.name() + ": broke: " + e, e));
        }
        return true;
    }

    private void copy(CapturedPacket packet) {
        if (!filling.hasRoom(packet)) {
            try {
                publish();
            } catch (InterruptedException e) {
                throw new Interrupted(e);
            }
        }
        filling.add(packet);
    }

    private void publish() throws InterruptedException {
        PacketBatch full = filling;
        full.share(readers.size());
        for (Reader reader : readers) {
            // Has room for all batches that there are.
            reader.batches.add(full);
        }
        if (!full.isLast()) {
            filling = take();
        }
    }

    private PacketBatch take() throws InterruptedException {
        PacketBatch batch = free.take();
        batch.clear();
        return batch;
    }

    private void close() {
        closed = true;
        thread.interrupt();
    }

    /** Carries an interrupt through a packet handler. */
    private static final class Interrupted extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Interrupted(InterruptedException cause) {
            super(cause);
        }
    }

    /** The packets for one thread. */
    private final class Reader implements Capture {
        private final BlockingQueue<PacketBatch> batches = new ArrayBlockingQueue<>(BATCHES);
        private final CapturedPacket[] packets = new CapturedPacket[MOST_AT_ONCE];
        private PacketBatch batch;
        private ByteBuffer bytes;
        private int next;
        private boolean ended;

        Reader() {
            for (int i = 0; i < packets.length; i++) {
                packets[i] = new CapturedPacket();
            }
        }

        @Override
        public String name() {
            return source.name();
        }

        @Override
        public boolean live() {
            return source.live();
        }

        @Override
        public int poll(PacketHandler handler, int limit) throws CaptureException {
            if (ended || closed || !arrived()) {
                return ended || closed ? END : 0;
            }
            int count = Math.min(limit, batch.count() - next);
            int end = next + count;
            while (next < end) {
                int shown = batch.show(next, bytes, packets, end - next);
                next += shown;
                handler.onPackets(packets, shown);
            }
            if (count > 0) {
                return count;
            }
            // Behind the last packet of the last batch.
            ended = true;
            CaptureException failure = batch.failure();
            release();
            if (failure != null) {
                throw failure;
            }
            return END;
        }

        /** Whether there is a packet, or the end. */
        private boolean arrived() {
            while (batch == null || (next == batch.count() && !batch.isLast())) {
                if (batch != null) {
                    release();
                }
                try {
                    batch = batches.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return false;
                }
                if (batch == null) {
                    return false;
                }
                next = 0;
                bytes = batch.view();
            }
            return true;
        }

        private void release() {
            PacketBatch done = batch;
            batch = null;
            bytes = null;
            if (done.release()) {
                // Has room for all batches that there are.
                free.add(done);
            }
        }

        @Override
        public CaptureStatistics statistics() {
            return source.statistics();
        }

        @Override
        public void close() {
            if (!ended) {
                ended = true;
                SharedCapture.this.close();
            }
        }
    }
}
