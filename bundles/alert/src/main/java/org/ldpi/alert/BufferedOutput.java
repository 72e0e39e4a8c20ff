package org.ldpi.alert;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.function.LongSupplier;
import org.ldpi.api.alert.Alert;
import org.ldpi.api.alert.OutputStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An output behind a bounded buffer and a thread of its own: one that is slow, hangs or fails delays nobody else, and
 * what it could not take is counted.
 *
 * <p>An output whose way is blocked, which it says by an {@link IOException} or {@link UncheckedIOException}, keeps its
 * alerts: the one that failed is tried again after a pause that doubles up to a bound, and those behind it wait in the
 * buffer. Anything else that it throws is one lost alert, so that no single alert stops all that come after it.
 */
final class BufferedOutput implements AutoCloseable {
    /** Where alerts go. Called by one thread; an {@link IOException} is tried again, anything else thrown is a lost alert. */
    @FunctionalInterface
    interface Sink {
        void send(Alert alert) throws Exception;
    }

    private static final Logger LOG = LoggerFactory.getLogger(BufferedOutput.class);
    private static final String OK = "ok";
    private static final String OFF = "off";
    private static final long CLOSE_MILLIS = 2_000;
    /** A send that takes longer is shown in the status. */
    private static final Duration HANGS = Duration.ofSeconds(5);

    static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final String name;
    private final Sink sink;
    private final Duration longestPause;
    private final LongSupplier nanoTime;
    private final Thread thread;
    private final ArrayDeque<Alert> waiting = new ArrayDeque<>();
    private int capacity;
    private boolean on;
    private boolean closed;
    /** Whether the buffer was full and has not been empty since. */
    private boolean behind;

    private long sent;
    private long lost;
    /** An alert is out of the buffer and not yet sent or lost. */
    private boolean sending;

    private long sendingSince;
    private String condition = OK;

    BufferedOutput(String name, int capacity, boolean on, Sink sink) {
        this(name, capacity, on, sink, LONGEST_PAUSE, System::nanoTime);
    }

    BufferedOutput(String name, int capacity, boolean on, Sink sink, Duration longestPause, LongSupplier nanoTime) {
        this.name = name;
        this.capacity = capacity;
        this.on = on;
        this.sink = sink;
        this.longestPause = longestPause;
        this.nanoTime = nanoTime;
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
        return new OutputStatus(name, sent, lost, waiting.size() + (sending ? 1 : 0), shownCondition());
    }

    private String shownCondition() {
        if (!on) {
            return OFF;
        }
        if (!condition.equals(OK)) {
            return condition;
        }
        long seconds =
                sending ? Duration.ofNanos(nanoTime.getAsLong() - sendingSince).toSeconds() : 0;
        if (seconds >= HANGS.toSeconds()) {
            return "hangs for " + seconds + " s" + (behind ? ": alerts are lost" : "");
        }
        return behind ? "too slow: alerts are lost" : OK;
    }

    private void deliver() {
        try {
            Alert alert;
            while ((alert = take()) != null) {
                send(alert);
            }
        } catch (InterruptedException e) {
            int left = giveUp();
            LOG.warn("alert output {} was stopped with {} alerts not sent", name, left);
        }
    }

    private void send(Alert alert) throws InterruptedException {
        long pauseMillis = FIRST_PAUSE.toMillis();
        while (true) {
            try {
                sink.send(alert);
                delivered();
                return;
            } catch (IOException | UncheckedIOException e) {
                blocked(e);
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception | LinkageError e) {
                failed(e);
                return;
            }
            pauseMillis = Math.min(pauseMillis, longestPause.toMillis());
            pause(pauseMillis);
            pauseMillis *= 2;
        }
    }

    private synchronized Alert take() throws InterruptedException {
        while (waiting.isEmpty() && !closed) {
            behind = false;
            wait();
        }
        Alert alert = waiting.poll();
        if (alert != null) {
            sending = true;
            sendingSince = nanoTime.getAsLong();
        }
        return alert;
    }

    /** Waits; new alerts that come meanwhile do not cut it short, the end of the output does not either. */
    private static void pause(long millis) throws InterruptedException {
        Thread.sleep(Math.max(1, millis));
    }

    private synchronized void delivered() {
        sent++;
        sending = false;
        if (!condition.equals(OK)) {
            LOG.info("alert output {} works again; {} alerts were lost so far", name, lost);
            condition = OK;
        }
    }

    private synchronized void blocked(Exception e) {
        condition(e);
        // What failed did not hang; the next try has its own time.
        sendingSince = nanoTime.getAsLong();
    }

    private synchronized void failed(Throwable e) {
        lost++;
        sending = false;
        condition(e);
    }

    private void condition(Throwable e) {
        String text = e.getMessage() == null ? e.toString() : e.getMessage();
        // An output that is down fails alike for every alert, so only a change is worth a line.
        if (!text.equals(condition)) {
            LOG.warn("alert output {} failed: {}", name, text);
            LOG.debug("alert output {} failed", name, e);
        }
        condition = text;
    }

    private synchronized int giveUp() {
        int left = waiting.size() + (sending ? 1 : 0);
        lost += left;
        sending = false;
        waiting.clear();
        return left;
    }

    /** Takes no more alerts, sends those that wait, and gives up on that after a while; what is left is counted as lost. */
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
