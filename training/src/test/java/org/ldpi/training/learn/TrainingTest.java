package org.ldpi.training.learn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ldpi.api.encoder.EncoderArchitecture;
import org.ldpi.api.model.Centres;
import org.ldpi.api.model.Model;
import org.ldpi.api.model.ServingModel;
import org.ldpi.api.threshold.ThresholdPolicy;
import org.ldpi.engine.pytorch.PyTorchArchitecture;
import org.ldpi.model.jar.ModelJarWriter;
import org.ldpi.training.data.CaptureFile;
import org.ldpi.training.data.KnownFlow;
import org.ldpi.training.data.LabelledFlows;
import org.ldpi.training.data.LabelledFlows.LabelledFlow;
import org.ldpi.training.data.Split;
import org.ldpi.training.data.Truth;
import org.ldpi.training.flows.Models;
import org.ldpi.training.flows.Services;

class TrainingTest {
    private static final int PACKETS = TestOptions.PACKETS;
    private static final int BYTES = TestOptions.BYTES;

    @TempDir
    static Path folder;

    private static Split split;
    private static byte[] whole;

    @BeforeAll
    static void trainOnce() throws Exception {
        List<LabelledFlows> captures = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            captures.add(capture(i));
        }
        split = Split.of(captures, 1);
        whole = train(folder.resolve("whole"), options(1), new Quiet());
    }

    @Test
    void theSameSeedGivesTheSameModelToTheBit() throws Exception {
        assertArrayEquals(whole, train(folder.resolve("again"), options(1), new Quiet()));
    }

    @Test
    void anotherSeedGivesAnotherModel() throws Exception {
        byte[] other = train(folder.resolve("other"), options(2), new Quiet());
        assertFalse(Arrays.equals(whole, other));
    }

    @Test
    void aTrainingThatWasKilledGoesOnToTheSameModelToTheBit() throws Exception {
        for (String killedIn : List.of("pretrain 25", "pretrain 40", "train 35")) {
            Path run = folder.resolve(killedIn.replace(' ', '-'));
            assertThrows(
                    Killed.class,
                    () -> train(run, options(1), new Quiet() {
                        @Override
                        public void done(long steps) {
                            if (killedIn.equals(stage + " " + steps)) {
                                throw new Killed();
                            }
                        }
                    }));
            assertArrayEquals(whole, train(run, options(1), new Quiet()), killedIn);
            assertEquals(
                    Files.readString(folder.resolve("whole/metrics.jsonl")),
                    Files.readString(run.resolve("metrics.jsonl")));
        }
    }

    @Test
    void aTrainingThatIsDoneGivesItsModelAgainWithoutAStep() throws Exception {
        Set<String> stages = new HashSet<>();
        byte[] again = train(folder.resolve("whole"), options(1), new Quiet() {
            @Override
            public void done(long steps) {
                stages.add(stage);
            }
        });
        assertArrayEquals(whole, again);
        assertEquals(Set.of("centres"), stages);
    }

    @Test
    void aFolderOfAnotherTrainingIsRefused() {
        TrainingException thrown =
                assertThrows(TrainingException.class, () -> train(folder.resolve("whole"), options(2), new Quiet()));
        assertTrue(thrown.getMessage().contains("other options"), thrown.getMessage());
    }

    @Test
    void theModelScoresItsGoldenSamplesToTheBitAndFlowsOfAnotherKindHigher() throws Exception {
        Path jar = Files.write(folder.resolve("model.jar"), whole);
        ServingModel serving = Models.load(jar);
        Model model = serving.model();
        Centres.Scorer scorer = model.centres().scorer();
        float[] embedding = new float[model.encoder().dimension()];
        float[] score = new float[1];
        for (var golden : model.golden()) {
            serving.score(golden.sample(), 1, scorer, embedding, score);
            assertEquals(golden.score(), score[0]);
        }
        byte[] strange = new byte[PACKETS * BYTES];
        new Random(99).nextBytes(strange);
        serving.score(strange, 1, scorer, embedding, score);
        assertTrue(score[0] > model.thresholds().get("ninety_nine"), score[0] + " of " + model.thresholds());
        serving.retire();
    }

    @Test
    void calibrationIsOfCapturesThatTrainingNeverSaw() throws Exception {
        Set<String> calibration = new HashSet<>();
        Set<String> others = new HashSet<>();
        for (String line : Files.readAllLines(folder.resolve("whole/split.tsv"))) {
            String[] columns = line.split("\t", -1);
            (columns[0].equals("calibration") ? calibration : others).add(columns[1]);
        }
        assertFalse(calibration.isEmpty());
        calibration.retainAll(others);
        assertEquals(Set.of(), calibration);
    }

    private static byte[] train(Path run, TrainingOptions options, Progress progress) throws Exception {
        PyTorchArchitecture architecture = (PyTorchArchitecture)
                Services.named(EncoderArchitecture.class, EncoderArchitecture::name, options.encoder());
        Model model = new Training(options, architecture, Services.all(ThresholdPolicy.class), null, run, progress)
                .run(split, "digest", Map.of("made", "in a test"));
        Path jar = run.resolve("model.jar");
        ModelJarWriter.write(model, jar);
        return Files.readAllBytes(jar);
    }

    private static TrainingOptions options(long seed) {
        return new TestOptions().seed(seed).options();
    }

    /** Two kinds of traffic: heads of one packet and of two, with a few bytes that vary. */
    private static LabelledFlows capture(int number) {
        Random random = new Random(number);
        List<LabelledFlow> flows = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            int packets = 1 + i % 2;
            byte[] sample = new byte[PACKETS * BYTES];
            for (int k = 0; k < packets * BYTES; k++) {
                sample[k] = (byte) (k % BYTES < 16 ? 10 * packets + k % BYTES : random.nextInt(4));
            }
            flows.add(KnownFlow.of(sample, packets, Truth.NORMAL, "benign/test"));
        }
        String name = "pcap/benign/" + number + ".pcap";
        return new LabelledFlows(new CaptureFile(name, "benign", Path.of(name)), flows, flows.size(), 0);
    }

    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private static class Quiet implements Progress {
        String stage = "";

        @Override
        public void begin(String name, long steps) {
            stage = name;
        }

        @Override
        public void done(long steps) {}

        @Override
        public void say(String line) {}
    }
}
