package org.ldpi.sensor;

import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.ldpi.api.capture.Capture;
import org.ldpi.api.capture.CaptureException;
import org.ldpi.api.capture.CaptureStatistics;
import org.ldpi.api.detector.Detector;
import org.ldpi.api.flow.CloseReason;
import org.ldpi.api.flow.FlowCounters;
import org.ldpi.api.flow.FlowHead;
import org.ldpi.api.flow.FlowTable;
import org.ldpi.api.model.ModelSignature;
import org.ldpi.api.packet.CapturedPacket;
import org.ldpi.api.packet.PacketHandler;
import org.ldpi.api.sensor.Sensor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One source from its first packet to its last, in a thread of its own: poll the capture, feed the flow table, hand heads
 * to the detector. A live source never waits for the detector, a file does. When the setup of flow tables changes, the
 * open heads are closed and a new table begins.
 */
final class SourceRun implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(SourceRun.class);
    private static final int POLL_LIMIT = 1024;

    private final Capture capture;
    private final SensorParts parts;
    private final Clock clock;
    private final Pace pace;
    private final PacketHandler toTable;

    private volatile boolean stopping;
    private volatile TableSetup setup;
    private volatile FlowTable table;
    private volatile FlowCounters before = FlowCounters.none();
    private volatile CaptureStatistics last;
    private volatile String failure = "";
    private boolean evicting;
    private long headsLost;

    /** @param speed of a replay; ignored for a live capture */
    SourceRun(Capture capture, double speed, SensorParts parts, Clock clock) {
        this.capture = capture;
        this.parts = parts;
        this.clock = clock;
        boolean paced = !capture.live() && speed != Sensor.UNLIMITED;
        this.pace = paced ? new Pace(speed, System::nanoTime, LockSupport::parkNanos) : null;
        this.toTable = paced ? this::onPacedPacket : packet -> table.onPacket(packet);
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
            int packets = capture.poll(toTable, limit);
            if (packets == Capture.END) {
                return;
            }
            if (packets == 0 && capture.live()) {
                table.advanceTo(now());
            }
        }
    }

    private void begin(TableSetup wanted) throws CaptureException {
        closeTable();
        FlowTable fresh;
        try {
            fresh = wanted.factory().create(wanted.options(), wanted.quantizer(), this::onHead);
        } catch (OutOfMemoryError e) {
            throw new CaptureException(
                    "no memory for a flow table of " + wanted.options().maxFlows() + " flows", e);
        }
        fresh.capture(capture.name());
        setup = wanted;
        table = fresh;
        LOG.info("{}: samples are made as {}", capture.name(), wanted.signature());
    }

    private void closeTable() {
        FlowTable old = table;
        if (old != null) {
            old.closeAll();
            before = FlowTotals.plus(before, old.counters());
            table = null;
        }
    }

    private void onPacedPacket(CapturedPacket packet) {
        if (!pace.await(packet.timestampNanos(), table::advanceTo)) {
            stopping = true;
        }
        table.onPacket(packet);
    }

    private void onHead(FlowHead head) {
        if (head.close() == CloseReason.EVICTED && !evicting) {
            evicting = true;
            LOG.warn("{}: the flow table is full and evicts flows; see ldpi:status", capture.name());
        }
        ModelSignature signature = setup.signature();
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
            closeTable();
        } catch (RuntimeException | Error e) {
            fail("broke: " + e, e);
        }
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
        return open == null ? before : FlowTotals.plus(before, open.counters());
    }
}
