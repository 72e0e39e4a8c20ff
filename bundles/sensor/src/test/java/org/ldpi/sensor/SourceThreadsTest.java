package org.ldpi.sensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ldpi.api.capture.Capture;
import org.ldpi.api.capture.CaptureException;
import org.ldpi.api.capture.CaptureRequest;
import org.ldpi.api.capture.CaptureStatistics;
import org.ldpi.api.flow.FlowTableOptions;
import org.ldpi.api.model.ModelSignature;
import org.ldpi.api.model.ServingModel;
import org.ldpi.api.packet.CapturedPacket;
import org.ldpi.api.packet.PacketHandler;
import org.ldpi.api.sensor.Sensor;
import org.ldpi.api.sensor.SensorState;

/** A source whose flows several threads share. */
class SourceThreadsTest {
    private static final Instant NOW = Instant.parse("2026-02-03T04:05:06Z");
    /** A bound for a broken build, not an expectation. */
    private static final Duration LONG = Duration.ofMinutes(1);

    private static final ModelSignature CLASSIC = Fakes.signature("classic", 4);
    private static final int THREADS = 3;

    private final Fakes.Source live = new Fakes.Source(true);
    private final Fakes.Source file = new Fakes.Source(false);
    private final Fakes.Tables tables = new Fakes.Tables();
    private final Fakes.Heads detector = new Fakes.Heads();
    private final ServingModel model = Fakes.model(CLASSIC);
    private final SensorParts parts = new SensorParts(SensorOptions.DEFAULT);
    private final CaptureSensor sensor =
            new CaptureSensor(SensorOptions.DEFAULT, parts, Clock.fixed(NOW, ZoneOffset.UTC));

    @BeforeEach
    void assemble() {
        sensor.add(live);
        sensor.add(file);
        parts.add(tables);
        parts.add(detector);
        parts.add(Fakes.quantizer("classic"));
        parts.add(Fakes.quantizer("robust"));
        parts.add(model);
        sensor.options(options(null, THREADS));
    }

    @AfterEach
    void close() {
        detector.room.release(1_000);
        sensor.close();
    }

    private static SensorOptions options(CaptureRequest automatic, int threads) {
        return new SensorOptions(
                automatic,
                "",
                0,
                0,
                null,
                Duration.ofSeconds(60),
                300,
                FlowTableOptions.DEFAULT.tunnels(),
                false,
                threads);
    }

    private static void until(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            Thread.onSpinWait();
        }
    }

    private List<Long> times() {
        return detector.heads.stream().map(Fakes.Heads.Head::time).sorted().toList();
    }

    @Test
    void everyFlowIsInOneTableAndTheCountersAddUp() throws Exception {
        long[] packets = LongStream.range(0, 3_000).toArray();
        file.send(packets);
        file.send(Fakes.Source.END);
        sensor.replay("day.pcap", Sensor.UNLIMITED);
        assertTrue(sensor.await(LONG));

        assertEquals(LongStream.of(packets).boxed().toList(), times());
        assertEquals(3_000, sensor.status().flows().read());
        assertEquals(3_000, sensor.status().flows().heads());
        assertEquals(3_000, sensor.status().capture().packets());
        assertEquals(SensorState.IDLE, sensor.status().state());
        assertEquals(
                List.of(0, 1, 2),
                tables.made.stream().map(made -> made.share().index()).sorted().toList());
        assertTrue(file.closed);
    }

    @Test
    void theTablesHaveTheRoomOfOneTogether() throws Exception {
        sensor.start(CaptureRequest.of("veth0"));
        until(() -> tables.made.size() == THREADS && sensor.status().flows().maxFlows() == 300);
        assertEquals(
                List.of(100, 100, 100),
                tables.made.stream().map(FlowTableOptions::maxFlows).toList());
    }

    @Test
    void aReplayWaitsForTheDetectorAndIsStoppedWhileItDoes() throws Exception {
        detector.room.drainPermits();
        file.send(10, 11, 12, Fakes.Source.END);
        sensor.replay("day.pcap", Sensor.UNLIMITED);
        until(() -> detector.room.hasQueuedThreads());
        assertFalse(sensor.await(Duration.ofMillis(1)));
        sensor.stop();
        assertTrue(sensor.await(LONG));
    }

    @Test
    void everyTableIsToldTheTimeWhileNothingComes() throws Exception {
        sensor.start(CaptureRequest.of("veth0"));
        for (int i = 0; i < THREADS; i++) {
            assertEquals(NOW.getEpochSecond() * 1_000_000_000L, tables.times.take());
        }
        sensor.stop();
        assertTrue(live.closed);
    }

    @Test
    void packetsBeforeTheCaptureBreaksAreKeptAndTheReasonIsSaid() throws Exception {
        file.send(1, 2, 3, 4, Fakes.Source.BREAK);
        sensor.replay("day.pcap", Sensor.UNLIMITED);
        assertTrue(sensor.await(LONG));
        assertEquals(List.of(1L, 2L, 3L, 4L), times());
        assertEquals(SensorState.FAILED, sensor.status().state());
        assertEquals("day.pcap: ends within a packet", sensor.status().detail());
    }

    @Test
    void aThreadThatFailsEndsTheSource() throws Exception {
        tables.failOnce = new OutOfMemoryError("for the test");
        sensor.start(CaptureRequest.of("veth0"));
        assertTrue(sensor.await(LONG));
        assertEquals(SensorState.FAILED, sensor.status().state());
        assertEquals("no memory for a flow table of 100 flows", sensor.status().detail());
    }

    @Test
    void aModelIsKeptUntilEveryTableIsThroughWithItsFlows() throws Exception {
        sensor.start(CaptureRequest.of("veth0"));
        live.send(1, 2, 3);
        until(() -> sensor.status().flows().read() == THREADS);
        ModelSignature robust = Fakes.signature("robust", 8);
        parts.add(Fakes.model(robust));
        parts.remove(model);
        model.retire();
        until(() -> tables.made.size() == 2 * THREADS);
        live.send(1, 2, 3, 4);
        until(() -> sensor.status().flows().read() == 2 * THREADS + 1);
        assertTrue(model.acquire(), "there are flows that began under it");
        model.release();
        sensor.stop();
        assertEquals(
                List.of(CLASSIC, CLASSIC, CLASSIC, robust),
                detector.heads.stream()
                        .sorted((a, b) -> Long.compare(a.time(), b.time()))
                        .map(Fakes.Heads.Head::signature)
                        .toList());
        assertFalse(model.acquire());
    }

    @Test
    void anotherNumberOfThreadsRestartsTheAutomaticCaptureOnly() throws Exception {
        sensor.options(options(CaptureRequest.of("veth0"), 2));
        until(() -> tables.made.size() == 2);
        sensor.options(options(CaptureRequest.of("veth0"), 1));
        until(() -> tables.made.size() == 3);
        assertEquals(1, tables.made.get(2).share().count());
        assertEquals(SensorState.CAPTURING, sensor.status().state());
    }

    /** A capture that has all its packets at once. */
    private static final class Burst implements Capture {
        private final List<byte[]> packets;
        private volatile boolean closed;

        Burst(List<byte[]> packets) {
            this.packets = packets;
        }

        @Override
        public String name() {
            return "burst";
        }

        @Override
        public boolean live() {
            return false;
        }

        @Override
        public int poll(PacketHandler handler, int limit) {
            if (packets.isEmpty()) {
                return END;
            }
            int count = packets.size();
            CapturedPacket view = new CapturedPacket();
            for (int i = 0; i < count; i++) {
                byte[] bytes = packets.get(i);
                handler.onPacket(view.wrap(ByteBuffer.wrap(bytes), 0, bytes.length, bytes.length + 1, i, 7));
            }
            packets.clear();
            return count;
        }

        @Override
        public CaptureStatistics statistics() {
            return CaptureStatistics.NONE;
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    @Test
    void everyReaderGetsTheSameBytesInOrderHoweverLargeThePacketsAre() throws Exception {
        List<byte[]> packets = new ArrayList<>();
        for (int i = 0; i < 3 * PacketBatch.PACKETS; i++) {
            packets.add(new byte[] {(byte) i, (byte) (i >> 8)});
        }
        packets.add(new byte[PacketBatch.BYTES - 1]);
        packets.add(new byte[PacketBatch.BYTES + 1]);
        packets.add(new byte[0]);
        int all = packets.size();
        Burst source = new Burst(new ArrayList<>(packets));
        List<Capture> readers = new SharedCapture(source, 2).captures();
        List<Long> seen = new ArrayList<>();
        boolean ended = false;
        while (!ended) {
            ended = true;
            for (Capture reader : readers) {
                int polled = reader.poll(
                        packet -> {
                            byte[] sent = packets.get((int) packet.timestampNanos());
                            byte[] got = new byte[packet.capturedLength()];
                            packet.buffer().get(packet.offset(), got);
                            assertEquals(Math.min(sent.length, PacketBatch.BYTES), got.length);
                            assertEquals(sent.length + 1, packet.originalLength());
                            assertEquals(7, packet.linkType());
                            if (got.length == 2) {
                                assertEquals(sent[0], got[0]);
                                assertEquals(sent[1], got[1]);
                            }
                            seen.add(packet.timestampNanos());
                        },
                        100);
                ended &= polled == Capture.END;
            }
        }
        assertEquals(2 * all, seen.size());
        assertEquals(all, seen.stream().distinct().count());
        until(() -> source.closed);
    }

    @Test
    void aReaderThatLeavesEndsTheCapture() throws Exception {
        live.open(CaptureRequest.of("veth0"));
        List<Capture> readers = new SharedCapture(live, 2).captures();
        readers.get(0).close();
        assertEquals(Capture.END, readers.get(1).poll(packet -> {}, 1));
        until(() -> live.closed);
        assertThrows(CaptureException.class, () -> {
            file.send(Fakes.Source.BREAK);
            file.open(CaptureRequest.of("day.pcap"));
            Capture broken = new SharedCapture(file, 1).captures().get(0);
            while (broken.poll(packet -> {}, 1) == 0) {
                Thread.onSpinWait();
            }
        });
    }
}
