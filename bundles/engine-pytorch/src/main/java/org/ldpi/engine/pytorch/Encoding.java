package org.ldpi.engine.pytorch;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.ldpi.api.encoder.EncoderException;

/**
 * Threads that encode parts of one batch beside the thread that asked for it. Shared by all encoders of the process; they
 * end when there was nothing to do for a while. Where they are all busy, with the batch of a slow model that is being
 * checked for one, the calling thread does the part itself and waits for nobody. Samples are encoded one by one, so how a
 * batch is shared out changes nothing. Thread-safe.
 */
final class Encoding {
    /**
     * System property: threads that share out one batch, the calling one among them, 1 to 64; by default 2, or 1 where there
     * is one processor.
     */
    static final String THREADS = "org.ldpi.engine.pytorch.encoding.threads";

    private static final int DEFAULT_THREADS = 2;
    private static final int MOST_THREADS = 64;
    private static final int IDLE_SECONDS = 10;

    private static final int COUNT = count();
    private static final ThreadPoolExecutor HELPERS = helpers();

    private Encoding() {}

    /** Does one part of some work. */
    interface Work {
        void part(int number) throws EncoderException;
    }

    static int threads() {
        return COUNT;
    }

    /** Does all parts, the last one in the calling thread, and is back when all of them are done. */
    static void together(int parts, Work work) throws EncoderException {
        List<Future<?>> others = new ArrayList<>(parts - 1);
        for (int part = 0; part < parts - 1; part++) {
            int number = part;
            others.add(HELPERS.submit(() -> {
                work.part(number);
                return null;
            }));
        }
        EncoderException failed = null;
        try {
            work.part(parts - 1);
        } catch (EncoderException e) {
            failed = e;
        } catch (RuntimeException e) {
            failed = new EncoderException("a batch could not be encoded: " + e, e);
        }
        // The others write into the caller's array: none may be left behind, whatever went wrong.
        boolean interrupted = false;
        for (Future<?> other : others) {
            for (boolean done = false; !done; ) {
                try {
                    other.get();
                    done = true;
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    done = true;
                    failed = e.getCause() instanceof EncoderException told
                            ? told
                            : new EncoderException("a batch could not be encoded: " + e.getCause(), e);
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (failed != null) {
            throw failed;
        }
    }

    private static int count() {
        int given = Integer.getInteger(
                THREADS, Math.min(DEFAULT_THREADS, Runtime.getRuntime().availableProcessors()));
        return Math.max(1, Math.min(MOST_THREADS, given));
    }

    private static ThreadPoolExecutor helpers() {
        return new ThreadPoolExecutor(
                0,
                Math.max(1, COUNT - 1),
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                task -> {
                    Thread thread = new Thread(task, "ldpi-encoding");
                    thread.setDaemon(true);
                    return thread;
                },
                new ThreadPoolExecutor.CallerRunsPolicy());
    }
}
