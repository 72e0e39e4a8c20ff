package org.ldpi.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.ldpi.api.model.GoldenSample;
import org.ldpi.api.model.Model;
import org.ldpi.api.model.ServingModel;
import org.ldpi.api.threshold.ThresholdPolicy;
import org.ldpi.model.jar.ModelJarReader;
import org.ldpi.training.checkpoint.CheckpointWriter;
import org.ldpi.training.checkpoint.GoldenFile;
import org.ldpi.training.checkpoint.PickleWriter;
import org.ldpi.training.flows.Models;
import org.ldpi.training.flows.Services;

class ImportTest {
    @TempDir
    Path folder;

    private record Result(int exit, String err) {}

    @Test
    void aCheckpointBecomesAModelWithItsCentreAndThresholds() throws Exception {
        Path jar = imported(new CheckpointWriter());
        ServingModel serving = Models.load(jar);
        Model model = serving.model();
        assertEquals("rescnn", model.encoder().architecture());
        assertEquals("classic 4x60 ONE_WAY", model.signature().toString());
        assertEquals(1, model.centres().count());
        Map<String, Double> given = Map.of("ninety_nine", 1.0, "near_max", 2.0, "max", 3.0, "hundred_one", 3.03);
        assertTrue(model.thresholds().keySet().containsAll(given.keySet()));
        for (ThresholdPolicy policy : Services.all(ThresholdPolicy.class)) {
            Double of = given.get(policy.name());
            if (of != null) {
                assertEquals(of, policy.threshold(model.calibration()).value(), 1e-12, policy.name());
            }
        }
        serving.retire();
    }

    @Test
    void theSameCheckpointGivesTheSameBundleAndAnotherWeightAnother() throws Exception {
        byte[] one = Files.readAllBytes(imported(new CheckpointWriter()));
        assertArrayEquals(one, Files.readAllBytes(imported(new CheckpointWriter())));
        CheckpointWriter other = new CheckpointWriter();
        other.firstWeight = 0.25f;
        assertTrue(!Arrays.equals(one, Files.readAllBytes(imported(other))));
    }

    @Test
    void thresholdsAreTakenFromOwnTrafficWhenItIsGiven() throws Exception {
        Path checkpoint = new CheckpointWriter().write(folder.resolve("a.pth"));
        Path out = folder.resolve("own.jar");
        Result result = run(
                "import",
                "--checkpoint",
                checkpoint.toString(),
                "--normal",
                capture().toString(),
                "--out",
                out.toString());
        assertEquals(0, result.exit, result.err);
        Model model = ModelJarReader.read(out);
        assertEquals(40, model.calibration().size());
        assertEquals(model.calibration().max(), model.thresholds().get("max"));
        assertTrue(result.err.contains("40 calibration flows are too few"), result.err);
    }

    @Test
    void anImportedModelScoresCaptures() throws Exception {
        Path jar = imported(new CheckpointWriter());
        Path scores = folder.resolve("scores.jsonl");
        Result result =
                run("score", "--model", jar.toString(), "--pcap", capture().toString(), "--out", scores.toString());
        assertEquals(0, result.exit, result.err);
        assertEquals(40, Files.readAllLines(scores).size());
    }

    @Test
    void aGoldenScoreThatTheNetworkDoesNotGiveIsRefused() throws Exception {
        Path checkpoint = new CheckpointWriter().write(folder.resolve("a.pth"));
        GoldenSample right =
                ModelJarReader.read(imported(new CheckpointWriter())).golden().get(3);
        String sample = java.util.HexFormat.of().formatHex(right.sample());
        Path golden = folder.resolve("golden.jsonl");
        String[] command = {
            "import", "--checkpoint", checkpoint.toString(), "--golden", golden.toString(), "--out", folder + "/g.jar"
        };
        Files.writeString(golden, "{\"sample\": \"" + sample + "\", \"score\": " + right.score() + "}\n");
        assertEquals(0, run(command).exit);
        Files.writeString(golden, "{\"sample\": \"" + sample + "\", \"score\": " + right.score() * 1.001 + "}\n");
        assertFailed("golden sample 1 has the score", run(command));
        Files.writeString(golden, "{\"sample\": \"00\", \"score\": 1}\n");
        assertFailed(golden + ":1: a sample of 1 bytes", run(command));
        Files.writeString(golden, "score 1\n");
        assertFailed(golden + ":1: no JSON object", run(command));
    }

    /** The original's own scores, within 1e-4 relative. */
    @Test
    void theOriginalsCheckpointGivesTheOriginalsScores() throws Exception {
        Path out = folder.resolve("original.jar");
        Path golden = shared("golden.jsonl");
        Result result = run(
                "import",
                "--checkpoint",
                shared("original-model/best_model_with_center.pth").toString(),
                "--golden",
                golden.toString(),
                "--out",
                out.toString());
        assertEquals(0, result.exit, result.err);
        assertScoresGiven(out, golden);
    }

    /** The original's module as it is, with the centre of its checkpoint. */
    @Test
    void theOriginalsTracedModuleGivesTheOriginalsScoresToo() throws Exception {
        Path out = folder.resolve("traced.jar");
        Path golden = shared("golden.jsonl");
        Result result = run(
                "import",
                "--torchscript",
                shared("original-model/traced_model.pth").toString(),
                "--method",
                "encode",
                "--input",
                "1x240",
                "--checkpoint",
                shared("original-model/best_model_with_center.pth").toString(),
                "--out",
                out.toString());
        assertEquals(0, result.exit, result.err);
        assertScoresGiven(out, golden);
    }

    @Test
    void aModuleWithoutACheckpointGetsItsCentreAndThresholdsFromDifferentCaptures() throws Exception {
        Path out = folder.resolve("own.jar");
        String module = shared("original-model/traced_model.pth").toString();
        String pcap = capture().toString();
        Result result = run(
                "import",
                "--torchscript",
                module,
                "--method",
                "encode",
                "--input",
                "1x240",
                "--dimension",
                "128",
                "--profile",
                "classic",
                "--normal",
                pcap,
                pcap,
                "--out",
                out.toString());
        assertEquals(0, result.exit, result.err);
        ServingModel serving = Models.load(out);
        assertEquals(40, serving.model().calibration().size());
        assertEquals(16, serving.model().golden().size());
        serving.retire();
    }

    private void assertScoresGiven(Path jar, Path golden) throws Exception {
        List<GoldenSample> all = GoldenFile.read(golden, 240);
        ServingModel serving = Models.load(jar);
        byte[] samples = new byte[all.size() * 240];
        for (int i = 0; i < all.size(); i++) {
            System.arraycopy(all.get(i).sample(), 0, samples, i * 240, 240);
        }
        float[] scores = new float[all.size()];
        serving.score(samples, all.size(), serving.model().centres().scorer(), new float[all.size() * 128], scores);
        serving.retire();
        for (int i = 0; i < scores.length; i++) {
            float expected = all.get(i).score();
            assertEquals(expected, scores[i], Math.max(1e-7, 1e-4 * expected), "line " + (i + 1));
        }
    }

    @TestFactory
    Stream<DynamicTest> badCheckpointsAreRefusedWithTheirReason() {
        return Stream.of(
                refused("no file", "NoSuchFileException", file -> {}),
                refused("no archive", "not a zip archive", file -> Files.writeString(file, "weights")),
                refused("a truncated archive", "not a zip archive", file -> {
                    new CheckpointWriter().write(file);
                    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 5000));
                }),
                refused("another archive", "holds 0 entries FOLDER/data.pkl", file -> zip(file, "a/b", new byte[1])),
                refused(
                        "a call",
                        "'posix.system', which is not allowed",
                        file -> CheckpointWriter.zip(
                                file,
                                new PickleWriter()
                                        .global("posix", "system")
                                        .text("true")
                                        .op(0x85)
                                        .op('R')
                                        .end(),
                                List.of())),
                refused(
                        "a pickle bomb",
                        "unpacks to too much",
                        file -> CheckpointWriter.zip(file, new byte[17 << 20], List.of())),
                refused(
                        "a list",
                        "no dictionary",
                        file -> CheckpointWriter.zip(
                                file, new PickleWriter().op(']').end(), List.of())),
                refused(
                        "weights alone",
                        "without its fine-tuning",
                        file -> CheckpointWriter.zip(
                                file,
                                new PickleWriter()
                                        .op('}')
                                        .text("a")
                                        .tensor(0, 1)
                                        .op('s')
                                        .end(),
                                List.of(new byte[4]))),
                refused(
                        "a storage that is missing",
                        "no entry data/0",
                        file -> CheckpointWriter.zip(
                                file,
                                new PickleWriter()
                                        .op('}')
                                        .text("a")
                                        .tensor(0, 1)
                                        .op('s')
                                        .end(),
                                List.of())),
                changed(
                        "a weight that is missing",
                        "weight head.4.bias is missing",
                        w -> w.shapes.remove("head.4.bias")),
                changed(
                        "a weight too many",
                        "another network, head.15.weight for one",
                        w -> w.shapes.put("head.15.weight", new int[] {1})),
                changed(
                        "a weight of another shape",
                        "head.12.bias has the shape [64]",
                        w -> w.shapes.put("head.12.bias", new int[] {64})),
                changed("a centre of another length", "shape [128, 128], the network [64, 128]", w -> w.dimension = 64),
                changed("a weight that is NaN", "holds NaN", w -> w.firstWeight = Float.NaN),
                changed("a threshold that is missing", "no threshold near_max", w -> w.thresholds.remove("near_max")),
                changed("a threshold below 0", "threshold max is not a finite", w -> w.thresholds.put("max", -1.0)),
                changed("thresholds in disorder", "do not ascend", w -> w.thresholds.put("near_max", 4.0)));
    }

    @Test
    void wrongUsageIsNamed() throws Exception {
        assertMisused("--checkpoint, --torchscript", "import", "--out", "x.jar");
        assertMisused("--dimension", "import", "--torchscript", "x.pt", "--out", "x.jar");
        String checkpoint =
                new CheckpointWriter().write(folder.resolve("a.pth")).toString();
        assertMisused("--method", "import", "--checkpoint", checkpoint, "--method", "encode", "--out", "x.jar");
        Result untrainable = run("train", "--dataset", "x", "--out", "y", "--encoder", "torchscript");
        assertEquals(1, untrainable.exit);
        assertTrue(untrainable.err.contains("torchscript cannot be trained"), untrainable.err);
    }

    private interface Making {
        void make(Path file) throws Exception;
    }

    private interface Change {
        void apply(CheckpointWriter writer);
    }

    private DynamicTest changed(String what, String reason, Change change) {
        return refused(what, reason, file -> {
            CheckpointWriter writer = new CheckpointWriter();
            change.apply(writer);
            writer.write(file);
        });
    }

    private DynamicTest refused(String what, String reason, Making making) {
        return DynamicTest.dynamicTest(what, () -> {
            Path file = folder.resolve(what.replace(' ', '-') + ".pth");
            making.make(file);
            Path out = folder.resolve("refused.jar");
            Result result = run("import", "--checkpoint", file.toString(), "--out", out.toString());
            assertFailed(reason, result);
            assertTrue(result.err.contains(file.toString()), result.err);
            assertTrue(Files.notExists(out), "nothing is written");
        });
    }

    private static void assertFailed(String reason, Result result) {
        assertEquals(1, result.exit, result.err);
        assertEquals(1, result.err.lines().count(), result.err);
        assertTrue(result.err.contains(reason), result.err);
    }

    private static void assertMisused(String named, String... arguments) {
        Result result = run(arguments);
        assertEquals(2, result.exit, result.err);
        assertEquals(1, result.err.lines().count(), result.err);
        assertTrue(result.err.contains(named), result.err);
    }

    private Path imported(CheckpointWriter writer) throws Exception {
        Path checkpoint = writer.write(folder.resolve("a.pth"));
        Path out = folder.resolve("a.jar");
        Result result = run("import", "--checkpoint", checkpoint.toString(), "--out", out.toString());
        assertEquals(0, result.exit, result.err);
        return out;
    }

    /** Forty flows of one packet. */
    private Path capture() throws Exception {
        TestCapture capture = new TestCapture(1_700_000_000_000_000_000L);
        for (int i = 0; i < 40; i++) {
            capture.udp("10.0.0." + (i + 1), 5353, "10.0.0.99", 53, new byte[i]);
        }
        return capture.write(folder.resolve("normal.pcap"));
    }

    private static void zip(Path file, String name, byte[] content) throws Exception {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(content);
        }
    }

    private static Path shared(String name) {
        Path data = Path.of("../../shared/data").resolve(name);
        assumeTrue(Files.exists(data), "skipped: no " + name + " in ../shared/data beside the project");
        return data;
    }

    private static Result run(String... arguments) {
        PrintStream before = System.err;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream err = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        System.setErr(err);
        try {
            return new Result(Ldpi.run(arguments, err), bytes.toString(StandardCharsets.UTF_8));
        } finally {
            System.setErr(before);
        }
    }
}
