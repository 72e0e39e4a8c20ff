package org.ldpi.training.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ldpi.api.calibration.CalibrationOverlay;
import org.ldpi.api.calibration.RecalibrationPlan;
import org.ldpi.api.detector.Verdict;
import org.ldpi.api.encoder.EncoderSpec;
import org.ldpi.api.flow.CloseReason;
import org.ldpi.api.flow.Direction;
import org.ldpi.api.flow.Flow;
import org.ldpi.api.flow.FlowKey;
import org.ldpi.api.incident.IncidentKind;
import org.ldpi.api.model.Calibration;
import org.ldpi.api.model.Centres;
import org.ldpi.api.model.GoldenSample;
import org.ldpi.api.model.Model;
import org.ldpi.api.model.ModelId;
import org.ldpi.api.model.ModelSignature;
import org.ldpi.api.quantizer.Quantizer;
import org.ldpi.api.quantizer.SampleShape;
import org.ldpi.api.threshold.Threshold;
import org.ldpi.evidence.Drift;
import org.ldpi.evidence.Evidence;
import org.ldpi.evidence.EvidenceOptions;
import org.ldpi.threshold.AlertBudget;
import org.ldpi.threshold.recalibration.OverlayFile;
import org.ldpi.threshold.recalibration.Recalibrations;

/**
 * A day on which normal traffic changes, as thresholds, drift, evidence and recalibration see it together: twenty clients use a
 * server, then also a new service, whose flows have scores up to an eighth over the threshold.
 */
class ChangedDayTest {
    private static final int TCP = 6;
    private static final int NEW_SERVICE = 8443;
    private static final SampleShape SHAPE = SampleShape.DEFAULT;
    /** Flows over the threshold that are bearable: 20 of the 20,000 of a host in a day. */
    private static final AlertBudget BUDGET = new AlertBudget(20, 20_000, true, 0.9, 1);

    private static final double SHARE = 20 / 20_000.0;
    private static final InetAddress SERVER = host(1, 1);

    @TempDir
    Path folder;

    private final Random random = new Random(1);
    private final Model model = model();
    private final Evidence evidence = new Evidence(EvidenceOptions.DEFAULT, (incident, verdict) -> {});
    private CalibrationOverlay overlay;
    private Threshold threshold = BUDGET.threshold(model.calibration());
    private final double thresholdOfTheModel = threshold.value();
    private Drift drift = new Drift("lab:1", model.calibration());
    private Recalibrations recalibrations;
    private long nanos = 1_770_091_506_000_000_000L;
    private int flows;
    private int over;

    @BeforeEach
    void start() {
        recalibrations = new Recalibrations(
                new Recalibrations.Surroundings(
                        () -> evidence, () -> List.of(BUDGET), new OverlayFile(folder), Clock.systemUTC()),
                now -> overlay = now);
        recalibrations.model(model);
    }

    private static float normal(Random random) {
        return random.nextFloat() * random.nextFloat();
    }

    private static Model model() {
        Random scores = new Random(7);
        double[] calibration = new double[10_000];
        for (int i = 0; i < calibration.length; i++) {
            calibration[i] = normal(scores);
        }
        return new Model(
                ModelId.parse("lab:1"),
                new ModelSignature(Quantizer.CLASSIC, SHAPE, Direction.ONE_WAY),
                new EncoderSpec("none", SHAPE, 1, Map.of()),
                ByteBuffer.allocate(0),
                new Centres(new float[] {0}, 1),
                new Calibration(calibration),
                Map.of(),
                List.of(new GoldenSample(new byte[SHAPE.size()], 0)),
                Map.of(),
                "");
    }

    private static InetAddress host(int net, int number) {
        try {
            return InetAddress.getByAddress(new byte[] {10, 0, (byte) net, (byte) number});
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private boolean flow(
            InetAddress from, int fromPort, InetAddress to, int toPort, int packets, CloseReason close, float score) {
        nanos += 50_000_000;
        Flow flow = new Flow(
                new FlowKey(from, fromPort, to, toPort, TCP, 0),
                "",
                "",
                packets,
                nanos,
                nanos,
                close,
                "",
                SHAPE,
                new byte[SHAPE.size()]);
        boolean anomaly = score > threshold.value();
        Verdict verdict = new Verdict(++flows, flow, score, 0, anomaly, threshold, model.id(), "");
        evidence.onVerdict(verdict);
        recalibrations.add(verdict);
        if (!anomaly) {
            drift.add(score, flow.end());
        }
        over += anomaly ? 1 : 0;
        return anomaly;
    }

    private void conversation(int port, float score, float answer) {
        InetAddress client = host(0, 1 + random.nextInt(20));
        int own = 32_768 + random.nextInt(28_000);
        flow(client, own, SERVER, port, 4, CloseReason.FULL, score);
        flow(SERVER, port, client, own, 4, CloseReason.FULL, answer);
    }

    private void oldTraffic(int conversations) {
        for (int i = 0; i < conversations; i++) {
            conversation(443, normal(random), normal(random));
        }
    }

    /** A tenth of the conversations are of the new service. */
    private void newTraffic(int conversations) {
        for (int i = 0; i < conversations; i++) {
            if (random.nextInt(10) == 0) {
                float score = (float) thresholdOfTheModel * (0.7f + 0.42f * random.nextFloat());
                conversation(NEW_SERVICE, score, (float) thresholdOfTheModel * (0.7f + 0.25f * random.nextFloat()));
            } else {
                oldTraffic(1);
            }
        }
    }

    private double shareOver(Runnable traffic) {
        int flowsBefore = flows;
        int overBefore = over;
        traffic.run();
        return (double) (over - overBefore) / (flows - flowsBefore);
    }

    private RecalibrationPlan recalibrate() throws Exception {
        RecalibrationPlan plan = recalibrations.apply();
        threshold = BUDGET.threshold(overlay.calibration());
        drift = new Drift("lab:1", overlay.calibration());
        return plan;
    }

    @Test
    void aNewServiceIsDriftWithinTwoWindowsAndRecalibrationRestoresTheBudget() throws Exception {
        assertTrue(shareOver(() -> oldTraffic(5_000)) <= SHARE);
        assertNull(drift.status().since());

        int before = flows;
        while (drift.status().since() == null && flows < before + 10_000) {
            newTraffic(1);
        }
        assertTrue(flows - before <= 2 * Drift.WINDOW, "drift after " + (flows - before) + " flows");
        assertTrue(shareOver(() -> newTraffic(10_000)) > 5 * SHARE, "the new service is no difficulty");

        RecalibrationPlan plan = recalibrate();
        assertTrue(plan.overAfter() < plan.overBefore(), plan.toString());
        double after = shareOver(() -> newTraffic(10_000));
        assertTrue(after <= SHARE, "over the threshold after: " + after);
        assertNull(drift.status().since(), drift.status().line());
    }

    @Test
    void anAttackDuringRecalibrationIsDetectedAfterIt() throws Exception {
        oldTraffic(2_000);
        InetAddress scanner = host(9, 9);
        InetAddress flooder = host(9, 8);
        int port = 1;
        for (int i = 0; i < 400; i++) {
            newTraffic(20);
            // One probe with a score like anybody's, and one flow whose score is far over the threshold.
            flow(scanner, 50_000, SERVER, port++, 1, CloseReason.RST, normal(random));
            flow(flooder, 50_000 + i, SERVER, 443, 4, CloseReason.FULL, 2 * (float) thresholdOfTheModel);
        }
        assertTrue(
                evidence.recent(10).stream()
                        .anyMatch(i -> i.open()
                                && i.kind() == IncidentKind.SCAN
                                && i.subject().equals(scanner)),
                "the scan is found before");

        RecalibrationPlan plan = recalibrate();
        assertNotNull(overlay);
        assertTrue(plan.leftOut().get("of addresses with incidents") >= 400, plan.toString());

        assertTrue(threshold.value() < 1.6 * thresholdOfTheModel, "threshold " + threshold.value());
        assertTrue(
                flow(flooder, 60_000, SERVER, 443, 4, CloseReason.FULL, 2 * (float) thresholdOfTheModel),
                "the same attack is over the threshold still");
        assertFalse(
                evidence.test(new Verdict(
                                ++flows,
                                new Flow(
                                        new FlowKey(scanner, 50_000, SERVER, port, TCP, 0),
                                        "",
                                        "",
                                        1,
                                        nanos,
                                        nanos,
                                        CloseReason.RST,
                                        "",
                                        SHAPE,
                                        new byte[SHAPE.size()]),
                                0.1f,
                                0,
                                false,
                                threshold,
                                model.id(),
                                ""))
                        .isEmpty(),
                "the next probe belongs to the scan's incident");

        recalibrations.undo();
        assertNull(overlay);
        assertEquals(10_000, model.calibration().size());
    }
}
