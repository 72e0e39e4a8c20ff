package org.ldpi.sensor;

import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.ldpi.api.alert.Blocklist;
import org.ldpi.api.capture.Capture;
import org.ldpi.api.capture.CaptureException;
import org.ldpi.api.capture.CaptureStatistics;
import org.ldpi.api.detector.Detector;
import org.ldpi.api.flow.CloseReason;
import org.ldpi.api.flow.FlowCounters;
import org.ldpi.api.flow.FlowHead;
import org.ldpi.api.flow.FlowShare;
import org.ldpi.api.flow.FlowTable;
import org.ldpi.api.flow.PacketStore;
import org.ldpi.api.model.ModelSignature;
import org.ldpi.api.packet.CapturedPacket;
import org.ldpi.api.packet.PacketHandler;
import org.ldpi.api.sensor.Sensor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One source from its first packet to its last, in a thread of its own: poll the capture, feed the flow table, hand heads
 * to the detector; or the share of one that several of these have. A live source never waits for the detector, a file does.
 *
 * <p>When the setup of flow tables changes, new flows go to a new table. Flows of the one before stay in it and are judged
 * as they began, until they have all been idle for the timeout, or for {@value #LONGEST_TIMEOUTS} timeouts at most: a flow
 * that still runs then is taken for a new one. With a further change meanwhile, the oldest table's open heads are closed.
 */
final class SourceRun implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(SourceRun.class);
    private static final int POLL_LIMIT = 1024;
    private static final int LONGEST_TIMEOUTS = 30;
    /** So many polls go by between looks at whether the table before is empty. */
    private static final int POLLS_PER_LOOK = 256;

    private final Capture capture;
    private final FlowShare share;
    private final SensorParts parts;
    private final Clock clock;
    private final Pace pace;
    private final PacketHandler toTable;

    private volatile boolean stopping;
    private volatile TableSetup setup;
    private volatile FlowTable table;
    /** The table before, while flows of it go on; null otherwise. */
    private volatile FlowTable earlier;

    private long earlierUntil;
    private long polls;
    private long seenNanos;
    private volatile FlowCounters before = FlowCounters.none();
    private volatile CaptureStatistics last;
    private volatile String failure = "";
    /** What the tables keep packets in. */
    private PacketStore packets;

    private boolean evicting;
    private long headsLost;

    /** For a shadow that takes other samples. */
    private final ShadowTable shadow;

    /**
     * @param share the flows that are kept, where other runs get the same packets
     * @param speed of a replay; ignored for a live capture
     */
    SourceRun(Capture capture, FlowShare share, double speed, SensorParts parts, Clock clock) {
        this.capture = capture;
        this.share = share;
        this.parts = parts;
        this.clock = clock;
        this.shadow = new ShadowTable(parts, capture.name(), share);
        boolean paced = !capture.live() && speed != Sensor.UNLIMITED;
        this.pace = paced ? new Pace(speed, System::nanoTime, LockSupport::parkNanos) : null;
        this.toTable = paced ? this::onPacedPacket : new Unpaced();
    }

    @Override
    public void run() {
        try {
            loop();
        } catch (InterruptedException e) {
            // Only stop() interrupts, and it has said so already.
            LOG.debug("stopped", e);
        } catch (CaptureException e) {
            fail(e.getMessage(), e);
        } catch (RuntimeException | Error e) {
            fail("broke: " + e, e);
        } finally {
            end();
        }
    }

    private void loop() throws InterruptedException, CaptureException {
        int limit = pace == null ? POLL_LIMIT : 1;
        while (!stopping) {
            TableSetup wanted = parts.setup();
            if (wanted == null || parts.detector() == null) {
                wanted = parts.awaitSetup();
            }
            if (!wanted.equals(setup)) {
                begin(wanted);
            }
            shadow.renew(wanted);
            if (parts.packets() != packets) {
                keep(parts.packets());
            }
            int packets = capture.poll(toTable, limit);
            if (packets == Capture.END) {
                return;
            }
            if (packets == 0 && capture.live()) {
                advanceTo(now());
            }
            if (earlier != null && (packets == 0 || polls++ % POLLS_PER_LOOK == 0)) {
                endEarlier(false);
                if (earlier == null) {
                    parts.through(this, setup);
                }
            }
        }
    }

    private void keep(PacketStore now) {
        packets = now;
        table.packets(toStore());
        if (earlier != null) {
            earlier.packets(toStore());
        }
    }

    /** The store that the table keeps packets in, which takes those of one thread at a time; null for none. */
    private PacketStore toStore() {
        PacketStore store = packets;
        if (store == null || share.count() == 1) {
            return store;
        }
        return (packet, before) -> {
            synchronized (store) {
                return store.keep(packet, before);
            }
        };
    }

    private void begin(TableSetup wanted) throws CaptureException {
        endEarlier(true);
        earlier = table;
        earlierUntil = 0;
        FlowTable fresh = create(wanted);
        fresh.capture(capture.name());
        fresh.packets(toStore());
        setup = wanted;
        table = fresh;
        if (earlier == null) {
            parts.through(this, wanted);
        }
        LOG.info("{}: samples are made as {}", capture.name(), wanted.signature());
    }

    private FlowTable create(TableSetup wanted) throws CaptureException {
        ModelSignature signature = wanted.signature();
        try {
            return wanted.factory().create(wanted.options(share), wanted.quantizer(), head -> onHead(head, signature));
        } catch (OutOfMemoryError e) {
            if (earlier == null) {
                throw new CaptureException(
                        "no memory for a flow table of " + wanted.options(share).maxFlows() + " flows", e);
            }
        }
        LOG.warn("{}: no memory for two flow tables; the open heads of the one before are closed", capture.name());
        table = null;
        endEarlier(true);
        return create(wanted);
    }

    /** Ends the table before when it is empty, or its time is over, or it has to. */
    private void endEarlier(boolean now) {
        FlowTable old = earlier;
        if (old == null) {
            return;
        }
        boolean over = earlierUntil != 0 && seenNanos - earlierUntil > 0;
        if (!now && !over && old.counters().flows() > 0) {
            return;
        }
        old.closeAll();
        before = FlowTotals.plus(before, old.counters());
        earlier = null;
    }

    private void closeTables() {
        endEarlier(true);
        FlowTable last = table;
        if (last != null) {
            last.closeAll();
            before = FlowTotals.plus(before, last.counters());
            table = null;
        }
        shadow.close();
    }

    /** Packets that come together stay together where there is one table for them. */
    private final class Unpaced implements PacketHandler {
        @Override
        public void onPacket(CapturedPacket packet) {
            SourceRun.this.onPacket(packet);
        }

        @Override
        public void onPackets(CapturedPacket[] packets, int count) {
            if (earlier == null && !shadow.isOpen()) {
                table.onPackets(packets, count);
            } else {
                PacketHandler.super.onPackets(packets, count);
            }
        }
    }

    private void onPacket(CapturedPacket packet) {
        FlowTable old = earlier;
        if (old != null) {
            seenNanos = packet.timestampNanos();
            if (earlierUntil == 0) {
                earlierUntil = seenNanos
                        + LONGEST_TIMEOUTS * setup.options().idleTimeout().toNanos();
            }
        }
        if (shadow.isOpen()) {
            boolean known = (old != null && old.onKnownFlow(packet)) || table.onKnownFlow(packet);
            if (!known) {
                table.onPacket(packet);
            }
            shadow.onPacket(packet, !known);
        } else if (old == null || !old.onKnownFlow(packet)) {
            table.onPacket(packet);
        }
    }

    private void advanceTo(long nanos) {
        FlowTable old = earlier;
        if (old != null) {
            old.advanceTo(nanos);
        }
        table.advanceTo(nanos);
        shadow.advanceTo(nanos);
    }

    private void onPacedPacket(CapturedPacket packet) {
        if (!pace.await(packet.timestampNanos(), this::advanceTo)) {
            stopping = true;
        }
        onPacket(packet);
    }

    private void onHead(FlowHead head, ModelSignature signature) {
        if (head.close() == CloseReason.EVICTED && !evicting) {
            evicting = true;
            LOG.warn("{}: the flow table is full and evicts flows; see ldpi:status", capture.name());
        }
        Blocklist blocklist = parts.blocklist();
        if (blocklist != null && blocklist.drops(head)) {
            return;
        }
        if (!capture.live() && !stopping) {
            try {
                parts.awaitDetector().put(head, signature);
                return;
            } catch (InterruptedException e) {
                stopping = true;
            }
        }
        Detector detector = parts.detector();
        if (detector == null) {
            headsLost++;
        } else {
            detector.offer(head, signature);
        }
    }

    private void end() {
        // What is closed now must reach the detector without being interrupted again.
        if (Thread.interrupted()) {
            stopping = true;
        }
        try {
            closeTables();
        } catch (RuntimeException | Error e) {
            fail("broke: " + e, e);
        }
        parts.ended(this);
        CaptureStatistics s = capture.statistics();
        last = s.state().equals(CaptureStatistics.RUNNING)
                ? new CaptureStatistics(
                        s.packets(),
                        s.bytes(),
                        s.kernelDrops(),
                        s.interfaceDrops(),
                        s.damaged(),
                        CaptureStatistics.ENDED)
                : s;
        capture.close();
        if (headsLost > 0) {
            LOG.warn("{}: {} flow heads were lost because there was no detector", capture.name(), headsLost);
        }
    }

    private void fail(String reason, Throwable cause) {
        if (stopping) {
            LOG.debug("while stopping", cause);
            return;
        }
        failure = reason;
        LOG.error("{}", reason, cause instanceof CaptureException ? null : cause);
    }

    private long now() {
        Instant now = clock.instant();
        return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    }

    /** Asks the run to end; whoever waits in it is woken. */
    void stop(Thread thread) {
        stopping = true;
        thread.interrupt();
    }

    boolean live() {
        return capture.live();
    }

    String name() {
        return capture.name();
    }

    /** Why it ended, one line; empty where it runs or ended as it should. */
    String failure() {
        return failure;
    }

    /** How samples are made, or null before the first flow table. */
    ModelSignature signature() {
        TableSetup now = setup;
        return now == null ? null : now.signature();
    }

    CaptureStatistics captured() {
        CaptureStatistics ended = last;
        return ended != null ? ended : capture.statistics();
    }

    FlowCounters flows() {
        FlowTable open = table;
        FlowTable old = earlier;
        if (open == null) {
            return before;
        }
        FlowCounters now = old == null ? open.counters() : FlowTotals.beside(old.counters(), open.counters());
        return FlowTotals.plus(before, now);
    }
}
