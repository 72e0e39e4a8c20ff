package org.ldpi.alert;

import java.util.ArrayDeque;
import org.ldpi.api.alert.Alert;
import org.ldpi.api.alert.OutputStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An output behind a bounded buffer and a thread of its own: one that is slow, hangs or fails delays nobody else, and
 * what it could not take is counted.
 */
final class BufferedOutput implements AutoCloseable {
    /** Where alerts go. Called by one thread; what it throws is a lost alert. */
    @FunctionalInterface
    interface Sink {
        void send(Alert alert) throws Exception;
    }

    private static final Logger LOG = LoggerFactory.getLogger(BufferedOutput.class);
    private static final String OK = "ok";
    private static final String OFF = "off";
    private static final long CLOSE_MILLIS = 2_000;

    private final String name;
    private final Sink sink;
    private final Thread thread;
    private final ArrayDeque<Alert> waiting = new ArrayDeque<>();
    private int capacity;
    private boolean on;
    private boolean closed;
    /** Whether the buffer was full and has not been empty since. */
    private boolean behind;

    private long sent;
    private long lost;
    private String condition = OK;

    BufferedOutput(String name, int capacity, boolean on, Sink sink) {
        this.name = name;
        this.capacity = capacity;
        this.on = on;
        this.sink = sink;
        thread = new Thread(this::deliver, "ldpi-alert-" + name);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Takes an alert at once: it waits in the buffer, or is counted as lost when that is full. */
    synchronized void offer(Alert alert) {
        if (!on || closed) {
            return;
        }
        if (waiting.size() >= capacity) {
            lost++;
            if (!behind) {
                behind = true;
                LOG.warn("alert output {} is too slow: alerts are lost and counted", name);
            }
            return;
        }
        waiting.add(alert);
        notifyAll();
    }

    /** Changes the bound; alerts that wait stay. */
    synchronized void capacity(int now) {
        capacity = now;
    }

    /** Switches the output on or off; alerts that wait are still sent. */
    synchronized void on(boolean now) {
        on = now;
    }

    synchronized OutputStatus status() {
        String shown = condition;
        if (!on) {
            shown = OFF;
        } else if (condition.equals(OK) && behind) {
            shown = "too slow: alerts are lost";
        }
        return new OutputStatus(name, sent, lost, waiting.size(), shown);
    }

    private void deliver() {
        try {
            Alert alert;
            while ((alert = take()) != null) {
                try {
                    sink.send(alert);
                    delivered();
                } catch (InterruptedException e) {
                    failed(e);
                    throw e;
                } catch (Exception | LinkageError e) {
                    failed(e);
                }
            }
        } catch (InterruptedException e) {
            LOG.warn("alert output {} was stopped with {} alerts not sent", name, status().waiting());
        }
    }

    private synchronized Alert take() throws InterruptedException {
        while (waiting.isEmpty() && !closed) {
            behind = false;
            wait();
        }
        return waiting.poll();
    }

    private synchronized void delivered() {
        sent++;
        if (!condition.equals(OK)) {
            LOG.info("alert output {} works again; {} alerts were lost so far", name, lost);
            condition = OK;
        }
    }

    private synchronized void failed(Throwable e) {
        lost++;
        String text = e.getMessage() == null ? e.toString() : e.getMessage();
        // An output that is down fails alike for every alert, so only a change is worth a line.
        if (!text.equals(condition)) {
            LOG.warn("alert output {} failed: {}", name, text, e);
        }
        condition = text;
    }

    /** Takes no more alerts, sends those that wait, and gives up on that after a while. */
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
