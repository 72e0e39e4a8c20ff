package org.ldpi.alert;

import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.ldpi.api.alert.Alert;
import org.ldpi.api.alert.ExplainingStatus;
import org.ldpi.api.explain.Explainer;
import org.ldpi.api.explain.Explanation;
import org.ldpi.api.explain.ExplanationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Explains alerts in a thread of its own before outputs get them, in their order, and takes no more of the processor than it
 * may: time to explain in comes as a share of the time that goes by, up to a second is saved for a burst, and an alert for
 * which there is none goes on without an explanation, counted. Incidents are not explained: they are about many flows.
 */
final class Explaining implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Explaining.class);
    private static final long SAVED_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long CLOSE_MILLIS = 2_000;
    private static final int ALL = 100;
    private static final String OK = "ok";

    private final Consumer<Alert> next;
    private final LongSupplier nanoTime;
    private final Thread thread;
    private final ArrayDeque<Alert> waiting = new ArrayDeque<>();
    private Explainer explainer;
    private int percent;
    private boolean closed;
    /** An alert is out of the queue and not yet handed on. */
    private boolean busy;

    private long savedNanos = SAVED_NANOS;
    private long savedAt;
    private long explained;
    private long skipped;
    private long failed;
    private String condition = OK;

    /** @param next gets each alert, explained or not */
    Explaining(int percent, Consumer<Alert> next, LongSupplier nanoTime) {
        this.percent = percent;
        this.next = next;
        this.nanoTime = nanoTime;
        savedAt = nanoTime.getAsLong();
        thread = new Thread(this::work, "ldpi-alert-why");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    synchronized void explainer(Explainer now) {
        explainer = now;
    }

    synchronized void percent(int now) {
        save();
        percent = now;
    }

    /**
     * Takes an alert to hand it on later.
     *
     * @param room the most alerts that wait
     * @return false where it need not come this way
     */
    synchronized boolean offer(Alert alert, int room) {
        boolean idle = waiting.isEmpty() && !busy;
        if (closed || (idle && (explainer == null || percent == 0))) {
            return false;
        }
        if (waiting.size() >= room) {
            skipped++;
            return false;
        }
        waiting.add(alert);
        notifyAll();
        return true;
    }

    synchronized ExplainingStatus status() {
        boolean off = explainer == null || percent == 0;
        return new ExplainingStatus(
                explained, skipped, failed, waiting.size() + (busy ? 1 : 0), off ? "off" : condition);
    }

    private void work() {
        try {
            Alert alert;
            while ((alert = take()) != null) {
                next.accept(explained(alert));
                done();
            }
        } catch (InterruptedException e) {
            LOG.debug("stopped", e);
        }
    }

    private synchronized Alert take() throws InterruptedException {
        while (waiting.isEmpty() && !closed) {
            wait();
        }
        Alert alert = waiting.poll();
        busy = alert != null;
        return alert;
    }

    private synchronized void done() {
        busy = false;
    }

    private Alert explained(Alert alert) {
        Explainer by = explainer(alert);
        if (by == null) {
            return alert;
        }
        long began = nanoTime.getAsLong();
        try {
            Explanation why = by.explain(alert.verdict());
            count(began, null);
            return alert.explained(why);
        } catch (ExplanationException e) {
            count(began, e.getMessage());
        } catch (RuntimeException | LinkageError e) {
            count(began, e.toString());
            LOG.debug("alert {} cannot be explained", alert.id(), e);
        }
        return alert;
    }

    /** Who explains an alert, or null where nobody does. */
    private synchronized Explainer explainer(Alert alert) {
        if (explainer == null || percent == 0 || closed || alert.incident() != null) {
            return null;
        }
        save();
        if (savedNanos <= 0) {
            skipped++;
            return null;
        }
        return explainer;
    }

    private void save() {
        long now = nanoTime.getAsLong();
        savedNanos = Math.min(SAVED_NANOS, savedNanos + (now - savedAt) * percent / ALL);
        savedAt = now;
    }

    private synchronized void count(long began, String failure) {
        savedNanos -= nanoTime.getAsLong() - began;
        if (failure == null) {
            explained++;
            condition = OK;
            return;
        }
        failed++;
        if (!failure.equals(condition)) {
            LOG.warn("an alert cannot be explained: {}", failure);
        }
        condition = failure;
    }

    /** Hands on what waits, without explanations. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        try {
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            thread.interrupt();
        }
    }
}
