package org.ldpi.capture.internal.live;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.ldpi.api.capture.Capture;
import org.ldpi.api.capture.CaptureException;
import org.ldpi.api.capture.CaptureStatistics;
import org.ldpi.api.packet.PacketHandler;
import org.ldpi.capture.internal.CaptureCounters;

/**
 * A capture from an interface that outlives the interface.
 *
 * <p>States, as {@link CaptureStatistics#state} tells them: running; the interface is down (the handle stays, packets
 * come again by themselves when it is up); the interface is lost (the handle broke: it is opened anew, first after one
 * second, then after twice as long each time, up to half a minute). Only {@link #close} ends the capture.
 *
 * <p>{@link #poll} and {@link #close} exclude each other.
 */
final class LiveCapture implements Capture {
    private static final long MILLISECOND = 1_000_000L;
    private static final long SECOND = 1000 * MILLISECOND;

    private static final long MAX_WAIT = 100 * MILLISECOND;

    /**
     * Between two looks for packets: short at first, since at a million packets in a second a thousand come in one
     * millisecond, then longer, since an idle interface shall cost nothing.
     */
    private static final long FIRST_PAUSE = MILLISECOND;

    private static final long LONGEST_PAUSE = 16 * MILLISECOND;

    /** Between two looks at the kernel's counters, and at whether an idle interface is up. */
    private static final long CHECK_INTERVAL = SECOND;

    private static final long FIRST_RETRY = SECOND;
    private static final long LONGEST_RETRY = 30 * SECOND;

    private final String name;
    private final PacketSource.Opener opener;
    private final LinkMonitor link;
    private final Pacer pacer;
    private final CaptureCounters counters = new CaptureCounters();

    /** Null while the interface is lost. */
    private PacketSource source;

    private boolean closed;
    private long packets;
    private long packetsAtCheck;
    private long nextCheck;
    private long nextRetry;
    private long retryInterval = FIRST_RETRY;

    /** Of the handles that were lost. */
    private long earlierBytes;

    private long earlierKernelDrops;
    private long earlierInterfaceDrops;

    /** Null while all is well. */
    private Instant since;

    /** Opens the interface. */
    LiveCapture(String name, PacketSource.Opener opener, LinkMonitor link, Pacer pacer) throws CaptureException {
        this.name = name;
        this.opener = opener;
        this.link = link;
        this.pacer = pacer;
        this.source = opener.open();
        this.nextCheck = pacer.nanoTime() + CHECK_INTERVAL;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean live() {
        return true;
    }

    /** {@inheritDoc} A lost interface is no exception here: see the class. */
    @Override
    public synchronized int poll(PacketHandler handler, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit " + limit + " is less than 1");
        }
        if (closed) {
            return END;
        }
        long deadline = pacer.nanoTime() + MAX_WAIT;
        long pause = FIRST_PAUSE;
        while (true) {
            int count = take(handler, limit);
            long now = pacer.nanoTime();
            check(now);
            long left = deadline - now;
            if (count > 0 || left <= 0 || Thread.currentThread().isInterrupted()) {
                return count;
            }
            pacer.pause(Math.min(left, source == null ? left : pause));
            pause = Math.min(2 * pause, LONGEST_PAUSE);
        }
    }

    private int take(PacketHandler handler, int limit) {
        if (source == null && !reopened()) {
            return 0;
        }
        try {
            int count = source.dispatch(handler, limit);
            if (count > 0) {
                packets += count;
                counters.packets(packets, earlierBytes + source.capturedBytes());
                well();
            }
            return count;
        } catch (CaptureException e) {
            lose(e);
            return 0;
        }
    }

    private void lose(CaptureException e) {
        count();
        earlierBytes += source.capturedBytes();
        earlierKernelDrops += source.kernelDrops();
        earlierInterfaceDrops += source.interfaceDrops();
        source.close();
        source = null;
        retryInterval = FIRST_RETRY;
        nextRetry = pacer.nanoTime() + retryInterval;
        unwell(e.getMessage());
    }

    private boolean reopened() {
        long now = pacer.nanoTime();
        if (now - nextRetry < 0) {
            return false;
        }
        try {
            source = opener.open();
            well();
            return true;
        } catch (CaptureException e) {
            retryInterval = Math.min(2 * retryInterval, LONGEST_RETRY);
            nextRetry = now + retryInterval;
            unwell(e.getMessage());
            return false;
        }
    }

    private void check(long now) {
        if (source == null || now - nextCheck < 0) {
            return;
        }
        nextCheck = now + CHECK_INTERVAL;
        count();
        // Where packets come, the interface is up.
        if (packets == packetsAtCheck) {
            if (link.up()) {
                well();
            } else {
                unwell("interface " + name + ": it is down or has no carrier");
            }
        }
        packetsAtCheck = packets;
    }

    private void count() {
        source.count();
        counters.drops(earlierKernelDrops + source.kernelDrops(), earlierInterfaceDrops + source.interfaceDrops());
    }

    private void well() {
        if (since != null) {
            since = null;
            counters.state(CaptureStatistics.RUNNING);
        }
    }

    private void unwell(String what) {
        if (since == null) {
            since = pacer.instant().truncatedTo(ChronoUnit.SECONDS);
        }
        counters.state(what + ", since " + since);
    }

    @Override
    public CaptureStatistics statistics() {
        return counters.statistics();
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (source != null) {
            count();
            source.close();
            source = null;
        }
        counters.state(CaptureStatistics.ENDED);
    }
}
