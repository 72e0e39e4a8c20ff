package org.ldpi.threshold.recalibration;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ldpi.api.calibration.CalibrationOverlay;
import org.ldpi.api.calibration.RecalibrationException;
import org.ldpi.api.calibration.RecalibrationPlan;
import org.ldpi.api.detector.Verdict;
import org.ldpi.api.encoder.EncoderSpec;
import org.ldpi.api.flow.CloseReason;
import org.ldpi.api.flow.Direction;
import org.ldpi.api.flow.Flow;
import org.ldpi.api.flow.FlowKey;
import org.ldpi.api.incident.Incident;
import org.ldpi.api.incident.IncidentKind;
import org.ldpi.api.incident.IncidentLog;
import org.ldpi.api.model.Calibration;
import org.ldpi.api.model.Centres;
import org.ldpi.api.model.GoldenSample;
import org.ldpi.api.model.Model;
import org.ldpi.api.model.ModelId;
import org.ldpi.api.model.ModelSignature;
import org.ldpi.api.quantizer.Quantizer;
import org.ldpi.api.quantizer.SampleShape;
import org.ldpi.api.threshold.ThresholdPolicy;
import org.ldpi.threshold.Max;
import org.ldpi.threshold.NearMax;
import org.ldpi.threshold.NinetyNine;

class RecalibrationsTest {
    private static final Instant NOW = Instant.parse("2026-02-03T04:05:06Z");
    private static final SampleShape SHAPE = SampleShape.DEFAULT;
    private static final List<ThresholdPolicy> POLICIES = List.of(new Max(), new NinetyNine(), new NearMax());

    @TempDir
    Path folder;

    private final Random random = new Random(1);
    private final Model model = model("lab:1", "aa");
    private final double threshold =
            new NearMax().threshold(model.calibration()).value();
    private final Incidents incidents = new Incidents();
    private Recalibrations recalibrations;
    private CalibrationOverlay inForce;
    private long nanos = 1_000_000_000L;

    /** Incidents as a test says. */
    private static final class Incidents implements IncidentLog {
        private final List<Incident> newestFirst = new ArrayList<>();
        private long raised;

        void found(IncidentKind kind, InetAddress subject, boolean open, long lastNanos) {
            Instant last = Instant.ofEpochSecond(0, lastNanos);
            newestFirst.add(0, new Incident(++raised, kind, subject, last, last, last, 9, 9, 6, null, open));
        }

        @Override
        public long raised() {
            return raised;
        }

        @Override
        public int open() {
            return (int) newestFirst.stream().filter(Incident::open).count();
        }

        @Override
        public List<Incident> recent(int limit) {
            return newestFirst.subList(0, Math.min(limit, newestFirst.size()));
        }

        @Override
        public String memory() {
            return "";
        }
    }

    @BeforeEach
    void start() {
        recalibrations = restarted();
        recalibrations.model(model);
    }

    private Recalibrations restarted() {
        return new Recalibrations(
                new Recalibrations.Surroundings(
                        () -> incidents, () -> POLICIES, new OverlayFile(folder), Clock.fixed(NOW, ZoneOffset.UTC)),
                overlay -> inForce = overlay);
    }

    private static float normal(Random random) {
        return random.nextFloat() * random.nextFloat();
    }

    private static Model model(String id, String digest) {
        Random scores = new Random(7);
        return new Model(
                ModelId.parse(id),
                new ModelSignature(Quantizer.CLASSIC, SHAPE, Direction.ONE_WAY),
                new EncoderSpec("none", SHAPE, 1, Map.of()),
                ByteBuffer.allocate(0),
                new Centres(new float[] {0}, 1),
                new Calibration(scores.ints(5_000, 0, 1)
                        .mapToDouble(i -> normal(scores))
                        .toArray()),
                Map.of(),
                List.of(new GoldenSample(new byte[SHAPE.size()], 0)),
                Map.of(),
                digest);
    }

    private static InetAddress host(int net, int number) {
        try {
            return InetAddress.getByAddress(new byte[] {10, 0, (byte) net, (byte) number});
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private void flow(InetAddress source, int port, float score) {
        nanos += 1_000_000;
        Flow flow = new Flow(
                new FlowKey(source, 40_000, host(1, 1), port, 6, 0),
                "",
                "",
                4,
                nanos,
                nanos,
                CloseReason.FULL,
                "",
                SHAPE,
                new byte[SHAPE.size()]);
        var now = new NearMax()
                .threshold(CalibrationOverlay.inForce(model, inForce == null ? List.of() : List.of(inForce)));
        recalibrations.add(new Verdict(1, flow, score, 0, score > now.value(), now, model.id(), ""));
    }

    private void normalFlows(int flows) {
        for (int i = 0; i < flows; i++) {
            flow(host(0, random.nextInt(20)), 80, normal(random));
        }
    }

    private double nearMax() {
        return new NearMax().threshold(inForce.calibration()).value();
    }

    private String refusal() {
        String shown = recalibrations.plan().refused();
        assertEquals(
                shown,
                assertThrows(RecalibrationException.class, recalibrations::apply)
                        .getMessage());
        assertNull(inForce);
        return shown;
    }

    @Test
    void aNewServiceOverTheThresholdIsNormalAfterwards() throws Exception {
        normalFlows(3_000);
        for (int i = 0; i < 300; i++) {
            flow(host(0, random.nextInt(20)), 8080, (float) threshold * (1.01f + 0.1f * random.nextFloat()));
        }
        RecalibrationPlan plan = recalibrations.plan();
        assertEquals("", plan.refused());
        assertEquals(3_300, plan.used());
        assertTrue(plan.overBefore() > 0.09, "before " + plan.overBefore());
        assertTrue(plan.overAfter() < 0.001, "after " + plan.overAfter());
        assertNull(inForce, "a plan changes nothing");

        recalibrations.apply();
        assertTrue(nearMax() > 1.1 * threshold && nearMax() <= 1.25 * threshold, "near_max " + nearMax());
        assertEquals(NOW, recalibrations.status().since());
        assertEquals(
                "recalibrated on 3300 flows since " + NOW,
                recalibrations.status().line());
        assertEquals(5_000, model.calibration().size(), "the model is what it was");
    }

    @Test
    void flowsOfAddressesWithIncidentsDoNotCountNorDoThoseOfALoneClient() throws Exception {
        normalFlows(4_000);
        InetAddress scanner = host(9, 9);
        for (int i = 0; i < 300; i++) {
            flow(scanner, 1 + i, 0.99f * (float) threshold);
        }
        incidents.found(IncidentKind.SCAN, scanner, true, nanos);
        InetAddress guesser = host(9, 8);
        for (int i = 0; i < 100; i++) {
            flow(guesser, 22, 1.2f * (float) threshold);
        }
        RecalibrationPlan plan = recalibrations.apply();
        assertEquals(4_000, plan.used(), plan.toString());
        assertEquals(
                Map.of("of addresses with incidents", 300, "over the threshold and of few clients", 100),
                plan.leftOut());
        assertTrue(nearMax() < 1.2 * threshold, "what the guesser does is over the threshold still");
    }

    @Test
    void clientsOfANewServiceWhoseFlowsWereAlertsAgainAndAgainCount() throws Exception {
        normalFlows(3_000);
        for (int i = 0; i < 300; i++) {
            InetAddress client = host(0, random.nextInt(20));
            flow(client, 8080, 1.1f * (float) threshold);
            incidents.found(IncidentKind.REPEATED, client, true, nanos);
        }
        assertEquals(3_300, recalibrations.apply().used());
    }

    @Test
    void whateverAnAttackOfManyScoresAThresholdRisesByOneStepOnly() throws Exception {
        normalFlows(3_000);
        for (int i = 0; i < 300; i++) {
            flow(host(0, random.nextInt(20)), 8080, 50 * (float) threshold);
        }
        recalibrations.apply();
        assertTrue(nearMax() <= 1.25 * model.calibration().max(), "near_max " + nearMax());
    }

    @Test
    void aQuietDayLowersThresholdsByOneStepOnly() throws Exception {
        for (int i = 0; i < 3_000; i++) {
            flow(host(0, random.nextInt(20)), 80, 0.001f);
        }
        recalibrations.apply();
        assertTrue(nearMax() >= threshold / 1.25 * (1 - 1e-2) && nearMax() < threshold, "near_max " + nearMax());
    }

    @Test
    void anAttackUnderWayIsAReasonToRefuse() {
        normalFlows(3_000);
        InetAddress flooded = host(1, 1);
        incidents.found(IncidentKind.FLOOD, flooded, true, nanos);
        String said = refusal();
        assertTrue(said.startsWith("an attack is under way, or was: 3000 of 3000 recent flows"), said);
        assertTrue(said.endsWith("(FLOOD 10.0.1.1)"), said);
    }

    @Test
    void anIncidentThatEndedBeforeTheRecentFlowsIsNone() throws Exception {
        incidents.found(IncidentKind.SCAN, host(0, 1), false, nanos);
        normalFlows(3_000);
        assertEquals(3_000, recalibrations.apply().used());
    }

    @Test
    void manyUnusualFlowsOfFewClientsAreAReasonToRefuse() {
        normalFlows(3_000);
        for (int i = 0; i < 300; i++) {
            flow(host(9, 9), 22, 2 * (float) threshold);
        }
        String said = refusal();
        assertTrue(said.startsWith("300 of 3300 recent flows are over the threshold"), said);
    }

    @Test
    void fewFlowsAndFewAddressesAreReasonsToRefuse() {
        assertEquals("no flow was judged by lab:1 yet", refusal());
        normalFlows(1_999);
        assertEquals("1999 of 1999 recent flows can be used, too few: 2000 are needed", refusal());
        recalibrations.model(model);
        for (int i = 0; i < 3_000; i++) {
            flow(host(0, i % 2), 80, normal(random));
        }
        assertEquals("the recent flows come from 2 addresses only, 3 are needed", refusal());
    }

    @Test
    void incidentsThatTheLogForgotAreAReasonToRefuse() {
        normalFlows(3_000);
        incidents.found(IncidentKind.SCAN, host(9, 9), false, nanos);
        incidents.raised = 1_001;
        assertTrue(refusal().startsWith("more incidents than are remembered"));
    }

    @Test
    void itSurvivesARestartAndBelongsToItsModelAlone() throws Exception {
        normalFlows(3_000);
        recalibrations.apply();
        CalibrationOverlay applied = inForce;

        recalibrations = restarted();
        recalibrations.model(model);
        assertArrayEquals(
                applied.calibration().ascending(), inForce.calibration().ascending());
        assertEquals(NOW, inForce.since());

        recalibrations.model(model("lab:2", "bb"));
        assertNull(inForce, "another model");
        recalibrations.model(model("lab:1", "cc"));
        assertNull(inForce, "another file of that name");
        recalibrations.model(model);
        assertNotNull(inForce, "back again");
    }

    @Test
    void eachStepIsUndoneByOneCommand() throws Exception {
        normalFlows(3_000);
        recalibrations.apply();
        CalibrationOverlay first = inForce;
        normalFlows(1_000);
        recalibrations.apply();
        assertEquals(2, recalibrations.status().steps());

        recalibrations = restarted();
        recalibrations.model(model);
        assertEquals(1, recalibrations.undo().steps());
        assertArrayEquals(first.calibration().ascending(), inForce.calibration().ascending());
        assertNull(recalibrations.undo().since());
        assertNull(inForce);
        assertEquals(
                "no recalibration is in force for lab:1",
                assertThrows(RecalibrationException.class, recalibrations::undo).getMessage());
        recalibrations.model(model);
        assertNull(inForce, "undone for good");
    }

    @Test
    void aFileThatIsDamagedIsSaidAndNotUsed() throws Exception {
        normalFlows(3_000);
        recalibrations.apply();
        Path file = folder.resolve("lab@1.calibration");
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2]++;
        Files.write(file, bytes);

        recalibrations.model(model);
        assertNull(inForce);
        String said = recalibrations.status().line();
        assertTrue(said.startsWith("as in the model; the recalibration of lab:1 in " + file + " cannot be read"), said);
    }

    @Test
    void whatCannotBeStoredIsNotInForce() throws Exception {
        Files.writeString(folder.resolve("in the way"), "");
        recalibrations = new Recalibrations(
                new Recalibrations.Surroundings(
                        () -> incidents,
                        () -> POLICIES,
                        new OverlayFile(folder.resolve("in the way")),
                        Clock.systemUTC()),
                overlay -> inForce = overlay);
        recalibrations.model(model);
        normalFlows(3_000);
        String said = assertThrows(RecalibrationException.class, recalibrations::apply)
                .getMessage();
        assertTrue(said.startsWith("the recalibration cannot be stored"), said);
        assertNull(inForce);
        assertEquals(0, recalibrations.status().steps());
    }
}
