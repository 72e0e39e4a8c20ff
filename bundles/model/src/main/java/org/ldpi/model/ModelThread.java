package org.ldpi.model;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.ldpi.api.model.ModelException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread in which models are read, checked, switched and closed, so that no caller of the framework waits for an
 * encoder to load, no user of a model for one to close, and nothing is called out to with a lock held.
 *
 * <p>What is to be closed goes before the next task, however many wait: of encoders that nobody uses any more there are
 * never more than were let go of during one task.
 */
final class ModelThread implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ModelThread.class);
    private static final Duration LAST_TASK = Duration.ofSeconds(30);

    private final ExecutorService executor = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "ldpi-model");
        thread.setDaemon(true);
        return thread;
    });

    /** What is to be closed, in the order in which it came. */
    private final Queue<Runnable> closing = new ConcurrentLinkedQueue<>();

    /** Runs what closes something before the next task, and does not wait for it; after the end of this thread, at once. */
    void close(Runnable encoder) {
        closing.add(encoder);
        if (!execute(new FutureTask<>(() -> {}, null))) {
            closeAll();
        }
    }

    private void closeAll() {
        for (Runnable next = closing.poll(); next != null; next = closing.poll()) {
            try {
                next.run();
            } catch (RuntimeException | LinkageError e) {
                // Nobody waits for it, and what comes behind it is to be done all the same.
                LOG.error("an encoder could not be closed", e);
            }
        }
    }

    /** Runs a task in its turn; what it throws is logged. After the end of this thread nothing is run. */
    void later(Runnable task) {
        execute(new FutureTask<>(logging(task), null));
    }

    /** Runs a task in its turn and waits, but not for ever: a service that goes away must not hang on us. */
    void laterButWait(Runnable task, Duration atMost) {
        FutureTask<?> future = new FutureTask<>(logging(task), null);
        if (!execute(future)) {
            return;
        }
        try {
            future.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException e) {
            LOG.warn("a model task has not ended after {} s; it goes on", atMost.toSeconds());
        } catch (ExecutionException e) {
            LOG.debug("logged by the task", e);
        }
    }

    private boolean execute(FutureTask<?> task) {
        try {
            executor.execute(() -> {
                closeAll();
                task.run();
            });
            return true;
        } catch (RejectedExecutionException e) {
            LOG.debug("closed meanwhile", e);
            return false;
        }
    }

    private static Runnable logging(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                LOG.error("a model task failed", e);
                throw e;
            }
        };
    }

    /** Runs a task in its turn and waits for its end. */
    <T> T call(Callable<T> task) throws ModelException {
        FutureTask<T> future = new FutureTask<>(task);
        if (!execute(future)) {
            throw new ModelException("the repository is closed");
        }
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ModelException("interrupted while waiting for the models' thread", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ModelException reason) {
                throw new ModelException(reason.getMessage(), reason);
            }
            throw new ModelException("failed: " + e.getCause(), e.getCause());
        }
    }

    /** Takes no more tasks and waits for those that came. */
    @Override
    public void close() {
        executor.shutdown();
        try {
            if (!executor.awaitTermination(LAST_TASK.toSeconds(), TimeUnit.SECONDS)) {
                LOG.warn("a model task has not ended after {} s", LAST_TASK.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
