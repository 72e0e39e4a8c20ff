package org.ldpi.detector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ldpi.detector.Fixtures.SIGNATURE;
import static org.ldpi.detector.Fixtures.head;
import static org.ldpi.detector.Fixtures.serving;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.ldpi.api.detector.DetectorStatus;
import org.ldpi.api.detector.ShadowListener;
import org.ldpi.api.detector.Verdict;
import org.ldpi.api.encoder.EncoderException;
import org.ldpi.api.flow.FlowHead;
import org.ldpi.api.model.Calibration;
import org.ldpi.api.model.ModelId;
import org.ldpi.api.model.ModelSignature;
import org.ldpi.api.model.ServingModel;
import org.ldpi.api.quantizer.SampleShape;
import org.ldpi.api.threshold.RunningThreshold;
import org.ldpi.api.threshold.Threshold;
import org.ldpi.api.threshold.ThresholdPolicy;
import org.ldpi.detector.Fixtures.FirstByteEncoder;

class BatchDetectorTest {
    /** A bound for a broken build, not an expectation. */
    private static final Duration LONG = Duration.ofMinutes(1);

    private final List<Verdict> verdicts = new CopyOnWriteArrayList<>();
    private final FirstByteEncoder encoder = new FirstByteEncoder();
    private BatchDetector detector = detector(64, "fours");

    private BatchDetector detector(int queue, String policy) {
        BatchDetector made = new BatchDetector(new DetectorOptions(8, 1_000, 0, queue, policy, 0, 100));
        made.add((org.ldpi.api.detector.VerdictListener) verdicts::add);
        made.start();
        return made;
    }

    @AfterEach
    void stop() {
        encoder.mayLeave.countDown();
        detector.close();
    }

    private static ThresholdPolicy policy(String name, double value) {
        return new FixedPolicy(name, value);
    }

    private static class FixedPolicy implements ThresholdPolicy {
        private final String name;
        private final double value;

        FixedPolicy(String name, double value) {
            this.name = name;
            this.value = value;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public String description() {
            return name;
        }

        @Override
        public Threshold threshold(Calibration calibration) {
            return new Threshold(name, value, calibration.size(), "");
        }
    }

    private void decide(FlowHead... heads) throws InterruptedException {
        for (FlowHead head : heads) {
            detector.put(head, SIGNATURE);
        }
        assertTrue(detector.awaitDecided(LONG));
    }

    private static void assertAddsUp(DetectorStatus s) {
        assertEquals(s.offered(), s.scored() + s.failed() + s.unfit() + s.queued() + s.refused(), s.toString());
    }

    @Test
    void aHeadOverTheThresholdIsAnAnomalyAndTheVerdictSaysByWhat() throws Exception {
        detector.add(policy("fours", 16));
        ServingModel model = serving("m:1", encoder);
        detector.add(model);

        decide(head(4), head(5));

        assertEquals(2, verdicts.size());
        Verdict four = verdicts.get(0);
        Verdict five = verdicts.get(1);
        assertEquals(16f, four.score());
        assertFalse(four.anomaly(), "equal to the threshold is not over it");
        assertEquals(25f, five.score());
        assertTrue(five.anomaly());
        assertEquals(List.of(1L, 2L), List.of(four.sequence(), five.sequence()));
        assertEquals(0, five.centre());
        assertEquals("m:1", five.model().toString());
        assertEquals("fours", five.threshold().policy());
        assertEquals(1005, five.flow().key().sourcePort());
        assertEquals(List.of(five, four), detector.recent(5));
        DetectorStatus status = detector.status();
        assertEquals(1, status.anomalies());
        assertEquals("m:1", status.model());
        assertEquals("ok", status.condition());
        assertAddsUp(status);
    }

    @Test
    void aPolicyMayJudgeEachFlowByThoseBeforeIt() throws Exception {
        detector.add(new ThresholdPolicy() {
            @Override
            public String name() {
                return "fours";
            }

            @Override
            public String description() {
                return "over the highest score so far";
            }

            @Override
            public Threshold threshold(Calibration calibration) {
                return new Threshold("fours", 0, calibration.size(), "");
            }

            @Override
            public RunningThreshold running(Calibration calibration) {
                float[] highest = new float[1];
                return score -> {
                    Threshold before = new Threshold("fours", highest[0], calibration.size(), "");
                    highest[0] = Math.max(highest[0], score);
                    return before;
                };
            }
        });
        detector.add(serving("m:1", encoder));

        decide(head(4), head(3), head(5));

        assertEquals(
                List.of(true, false, true),
                verdicts.stream().map(Verdict::anomaly).toList());
        assertEquals(16, detector.status().threshold().value(), "the threshold of the last flow");
        detector.policyChanged();
        decide(head(3));
        assertTrue(verdicts.get(3).anomaly(), "a policy that changed begins anew");
    }

    @Test
    void withoutAModelHeadsWaitInTheBoundedQueueAndTheStatusSaysSo() throws Exception {
        detector.close();
        detector = detector(3, "fours");
        detector.add(policy("fours", 16));
        for (int i = 1; i <= 3; i++) {
            assertTrue(detector.offer(head(i), SIGNATURE));
        }
        assertFalse(detector.offer(head(9), SIGNATURE), "the queue is full");

        DetectorStatus waiting = detector.status();
        assertEquals(3, waiting.queued());
        assertEquals(1, waiting.refused());
        assertEquals("waits for a model; the queue is full", waiting.condition());
        assertEquals("", waiting.model());
        assertNull(waiting.threshold());
        assertAddsUp(waiting);

        detector.add(serving("m:1", encoder));
        assertTrue(detector.awaitDecided(LONG));
        assertEquals(List.of(1f, 4f, 9f), verdicts.stream().map(Verdict::score).toList());
        assertAddsUp(detector.status());
    }

    @Test
    void awaitDecidedSaysWhenItTookTooLong() throws Exception {
        detector.put(head(1), SIGNATURE);
        assertFalse(detector.awaitDecided(Duration.ofMillis(1)));
    }

    @Test
    void aWriterThatMayWaitIsHeldBackUntilThereIsRoom() throws Exception {
        detector.close();
        detector = detector(1, "fours");
        detector.add(policy("fours", 16));
        detector.put(head(1), SIGNATURE);
        Thread writer = new Thread(() -> {
            try {
                detector.put(head(2), SIGNATURE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        writer.start();
        while (writer.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        assertEquals(1, detector.status().offered());

        detector.add(serving("m:1", encoder));
        writer.join();
        assertTrue(detector.awaitDecided(LONG));
        assertEquals(2, detector.status().scored());
        assertEquals(0, detector.status().refused());
    }

    @Test
    void aModelIsSwappedUnderLoadAndNoHeadIsLostOrFailed() throws Exception {
        detector.add(policy("fours", 16));
        ServingModel serving = serving("m:0", encoder);
        detector.add(serving);
        for (int swap = 1; swap <= 200; swap++) {
            for (int i = 0; i < 20; i++) {
                detector.put(head(i), SIGNATURE);
            }
            ServingModel next = serving("m:" + swap, new FirstByteEncoder());
            detector.add(next);
            detector.remove(serving);
            serving.retire();
            serving = next;
        }
        assertTrue(detector.awaitDecided(LONG));
        DetectorStatus status = detector.status();
        assertEquals(4_000, status.scored());
        assertEquals(0, status.failed());
        assertEquals("m:200", status.model());
        assertTrue(encoder.closed, "the first model's encoder was closed when its last batch left it");
        for (int i = 0; i < verdicts.size(); i++) {
            assertEquals(i + 1, verdicts.get(i).sequence());
        }
    }

    @Test
    void theScoringThreadNeverClosesAnEncoder() throws Exception {
        detector.add(policy("fours", 16));
        List<Runnable> handedOver = new CopyOnWriteArrayList<>();
        List<String> closers = new CopyOnWriteArrayList<>();
        ServingModel serving = served(closers, handedOver);
        detector.add(serving);
        for (int swap = 1; swap <= 200; swap++) {
            for (int i = 0; i < 20; i++) {
                detector.put(head(i), SIGNATURE);
            }
            ServingModel next = served(closers, handedOver);
            detector.add(next);
            detector.remove(serving);
            serving.retire();
            serving = next;
        }
        assertTrue(detector.awaitDecided(LONG));
        assertFalse(handedOver.isEmpty(), "of 200 swaps some come amid a batch");
        handedOver.forEach(Runnable::run);
        assertEquals(200, closers.size());
        assertEquals(List.of(), closers.stream().filter("ldpi-scoring"::equals).toList());
    }

    /** A model whose encoder says in which thread it is closed. */
    private static ServingModel served(List<String> closers, List<Runnable> handedOver) {
        FirstByteEncoder telling = new FirstByteEncoder() {
            @Override
            public void close() {
                super.close();
                closers.add(Thread.currentThread().getName());
            }
        };
        return new ServingModel(Fixtures.model("m:1", SIGNATURE), telling, handedOver::add);
    }

    @Test
    void whileAPolicyComputesFlowsAreJudgedByThePresentThreshold() throws Exception {
        CountDownLatch computing = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        AtomicBoolean slow = new AtomicBoolean();
        detector.add(new FixedPolicy("fours", 16) {
            @Override
            public Threshold threshold(Calibration calibration) {
                if (slow.get()) {
                    computing.countDown();
                    awaitUnchecked(mayEnd);
                }
                return super.threshold(calibration);
            }
        });
        detector.add(serving("m:1", encoder));
        slow.set(true);
        Thread changing = new Thread(detector::policyChanged);
        changing.start();
        computing.await();
        decide(head(4), head(5));
        assertEquals(2, verdicts.size());
        mayEnd.countDown();
        changing.join();
    }

    private static void awaitUnchecked(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aBatchUnderWayFinishesOnTheModelItBeganWith() throws Exception {
        detector.add(policy("fours", 16));
        encoder.entered = new CountDownLatch(1);
        encoder.mayLeave = new CountDownLatch(1);
        ServingModel old = serving("m:1", encoder);
        detector.add(old);
        detector.put(head(1), SIGNATURE);
        encoder.entered.await();

        FirstByteEncoder newer = new FirstByteEncoder();
        detector.add(serving("m:2", newer));
        detector.remove(old);
        old.retire();
        assertFalse(encoder.closed);
        encoder.mayLeave.countDown();
        decide(head(2));

        assertEquals(
                List.of("m:1", "m:2"),
                verdicts.stream().map(v -> v.model().toString()).toList());
        assertTrue(encoder.closed);
    }

    @Test
    void headsMadeForAnotherSignatureAreCountedAsUnfit() throws Exception {
        detector.add(policy("fours", 16));
        detector.add(serving("m:1", encoder));
        SampleShape other = new SampleShape(2, 40);
        detector.put(head(other, 1), Fixtures.signature(other));
        decide(head(3));

        DetectorStatus status = detector.status();
        assertEquals(1, status.unfit());
        assertEquals(1, status.scored());
        assertAddsUp(status);
    }

    @Test
    void aModelOfAnotherShapeScoresHeadsOfItsOwn() throws Exception {
        detector.add(policy("fours", 16));
        detector.add(serving("m:1", encoder));
        decide(head(3));
        SampleShape shape = new SampleShape(2, 40);
        detector.add(serving("m:2", new FirstByteEncoder(Fixtures.signature(shape))));
        detector.put(head(shape, 6), Fixtures.signature(shape));
        decide(head(5));

        assertEquals(
                List.of(9f, 36f, 25f), verdicts.stream().map(Verdict::score).toList());
        assertEquals(0, detector.status().unfit(), "the model before is still open");
    }

    @Test
    void headsThatWereMadeForTheModelBeforeAreJudgedByItAndItIsClosedBehindThem() throws Exception {
        detector.add(policy("fours", 16));
        ServingModel old = serving("m:1", encoder);
        encoder.mayLeave = new CountDownLatch(1);
        encoder.entered = new CountDownLatch(1);
        detector.add(old);
        detector.put(head(1), SIGNATURE);
        encoder.entered.await();
        // Behind the batch under way wait heads of the old shape, when the new model comes and the old one goes.
        detector.put(head(3), SIGNATURE);
        detector.put(head(5), SIGNATURE);
        SampleShape shape = new SampleShape(2, 40);
        detector.add(serving("m:2", new FirstByteEncoder(Fixtures.signature(shape))));
        detector.put(head(shape, 6), Fixtures.signature(shape));
        // A flow that began under the old model ends: its samples are still made as that one takes them.
        assertTrue(old.acquire());
        detector.put(head(2), SIGNATURE);
        old.release();
        detector.remove(old);
        old.retire();
        assertFalse(encoder.closed);
        encoder.mayLeave.countDown();
        assertTrue(detector.awaitDecided(LONG));

        assertEquals(
                List.of("m:1 1.0", "m:1 9.0", "m:1 25.0", "m:2 36.0", "m:1 4.0"),
                verdicts.stream().map(v -> v.model() + " " + v.score()).toList());
        assertEquals(
                List.of(1L, 2L, 3L, 4L, 5L),
                verdicts.stream().map(Verdict::sequence).toList());
        assertEquals(0, detector.status().unfit());
        assertAddsUp(detector.status());
        detector.put(head(7), SIGNATURE);
        assertTrue(detector.awaitDecided(LONG));
        assertTrue(encoder.closed);
        assertEquals(1, detector.status().unfit(), "that model is gone");
    }

    @Test
    void aDetectorThatStopsLetsGoOfTheModelsThatItsWaitingHeadsHold() throws Exception {
        detector.add(policy("fours", 16));
        encoder.mayLeave = new CountDownLatch(1);
        encoder.entered = new CountDownLatch(1);
        ServingModel old = serving("m:1", encoder);
        detector.add(old);
        detector.put(head(1), SIGNATURE);
        encoder.entered.await();
        detector.put(head(3), SIGNATURE);
        detector.add(serving("m:2", new FirstByteEncoder(Fixtures.signature(new SampleShape(2, 40)))));
        detector.remove(old);
        old.retire();
        Thread closing = new Thread(detector::close);
        closing.start();
        while (detector.offer(head(1), SIGNATURE)) {
            Thread.onSpinWait();
        }
        encoder.mayLeave.countDown();
        closing.join();
        assertTrue(encoder.closed);
    }

    @Test
    void theShadowScoresWhatTheActiveModelHasJudgedAndRaisesNoAlert() throws Exception {
        Shadowed shadowed = new Shadowed(4);
        detector.add(shadowed);
        detector.add(policy("fours", 16));
        detector.add(serving("m:1", encoder));
        detector.addShadow(new ServingModel(Fixtures.model("m:2", SIGNATURE), new FirstByteEncoder() {
            @Override
            public void encode(byte[] samples, int count, float[] embeddings) throws EncoderException {
                super.encode(samples, count, embeddings);
                for (int i = 0; i < count; i++) {
                    embeddings[i]++;
                }
            }
        }));
        decide(head(1), head(3), head(4), head(5));
        shadowed.all.await();

        assertEquals(
                List.of("1.0 4.0 false false", "9.0 16.0 false false", "16.0 25.0 false true", "25.0 36.0 true true"),
                shadowed.told);
        assertEquals(4, verdicts.size());
        assertEquals(1, detector.status().anomalies());
    }

    @Test
    void aShadowThatTakesOtherSamplesScoresItsOwnHeadsOfTheSameFlows() throws Exception {
        SampleShape longer = new SampleShape(8, 60);
        List<String> told = new CopyOnWriteArrayList<>();
        CountDownLatch both = new CountDownLatch(2);
        detector.add(new ShadowListener() {
            @Override
            public void onShadow(Verdict active, Verdict shadow) {
                told.add(active.flow().shape() + " " + active.score() + ", "
                        + shadow.flow().shape() + " " + shadow.score());
                both.countDown();
            }

            @Override
            public void onSkipped(ModelId shadow, int flows) {
                told.add("skipped " + flows);
            }
        });
        detector.add(policy("fours", 16));
        detector.add(serving("m:1", encoder));
        ModelSignature other = Fixtures.signature(longer);
        detector.addShadow(serving("m:2", new FirstByteEncoder(other)));
        detector.offerShadow(head(longer, 3), other);
        decide(head(3), head(4));
        detector.offerShadow(head(longer, 4), other);
        detector.offerShadow(head(5), SIGNATURE);
        both.await();
        assertEquals(
                List.of("4x60 9.0, 8x60 9.0", "4x60 16.0, 8x60 16.0"),
                told.stream().sorted(Comparator.comparing(String::length)).toList());
        assertEquals(2, verdicts.size());
        assertEquals(2, detector.status().offered());
    }

    @Test
    void aShadowThatFailsOrCannotKeepUpSkipsFlowsAndHoldsNobodyBack() throws Exception {
        Shadowed shadowed = new Shadowed(3);
        detector.add(shadowed);
        detector.add(policy("fours", 16));
        detector.add(serving("m:1", encoder));
        FirstByteEncoder failing = new FirstByteEncoder();
        failing.failure = new EncoderException("out of order");
        ServingModel shadow = serving("m:2", failing);
        detector.addShadow(shadow);
        decide(head(1), head(3), head(4));
        shadowed.all.await();

        assertEquals(3, shadowed.skipped.get());
        assertEquals(3, verdicts.size());
        assertEquals(0, detector.status().failed());
        assertEquals(
                "the shadow's last batch failed: out of order",
                detector.status().condition());
        detector.removeShadow(shadow);
        shadow.retire();
        decide(head(1));
        assertEquals(4, verdicts.size());
    }

    /** Waits for so many flows, told or skipped. */
    private static final class Shadowed implements ShadowListener {
        private final List<String> told = new CopyOnWriteArrayList<>();
        private final AtomicInteger skipped = new AtomicInteger();
        private final CountDownLatch all;

        Shadowed(int flows) {
            all = new CountDownLatch(flows);
        }

        @Override
        public void onShadow(Verdict active, Verdict shadow) {
            assertEquals(active.flow(), shadow.flow());
            assertEquals(active.sequence(), shadow.sequence());
            told.add(active.score() + " " + shadow.score() + " " + active.anomaly() + " " + shadow.anomaly());
            all.countDown();
        }

        @Override
        public void onSkipped(ModelId shadow, int flows) {
            skipped.addAndGet(flows);
            for (int i = 0; i < flows; i++) {
                all.countDown();
            }
        }
    }

    @Test
    void aThresholdChangesTheNextVerdictsAndTheirConfiguration() throws Exception {
        detector.add(policy("fours", 16));
        detector.add(policy("tens", 100));
        detector.add(serving("m:1", encoder));
        decide(head(5));
        detector.options(new DetectorOptions(8, 1_000, 0, 64, "tens", 0, 100));
        decide(head(5));
        detector.options(new DetectorOptions(8, 1_000, 0, 64, "tens", 24.5, 100));
        decide(head(5));

        assertEquals(
                List.of(true, false, true),
                verdicts.stream().map(Verdict::anomaly).toList());
        assertEquals("fixed", verdicts.get(2).threshold().policy());
        assertEquals(24.5, verdicts.get(2).threshold().value());
        assertNotEquals(verdicts.get(0).configuration(), verdicts.get(1).configuration());
        assertNotEquals(verdicts.get(1).configuration(), verdicts.get(2).configuration());
        assertEquals(8, verdicts.get(0).configuration().length());
    }

    @Test
    void optionsThatChangeNoVerdictDoNotChangeItsConfiguration() throws Exception {
        detector.add(policy("fours", 16));
        detector.add(serving("m:1", encoder));
        decide(head(5));
        detector.options(new DetectorOptions(2, 1_000, 10, 32, "fours", 0, 5));
        decide(head(5));
        assertEquals(verdicts.get(0).configuration(), verdicts.get(1).configuration());
        assertEquals(32, detector.status().queueCapacity());
    }

    @Test
    void withoutThePolicyTheModelsOwnThresholdIsUsedAndSaid() throws Exception {
        detector.options(new DetectorOptions(8, 1_000, 0, 64, "written", 0, 100));
        detector.add(serving("m:1", encoder));
        decide(head(5), head(6));
        assertEquals(
                List.of(false, true), verdicts.stream().map(Verdict::anomaly).toList());
        assertEquals(
                "as written in the model; no such policy is running",
                verdicts.get(0).threshold().warning());
    }

    @Test
    void headsWaitForAPolicyThatNobodyKnows() throws Exception {
        detector.add(serving("m:1", encoder));
        detector.put(head(5), SIGNATURE);
        assertEquals("waits for threshold policy 'fours'", detector.status().condition());
        assertEquals(0, detector.status().scored());
        detector.add(policy("fours", 16));
        assertTrue(detector.awaitDecided(LONG));
        assertEquals(1, verdicts.size());
    }

    @Test
    void aFailedBatchIsCountedAndTheNextOneIsScored() throws Exception {
        detector.add(policy("fours", 16));
        detector.add(serving("m:1", encoder));
        encoder.failure = new EncoderException("the engine is out of memory");
        decide(head(1));
        assertEquals(
                "the last batch failed: the engine is out of memory",
                detector.status().condition());
        encoder.failure = null;
        decide(head(2));

        DetectorStatus status = detector.status();
        assertEquals(1, status.failed());
        assertEquals(1, status.scored());
        assertEquals("ok", status.condition());
        assertEquals(1, verdicts.get(0).sequence());
        assertAddsUp(status);
    }

    @Test
    void anEmbeddingThatIsNotFiniteFailsItsHeadAndNoOther() throws Exception {
        detector.add(policy("fours", 16));
        encoder.entered = new CountDownLatch(1);
        encoder.mayLeave = new CountDownLatch(1);
        detector.add(serving("m:1", encoder));
        detector.put(head(1), SIGNATURE);
        encoder.entered.await();
        encoder.notFinite = 7;
        detector.put(head(7), SIGNATURE);
        detector.put(head(2), SIGNATURE);
        encoder.mayLeave.countDown();
        assertTrue(detector.awaitDecided(LONG));

        assertEquals(List.of(1f, 4f), verdicts.stream().map(Verdict::score).toList());
        assertEquals(1, detector.status().failed());
        assertEquals(
                "the encoder gave an embedding that is not finite",
                detector.status().condition());
        assertAddsUp(detector.status());
    }

    @Test
    void aListenerThatThrowsStopsNeitherScoringNorOtherListeners() throws Exception {
        detector.add(policy("fours", 16));
        detector.add(serving("m:1", encoder));
        detector.add((org.ldpi.api.detector.VerdictListener) verdict -> {
            throw new IllegalStateException("broken");
        });
        List<Verdict> after = new ArrayList<>();
        detector.add((org.ldpi.api.detector.VerdictListener) after::add);
        decide(head(1), head(2));
        assertEquals(2, after.size());
        assertTrue(
                detector.status().condition().endsWith("failed 2 times"),
                detector.status().condition());
    }

    @Test
    void onlyTheLastVerdictsAreKept() throws Exception {
        detector.add(policy("fours", 16));
        detector.add(serving("m:1", encoder));
        detector.options(new DetectorOptions(8, 1_000, 0, 64, "fours", 0, 3));
        for (int i = 0; i < 10; i++) {
            decide(head(i));
        }
        assertEquals(
                List.of(10L, 9L, 8L),
                detector.recent(100).stream().map(Verdict::sequence).toList());
        assertEquals(1, detector.recent(1).size());
    }

    @Test
    void aStoppedDetectorRefusesHeadsAndHoldsNobodyBack() throws Exception {
        detector.close();
        assertFalse(detector.offer(head(1), SIGNATURE));
        detector.put(head(2), SIGNATURE);
        assertEquals(2, detector.status().refused());
        assertAddsUp(detector.status());
    }

    @Test
    void batchesAreFilledByLoad() throws Exception {
        detector.add(policy("fours", 16));
        encoder.entered = new CountDownLatch(1);
        encoder.mayLeave = new CountDownLatch(1);
        detector.add(serving("m:1", encoder));
        detector.put(head(0), SIGNATURE);
        encoder.entered.await();
        for (int i = 1; i <= 16; i++) {
            detector.put(head(i), SIGNATURE);
        }
        encoder.mayLeave.countDown();
        assertTrue(detector.awaitDecided(LONG));
        assertEquals(4, detector.status().batches(), "one head, then 4, the 8 that a batch may hold, and the rest");
    }
}
