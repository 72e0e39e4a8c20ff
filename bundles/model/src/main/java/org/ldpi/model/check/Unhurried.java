package org.ldpi.model.check;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Does what takes long in a thread of the lowest priority, where the JVM heeds that, and waits for it: whoever scores goes
 * before a model that is loaded. The caller keeps its own priority, for the switch itself is to be short.
 */
final class Unhurried {
    private Unhurried() {}

    /** Runs a task to its end, also where the caller is interrupted meanwhile, and gives its result or throws what it threw. */
    @SuppressWarnings("ThreadPriorityCheck") // nothing depends on it but how long flows wait
    static <T> T call(Callable<T> task) throws ExecutionException {
        FutureTask<T> future = new FutureTask<>(task);
        Thread thread = new Thread(future, "ldpi-model-loading");
        thread.setDaemon(true);
        thread.setPriority(Thread.MIN_PRIORITY);
        thread.start();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
