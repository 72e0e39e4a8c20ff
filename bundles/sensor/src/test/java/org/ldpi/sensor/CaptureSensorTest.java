package org.ldpi.sensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ldpi.api.alert.Blocklist;
import org.ldpi.api.capture.CaptureException;
import org.ldpi.api.capture.CaptureRequest;
import org.ldpi.api.flow.Direction;
import org.ldpi.api.flow.FlowHead;
import org.ldpi.api.flow.PacketStore;
import org.ldpi.api.model.ModelSignature;
import org.ldpi.api.model.ServingModel;
import org.ldpi.api.sensor.Sensor;
import org.ldpi.api.sensor.SensorState;
import org.ldpi.api.sensor.SensorStatus;

class CaptureSensorTest {
    private static final Instant NOW = Instant.parse("2026-02-03T04:05:06Z");
    /** A bound for a broken build, not an expectation. */
    private static final Duration LONG = Duration.ofMinutes(1);

    private static final ModelSignature CLASSIC = Fakes.signature("classic", 4);

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
    }

    @AfterEach
    void close() {
        detector.room.release(1_000);
        sensor.close();
    }

    private static void until(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            Thread.onSpinWait();
        }
    }

    private static SensorOptions automatic(String source) {
        return new SensorOptions(CaptureRequest.of(source), "", 0, 0, null, Duration.ofSeconds(60), 100);
    }

    private String refusal() {
        return assertThrows(CaptureException.class, () -> sensor.start(CaptureRequest.of("veth1")))
                .getMessage();
    }

    private List<Long> times() {
        return detector.heads.stream().map(Fakes.Heads.Head::time).toList();
    }

    @Test
    void aReplayRunsEveryPacketThroughAndEndsByItself() throws Exception {
        file.send(10, 20, 30, Fakes.Source.END);
        sensor.replay("day.pcap", Sensor.UNLIMITED);
        assertTrue(sensor.await(LONG));

        assertEquals(List.of(10L, 20L, 30L), times());
        assertTrue(detector.heads.stream()
                .allMatch(head -> head.waited() && head.signature().equals(CLASSIC)));
        SensorStatus status = sensor.status();
        assertEquals(SensorState.IDLE, status.state());
        assertEquals("", status.detail());
        assertEquals("day.pcap", status.source());
        assertEquals(CLASSIC, status.signature());
        assertEquals(3, status.capture().packets());
        assertEquals("ended", status.capture().state());
        assertEquals(3, status.flows().read());
        assertEquals(3, status.flows().heads());
        assertTrue(file.closed);
    }

    @Test
    void flowsOfABlockedSourceDoNotReachTheDetector() throws Exception {
        parts.blocklist((Blocklist) java.lang.reflect.Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Blocklist.class},
                (proxy, method, arguments) -> ((FlowHead) arguments[0]).endNanos() == 20));
        file.send(10, 20, 30, Fakes.Source.END);
        sensor.replay("day.pcap", Sensor.UNLIMITED);
        assertTrue(sensor.await(LONG));
        assertEquals(List.of(10L, 30L), times());
        assertEquals(3, sensor.status().flows().heads());
    }

    @Test
    void aStoreOfPacketsThatComesWhileASourceRunsIsTaken() throws Exception {
        live.send(10);
        sensor.start(CaptureRequest.of("veth0"));
        until(() -> !tables.made.isEmpty());
        PacketStore store = (packet, before) -> before;
        parts.packets(store);
        live.send(20);
        until(() -> tables.store == store);
        parts.packets(null);
        live.send(30);
        until(() -> tables.store == null);
    }

    @Test
    void aReplayWaitsForTheDetectorAndALiveCaptureDoesNot() throws Exception {
        detector.room.drainPermits();
        file.send(10, 20, Fakes.Source.END);
        sensor.replay("day.pcap", Sensor.UNLIMITED);
        until(() -> detector.room.hasQueuedThreads());
        assertFalse(sensor.await(Duration.ofMillis(1)));
        detector.room.release(2);
        assertTrue(sensor.await(LONG));
        assertEquals(List.of(10L, 20L), times());

        detector.room.drainPermits();
        live.send(30);
        sensor.start(CaptureRequest.of("veth0"));
        until(() -> sensor.status().flows().read() == 1);
        sensor.stop();
        assertEquals(2, times().size(), "offered once and refused, which the detector counts");
        assertEquals(1, sensor.status().flows().heads());
    }

    @Test
    void aReplayThatWaitsForTheDetectorCanBeStopped() throws Exception {
        detector.room.drainPermits();
        file.send(10, 20, Fakes.Source.END);
        sensor.replay("day.pcap", Sensor.UNLIMITED);
        until(() -> detector.room.hasQueuedThreads());
        sensor.stop();
        assertEquals(SensorState.IDLE, sensor.status().state());
    }

    @Test
    void stoppingACaptureClosesItsOpenHeads() throws Exception {
        sensor.start(CaptureRequest.of("veth0"));
        live.send(10, 20);
        until(() -> sensor.status().flows().read() == 2);
        assertEquals(SensorState.CAPTURING, sensor.status().state());
        assertEquals(2, sensor.status().flows().open());
        sensor.stop();
        assertEquals(List.of(10L, 20L), times());
        assertEquals(SensorState.IDLE, sensor.status().state());
        assertTrue(live.closed);
        sensor.stop();
    }

    @Test
    void withoutPacketsTheClockTellsALiveFlowTableTheTime() throws Exception {
        sensor.start(CaptureRequest.of("veth0"));
        assertEquals(1_770_091_506_000_000_000L, tables.times.take());
    }

    @Test
    void aSecondSourceIsRefusedAndTheFirstRunsOn() throws Exception {
        sensor.start(CaptureRequest.of("veth0"));
        assertEquals("already capturing from veth0; stop it first", refusal());
        assertEquals(SensorState.CAPTURING, sensor.status().state());
        sensor.stop();
        sensor.replay("day.pcap", Sensor.UNLIMITED);
        assertEquals("already replaying day.pcap; stop it first", refusal());
    }

    @Test
    void aSourceThatCannotBeOpenedIsSaidAndNothingHasStarted() {
        live.refusal = "veth1: no such interface";
        assertEquals("veth1: no such interface", refusal());
        assertEquals(SensorState.IDLE, sensor.status().state());
        sensor.remove(live);
        assertEquals("veth1: no capture provider of kind 'live' is running", refusal());
    }

    @Test
    void aSpeedThatCannotBeIsRefused() {
        for (double speed : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThrows(CaptureException.class, () -> sensor.replay("day.pcap", speed));
        }
    }

    @Test
    void aSourceThatBreaksIsAFailureAfterTheLastGoodPacketAndAnotherMayStart() throws Exception {
        file.send(10, Fakes.Source.BREAK);
        sensor.replay("day.pcap", Sensor.UNLIMITED);
        assertTrue(sensor.await(LONG));
        assertEquals(SensorState.FAILED, sensor.status().state());
        assertEquals("day.pcap: ends within a packet", sensor.status().detail());
        assertEquals(List.of(10L), times());

        file.send(20, Fakes.Source.END);
        sensor.replay("night.pcap", Sensor.UNLIMITED);
        assertTrue(sensor.await(LONG));
        assertEquals(SensorState.IDLE, sensor.status().state());
        assertEquals(1, sensor.status().flows().read(), "counters are those of the last source");
    }

    @Test
    void aTableThatFindsNoMemoryIsSaid() throws Exception {
        tables.failure = new OutOfMemoryError("for a test");
        sensor.replay("day.pcap", Sensor.UNLIMITED);
        assertTrue(sensor.await(LONG));
        assertEquals(
                "no memory for a flow table of 1000000 flows", sensor.status().detail());
    }

    @Test
    void withoutAModelASourceWaitsAndSaysSo() throws Exception {
        SensorParts bare = new SensorParts(SensorOptions.DEFAULT);
        try (CaptureSensor waiting = new CaptureSensor(SensorOptions.DEFAULT, bare, Clock.systemUTC())) {
            waiting.add(file);
            bare.add(tables);
            file.send(10, Fakes.Source.END);
            waiting.replay("day.pcap", Sensor.UNLIMITED);
            assertEquals(SensorState.WAITING, waiting.status().state());
            assertEquals("waits for a model", waiting.status().detail());
            assertNull(waiting.status().signature());
            bare.add(model);
            assertEquals(
                    "waits for a quantizer of profile 'classic'",
                    waiting.status().detail());
            bare.add(Fakes.quantizer("classic"));
            assertEquals("waits for the detector", waiting.status().detail());
            bare.add(detector);
            assertTrue(waiting.await(LONG));
            assertEquals(List.of(10L), times());
        }
    }

    @Test
    void aNewSignatureTakesEffectAtNewFlowsAndThoseThatBeganBeforeStayAsTheyWere() throws Exception {
        sensor.start(CaptureRequest.of("veth0"));
        live.send(10);
        until(() -> sensor.status().flows().read() == 1);
        ModelSignature robust = Fakes.signature("robust", 8);
        ServingModel newer = Fakes.model(robust);
        parts.add(newer);
        parts.remove(model);
        model.retire();
        until(() -> robust.equals(sensor.status().signature()));
        live.send(20, 10, 20);
        until(() -> sensor.status().flows().read() == 4);
        assertEquals(2, tables.made.size());
        assertEquals(0, detector.heads.size(), "the flow at 10 goes on in its table");
        assertTrue(isOpen(model), "its model is kept open for it");
        sensor.stop();

        assertEquals(
                List.of("10 " + CLASSIC, "20 " + robust, "20 " + robust),
                detector.heads.stream()
                        .map(head -> head.time() + " " + head.signature())
                        .toList());
        assertEquals(3, sensor.status().flows().heads(), "the counters go on");
        assertFalse(isOpen(model));
        assertTrue(isOpen(newer));
    }

    @Test
    void packetsThatComeTogetherReachTheTableTogetherUnlessThereAreTwo() throws Exception {
        sensor.start(CaptureRequest.of("veth0"));
        live.sendTogether(1, 2, 3);
        until(() -> sensor.status().flows().read() == 3);
        assertEquals(List.of(3), List.copyOf(tables.together));

        ModelSignature next = Fakes.signature("robust", 8);
        parts.add(Fakes.model(next));
        until(() -> next.equals(sensor.status().signature()));
        // The first is of a flow that the table before has, the other of a new one.
        live.sendTogether(3, 4);
        until(() -> sensor.status().flows().read() == 5);
        assertEquals(List.of(3), List.copyOf(tables.together));
        assertEquals(4, sensor.status().flows().open());
    }

    @Test
    void withAFurtherChangeTheOldestTablesOpenHeadsAreClosed() throws Exception {
        sensor.start(CaptureRequest.of("veth0"));
        live.send(10);
        until(() -> sensor.status().flows().read() == 1);
        for (int n = 5; n < 7; n++) {
            ModelSignature next = Fakes.signature("robust", n);
            parts.add(Fakes.model(next));
            until(() -> next.equals(sensor.status().signature()));
            live.send(10L * n);
        }
        until(() -> sensor.status().flows().read() == 3);
        assertEquals(
                List.of(10L),
                detector.heads.stream().map(Fakes.Heads.Head::time).toList());
        assertEquals(2, sensor.status().flows().open());
    }

    @Test
    void whereThereIsNoMemoryForTwoTablesTheOpenHeadsOfTheOneBeforeAreClosed() throws Exception {
        sensor.start(CaptureRequest.of("veth0"));
        live.send(10);
        until(() -> sensor.status().flows().read() == 1);
        tables.failOnce = new OutOfMemoryError("for the test");
        ModelSignature robust = Fakes.signature("robust", 8);
        parts.add(Fakes.model(robust));
        until(() -> robust.equals(sensor.status().signature()));
        assertEquals(
                List.of(CLASSIC),
                detector.heads.stream().map(Fakes.Heads.Head::signature).toList());
        live.send(20);
        until(() -> sensor.status().flows().read() == 2);
    }

    private static boolean isOpen(ServingModel model) {
        boolean open = model.acquire();
        if (open) {
            model.release();
        }
        return open;
    }

    @Test
    void aShadowThatTakesOtherSamplesGetsHeadsOfTheFlowsThatBeginUnderIt() throws Exception {
        ModelSignature longer = Fakes.signature("robust", 8);
        ServingModel shadow = Fakes.model(longer);
        live.send(1);
        sensor.start(CaptureRequest.of("veth0"));
        until(() -> sensor.status().flows().read() == 1);
        parts.addShadow(shadow);
        live.send(Fakes.Source.NOTHING, 1, 2, 2);
        until(() -> sensor.status().flows().read() == 4);
        sensor.stop();
        assertEquals(List.of(1L, 2L), times());
        assertEquals(List.of(new Fakes.Heads.Head(2, longer, false)), List.copyOf(detector.shadowHeads));
        assertEquals(2, sensor.status().flows().heads(), "heads for the shadow are in no counter");
    }

    @Test
    void whenTheShadowGoesSoDoesItsTable() throws Exception {
        ServingModel shadow = Fakes.model(Fakes.signature("robust", 8));
        parts.addShadow(shadow);
        live.send(1);
        sensor.start(CaptureRequest.of("veth0"));
        until(() -> sensor.status().flows().read() == 1);
        parts.removeShadow(shadow);
        live.send(Fakes.Source.NOTHING, Fakes.Source.NOTHING, 2);
        until(() -> sensor.status().flows().read() == 2);
        sensor.stop();
        assertEquals(List.of(1L, 2L), times());
        assertEquals(
                List.of(1L),
                detector.shadowHeads.stream().map(Fakes.Heads.Head::time).toList());
    }

    @Test
    void aShadowOfTheSameSignatureOrWithSamplesThatOptionsRuleOutGetsNone() throws Exception {
        parts.addShadow(Fakes.model(CLASSIC));
        assertNull(parts.shadowSetup());
        parts.addShadow(Fakes.model(Fakes.signature("robust", 8)));
        assertEquals(Fakes.signature("robust", 8), parts.shadowSetup().signature());
        sensor.options(new SensorOptions(null, "classic", 0, 0, null, Duration.ofSeconds(60), 100));
        assertNull(parts.shadowSetup());
    }

    @Test
    void aModelOfTheSameSignatureChangesNothing() throws Exception {
        sensor.start(CaptureRequest.of("veth0"));
        live.send(10);
        until(() -> sensor.status().flows().read() == 1);
        parts.add(Fakes.model(CLASSIC));
        parts.remove(model);
        live.send(20);
        until(() -> sensor.status().flows().read() == 2);
        assertEquals(1, tables.made.size());
        assertEquals(2, sensor.status().flows().open());
    }

    @Test
    void whenTheModelGoesSamplesAreMadeAsBefore() throws Exception {
        parts.remove(model);
        file.send(10, Fakes.Source.END);
        sensor.replay("day.pcap", Sensor.UNLIMITED);
        assertTrue(sensor.await(LONG));
        assertEquals(CLASSIC, detector.heads.take().signature());
    }

    @Test
    void explicitOptionsOverrideTheModelAndTheMisfitIsSaid() throws Exception {
        sensor.options(new SensorOptions(null, "robust", 8, 60, Direction.ONE_WAY, Duration.ofSeconds(5), 100));
        sensor.start(CaptureRequest.of("veth0"));
        until(() -> sensor.status().signature() != null);
        assertEquals(
                "samples are made as robust 8x60 ONE_WAY, the active model takes classic 4x60 ONE_WAY",
                sensor.status().detail());
        assertEquals(Duration.ofSeconds(5), tables.made.get(0).idleTimeout());
        assertEquals(100, tables.made.get(0).maxFlows());
    }

    @Test
    void theConfiguredInterfaceIsCapturedFromAndAChangeIsFollowed() {
        sensor.options(automatic("veth0"));
        assertEquals("veth0", sensor.status().source());
        sensor.options(automatic("veth1"));
        assertEquals("veth1", sensor.status().source());
        assertEquals(SensorState.CAPTURING, sensor.status().state());
        sensor.options(SensorOptions.DEFAULT);
        assertEquals(SensorState.IDLE, sensor.status().state());
    }

    @Test
    void theAutomaticCaptureWaitsForAProviderAndReturnsWithIt() {
        sensor.remove(live);
        sensor.options(automatic("veth0"));
        assertEquals(SensorState.WAITING, sensor.status().state());
        sensor.add(live);
        assertEquals(SensorState.CAPTURING, sensor.status().state());
        sensor.remove(live);
        assertEquals(SensorState.WAITING, sensor.status().state());
        assertTrue(live.closed);
        sensor.add(live);
        assertEquals(SensorState.CAPTURING, sensor.status().state());
    }

    @Test
    void anAutomaticCaptureThatFailsIsSaid() {
        live.refusal = "veth0: no such interface";
        sensor.options(automatic("veth0"));
        assertEquals(SensorState.FAILED, sensor.status().state());
        assertEquals("veth0: no such interface", sensor.status().detail());
    }

    @Test
    void anAutomaticCaptureThatFailedIsTriedAgainUntilItIsStopped() {
        live.refusal = "veth0: no such interface";
        sensor.options(automatic("veth0"));
        sensor.retryAutomatic();
        assertEquals(SensorState.FAILED, sensor.status().state());
        assertEquals("veth0: no such interface", sensor.status().detail());
        live.refusal = null;
        sensor.retryAutomatic();
        assertEquals(SensorState.CAPTURING, sensor.status().state());
        sensor.stop();
        sensor.retryAutomatic();
        assertEquals(SensorState.IDLE, sensor.status().state());
    }

    @Test
    void anAutomaticCaptureThatFailedIsLeftAloneOnceItIsStopped() {
        live.refusal = "veth0: no such interface";
        sensor.options(automatic("veth0"));
        sensor.stop();
        live.refusal = null;
        sensor.retryAutomatic();
        assertEquals(SensorState.FAILED, sensor.status().state());
    }

    @Test
    void optionsThatWereRefusedAreSaidUntilOthersAreTaken() throws Exception {
        sensor.start(CaptureRequest.of("veth0"));
        sensor.optionsProblem("configuration refused: for a test");
        assertEquals(SensorState.CAPTURING, sensor.status().state());
        assertEquals("configuration refused: for a test", sensor.status().detail());
        sensor.options(SensorOptions.DEFAULT);
        assertEquals("", sensor.status().detail());
    }

    @Test
    void aSourceThatWasStartedByCommandIsLeftAloneByTheConfiguration() throws Exception {
        sensor.start(CaptureRequest.of("veth7"));
        sensor.options(automatic("veth0"));
        assertEquals("veth7", sensor.status().source());
        assertEquals(SensorState.CAPTURING, sensor.status().state());
    }
}
