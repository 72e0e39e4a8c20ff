package org.ldpi.model.jar;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.ldpi.api.encoder.EncoderSpec;
import org.ldpi.api.flow.Direction;
import org.ldpi.api.flow.FlowKey;
import org.ldpi.api.model.Calibration;
import org.ldpi.api.model.Centres;
import org.ldpi.api.model.Distance;
import org.ldpi.api.model.GoldenSample;
import org.ldpi.api.model.Model;
import org.ldpi.api.model.ModelException;
import org.ldpi.api.model.ModelId;
import org.ldpi.api.model.ModelSignature;
import org.ldpi.api.model.NormalFlow;
import org.ldpi.api.model.PartWeights;
import org.ldpi.api.quantizer.SampleShape;

class ModelJarTest {
    private static final SampleShape SHAPE = new SampleShape(2, 20);

    private static final List<NormalFlow> FLOWS = List.of(
            new NormalFlow(
                    "pcap/benign/monday/00.pcap",
                    new FlowKey(address("10.1.0.2"), 40312, address("10.1.0.9"), 22, 6, 0),
                    1_700_000_000_123_456_789L),
            new NormalFlow("b.pcap", new FlowKey(address("fd00::2"), 0, address("ff02::1"), 0, 58, 7), 17));

    @TempDir
    Path directory;

    @Test
    void aModelReadIsTheModelWritten() throws Exception {
        Model written = model("lab", "2.1");
        Path file = directory.resolve("lab.jar");
        ModelJarWriter.write(written, file);
        Model read = ModelJarReader.read(file);

        assertEquals(written.id(), read.id());
        assertEquals(written.signature(), read.signature());
        assertEquals(written.encoder(), read.encoder());
        assertEquals(written.weights(), read.weights());
        assertArrayEquals(written.centres().points(), read.centres().points());
        assertArrayEquals(written.calibration().ascending(), read.calibration().ascending());
        assertEquals(written.thresholds(), read.thresholds());
        assertEquals(written.provenance(), read.provenance());
        assertEquals(written.golden().size(), read.golden().size());
        for (int i = 0; i < written.golden().size(); i++) {
            assertArrayEquals(
                    written.golden().get(i).sample(), read.golden().get(i).sample());
            assertEquals(written.golden().get(i).score(), read.golden().get(i).score());
        }
        assertTrue(read.digest().matches("[0-9a-f]{64}"));
    }

    @Test
    void theSameModelIsTheSameFileAndAnotherOneIsNot() throws Exception {
        assertArrayEquals(bytes(model("lab", "1")), bytes(model("lab", "1")));
        Path one = write(bytes(model("lab", "1")));
        Path other = write(bytes(model("lab", "2")));
        assertNotEquals(
                ModelJarReader.read(one).digest(), ModelJarReader.read(other).digest());
    }

    @Test
    void theTrainingFlowsAndTheDistanceOfCentresTravelWithThem() throws Exception {
        Model written = model("lab", "1", Distance.COSINE, FLOWS);
        Centres read = ModelJarReader.read(write(bytes(written))).centres();
        assertEquals(Distance.COSINE, read.distance());
        assertEquals(FLOWS, read.flows());
        assertEquals(
                "10.1.0.2:40312 > 10.1.0.9:22 TCP",
                read.flow(0).orElseThrow().key().toString());
    }

    @Test
    void theWeightsOfThePartsTravelToo() throws Exception {
        PartWeights weights = new PartWeights(2, List.of(1.5f, 0f), List.of(0f, 0.1f));
        Model plain = model("lab", "1");
        Model written = new Model(
                plain.id(),
                plain.signature(),
                plain.encoder(),
                plain.weights(),
                plain.centres().with(weights),
                plain.calibration(),
                plain.thresholds(),
                plain.golden(),
                plain.provenance(),
                "");
        assertEquals(
                weights, ModelJarReader.read(write(bytes(written))).centres().weights());
        Map<String, byte[]> entries = entries(bytes(written));
        replace(entries, "model.json", "0.1", "-0.1");
        assertRefused("weights 0.0 and -0.1 for heads of 2 packets", write(jar(entries)));
    }

    @Test
    void aModelThatNeedsNothingOfFormat2IsWrittenSoThatOlderVersionsReadIt() throws Exception {
        assertTrue(description(model("lab", "1")).contains("\"format\": 1,"));
        assertTrue(description(model("lab", "1", Distance.COSINE, List.of())).contains("\"format\": 2,"));
        assertTrue(description(model("lab", "1", Distance.EUCLIDEAN, FLOWS)).contains("\"format\": 2,"));
    }

    private static String description(Model model) throws Exception {
        return new String(entries(bytes(model)).get("model.json"), StandardCharsets.UTF_8);
    }

    @TestFactory
    Stream<DynamicTest> badTrainingFlowsAreRefusedWithTheirReason() {
        List<DynamicTest> tests = new ArrayList<>();
        String line = new String(NormalFlows.write(FLOWS.subList(0, 1)), StandardCharsets.UTF_8);
        refusedFlows(tests, "one line too few", "1 flows of 2 centres", line);
        refusedFlows(tests, "a column too few", "line 2: not a flow: 7 columns", line + line.replace("\t0\n", "\n"));
        refusedFlows(
                tests,
                "a name for an address",
                "'host.example' is no address",
                line.replace("10.1.0.2", "host.example"));
        refusedFlows(tests, "a port beyond all ports", "65536 is not within", line.replace("40312", "65536"));
        refusedFlows(tests, "a time that is no number", "not a flow", line.replace("\t17", "\tnow"));
        refusedBytes(
                tests,
                "flows that nothing speaks of",
                "files does not name flows.tsv",
                () -> jar(with(e -> {
                    e.put("flows.tsv", line.getBytes(StandardCharsets.UTF_8));
                })));
        refusedBytes(tests, "a distance that is unknown", "distance 'far' is unknown", () -> {
            Map<String, byte[]> entries = entries(bytes(model("lab", "1", Distance.COSINE, FLOWS)));
            replace(entries, "model.json", "cosine", "far");
            return jar(entries);
        });
        return tests.stream();
    }

    private void refusedFlows(List<DynamicTest> tests, String what, String reason, String text) {
        refusedBytes(tests, what, reason, () -> {
            Map<String, byte[]> entries = entries(bytes(model("lab", "1", Distance.EUCLIDEAN, FLOWS)));
            byte[] content = text.getBytes(StandardCharsets.UTF_8);
            byte[] old = entries.put("flows.tsv", content);
            replace(entries, "model.json", ModelJarReader.sha256(old), ModelJarReader.sha256(content));
            replace(entries, "model.json", "\"size\": " + old.length, "\"size\": " + content.length);
            return jar(entries);
        });
    }

    @Test
    void whatWasThereBeforeIsReplacedAndNothingElseIsLeft() throws Exception {
        Path file = directory.resolve("lab.jar");
        Files.writeString(file, "something else");
        ModelJarWriter.write(model("lab", "1"), file);
        assertEquals("1", ModelJarReader.read(file).id().version());
        try (Stream<Path> left = Files.list(directory)) {
            assertEquals(List.of(file), left.toList());
        }
    }

    @Test
    void aFolderThatIsNotThereIsNamed() throws Exception {
        Path file = directory.resolve("nowhere").resolve("lab.jar");
        ModelException thrown = assertThrows(ModelException.class, () -> ModelJarWriter.write(model("lab", "1"), file));
        assertTrue(thrown.getMessage().contains(file.toString()), thrown.getMessage());
    }

    @Test
    void theManifestMakesItABundleThatAsksForItsArchitecture() throws Exception {
        try (JarFile jar = new JarFile(write(bytes(model("lab", "2025-11-01"))).toFile())) {
            var headers = jar.getManifest().getMainAttributes();
            assertEquals("org.ldpi.model.lab", headers.getValue("Bundle-SymbolicName"));
            assertEquals("0.0.0.2025-11-01", headers.getValue("Bundle-Version"));
            assertEquals("model.json", headers.getValue("LDPI-Model"));
            assertEquals(
                    "org.ldpi.encoder;filter:=\"(org.ldpi.encoder=resnet1d)\";effective:=active",
                    headers.getValue("Require-Capability"));
            assertEquals(
                    "META-INF/MANIFEST.MF",
                    jar.stream().findFirst().orElseThrow().getName());
        }
    }

    @Test
    void aModelIsReadFromTheEntriesOfAnInstalledBundleToo() throws Exception {
        Map<String, byte[]> entries = entries(bytes(model("lab", "1")));
        Model read = ModelJarReader.read(new ModelSource() {
            @Override
            public List<String> names() {
                return List.copyOf(entries.keySet());
            }

            @Override
            public InputStream open(String name) {
                return entries.containsKey(name) ? new ByteArrayInputStream(entries.get(name)) : null;
            }
        });
        assertEquals(ModelJarReader.read(write(bytes(model("lab", "1")))).digest(), read.digest());
    }

    @Test
    void aSignatureOfTheJarHasItsPlace() throws Exception {
        byte[] signed = jar(with(entries -> {
            entries.put("META-INF/SIGNER.SF", new byte[10]);
            entries.put("META-INF/SIGNER.RSA", new byte[10]);
        }));
        assertEquals("lab", ModelJarReader.read(write(signed)).id().name());
    }

    @TestFactory
    Stream<DynamicTest> badBundlesAreRefusedWithTheirReason() {
        List<DynamicTest> tests = new ArrayList<>();
        refused(tests, "a file that is not there", "there is no such file", () -> directory.resolve("absent.jar"));
        refusedBytes(tests, "an empty file", "not a readable jar", () -> new byte[0]);
        refusedBytes(tests, "no jar", "not a readable jar", () -> "a model".getBytes(StandardCharsets.UTF_8));
        refusedBytes(tests, "a truncated jar", "not a readable jar", () -> {
            byte[] whole = bytes(model("lab", "1"));
            return Arrays.copyOf(whole, whole.length - 100);
        });
        refusedEntries(tests, "a class", "'a/Evil.class' is code", e -> e.put("a/Evil.class", new byte[1]));
        refusedEntries(tests, "a class in capitals", "is code", e -> e.put("Evil.CLASS", new byte[1]));
        refusedEntries(tests, "a jar inside", "is code", e -> e.put("lib/evil.jar", new byte[1]));
        refusedEntries(tests, "a component", "has no place", e -> e.put("OSGI-INF/evil.xml", new byte[1]));
        refusedEntries(tests, "a path upwards", "leads out", e -> e.put("../../etc/passwd", new byte[1]));
        refusedEntries(tests, "a path upwards in between", "leads out", e -> e.put("a/../../b", new byte[1]));
        refusedEntries(tests, "an absolute path", "leads out", e -> e.put("/etc/passwd", new byte[1]));
        refusedEntries(tests, "a path with backslashes", "leads out", e -> e.put("..\\b", new byte[1]));
        refusedEntries(tests, "too many entries", "at most 64", e -> {
            for (int i = 0; i < 100; i++) {
                e.put("META-INF/S" + i + ".SF", new byte[1]);
            }
        });
        refusedBytes(tests, "an entry twice", "is there twice", () -> {
            Map<String, byte[]> entries = with(e -> e.put("weights.biN", new byte[1]));
            String jar = new String(jar(entries), StandardCharsets.ISO_8859_1);
            return jar.replace("weights.biN", "weights.bin").getBytes(StandardCharsets.ISO_8859_1);
        });
        refusedBytes(
                tests,
                "a bomb",
                "more than 200 times",
                () -> jar(with(e -> e.put("weights.bin", new byte[32 << 20])), ZipOutputStream.DEFLATED));
        refusedEntries(tests, "a manifest that is too large", "MANIFEST.MF is larger than", e -> {
            e.put("META-INF/MANIFEST.MF", new byte[1 << 17]);
        });
        for (String name : List.of("META-INF/MANIFEST.MF", "model.json", "weights.bin", "centres.bin", "golden.bin")) {
            refusedEntries(tests, "no " + name, name + " is missing", e -> e.remove(name));
        }
        refusedEntries(
                tests, "no header", "LDPI-Model is missing", e -> replace(e, "META-INF/MANIFEST.MF", "LDPI-M", "X"));
        refusedEntries(
                tests,
                "another symbolic name",
                "Bundle-SymbolicName is 'org.ldpi.model.lob'",
                e -> replace(e, "META-INF/MANIFEST.MF", "org.ldpi.model.lab", "org.ldpi.model.lob"));
        refusedJson(tests, "an unknown format", "format 3 is unknown", "\"format\": 1", "\"format\": 3");
        refusedJson(tests, "no format", "no format", "\"format\": 1", "\"fermat\": 1");
        refusedJson(
                tests,
                "a format that is no number",
                "format is not a finite number",
                "\"format\": 1",
                "\"format\": \"1\"");
        refusedJson(
                tests,
                "a number that is not whole",
                "packets is not a whole number",
                "\"packets\": 2",
                "\"packets\": 2.5");
        refusedJson(tests, "a shape that cannot be", "bytes per packet: 19", "\"bytes\": 20", "\"bytes\": 19");
        refusedJson(tests, "an unknown direction", "direction 'up' is unknown", "one_way", "up");
        refusedJson(tests, "a name that cannot be", "model name 'la/b'", "\"name\": \"lab\"", "\"name\": \"la/b\"");
        refusedJson(tests, "an architecture that cannot be", "architecture 'x)'", "\"resnet1d\"", "\"x)\"");
        refusedJson(tests, "a dimension out of range", "dimension 5000", "\"dimension\": 3", "\"dimension\": 5000");
        refusedJson(tests, "lenient JSON", "is not JSON", "\"format\": 1", "format: 1");
        refusedJson(tests, "JSON that is cut", "is not JSON", "}\n", "\n");
        refusedJson(tests, "a threshold that is no number", "is not JSON", "1.25", "NaN");
        refusedJson(tests, "a threshold beyond all numbers", "thresholds.near_max is not a finite", "1.25", "1e999");
        refusedJson(tests, "a threshold below zero", "threshold near_max is -1.25", "1.25", "-1.25");
        refusedJson(
                tests,
                "thresholds that do not ascend",
                "threshold max is 1.0, below near_max of 1.25",
                "\"max\": 1.5",
                "\"max\": 1.0");
        refusedJson(tests, "a size beyond the limit", "is not within 0 to", "\"size\": 10,", "\"size\": 1000000000,");
        refusedEntries(tests, "fewer weights", "weights.bin has 9 bytes", e -> e.put("weights.bin", new byte[9]));
        refusedJson(tests, "no threshold", "no threshold near_max", "near_max", "far_max");
        refusedJson(tests, "a wrong digest", "does not have the digest", "\"sha256\": \"", "\"sha256\": \"0");
        refusedEntries(
                tests, "changed weights", "weights.bin does not have the digest", e -> e.get("weights.bin")[3]++);
        refusedEntries(
                tests, "more weights", "weights.bin has more than 10 bytes", e -> e.put("weights.bin", new byte[11]));
        refusedValues(tests, "NaN in the centres", "centre 1 holds NaN", "centres.bin", 4 * 4, Float.NaN);
        refusedValues(
                tests,
                "an infinite golden score",
                "golden sample 0 has the score",
                "golden.bin",
                40,
                Float.POSITIVE_INFINITY);
        refusedSizes(tests, "centres of another dimension", "no multiple of 12", "centres.bin", 16);
        refusedSizes(tests, "no golden samples", "golden.bin has 0 bytes", "golden.bin", 0);
        refusedSizes(tests, "half a score", "calibration.bin has 12 bytes", "calibration.bin", 12);
        tests.add(DynamicTest.dynamicTest("calibration out of order", () -> {
            byte[] scores = new byte[16];
            ByteBuffer.wrap(scores).order(ByteOrder.LITTLE_ENDIAN).putDouble(2).putDouble(1);
            assertRefused("not in ascending order", write(jar(redigested("calibration.bin", scores))));
        }));
        return tests.stream();
    }

    private interface Making<T> {
        T make() throws Exception;
    }

    private void refused(List<DynamicTest> tests, String what, String reason, Making<Path> file) {
        tests.add(DynamicTest.dynamicTest(what, () -> assertRefused(reason, file.make())));
    }

    private void refusedBytes(List<DynamicTest> tests, String what, String reason, Making<byte[]> jar) {
        refused(tests, what, reason, () -> write(jar.make()));
    }

    private void refusedEntries(
            List<DynamicTest> tests, String what, String reason, Consumer<Map<String, byte[]>> change) {
        refusedBytes(tests, what, reason, () -> jar(with(change)));
    }

    private void refusedJson(List<DynamicTest> tests, String what, String reason, String text, String by) {
        refusedEntries(tests, what, reason, e -> replace(e, "model.json", text, by));
    }

    private void refusedSizes(List<DynamicTest> tests, String what, String reason, String name, int size) {
        refusedBytes(tests, what, reason, () -> jar(redigested(name, new byte[size])));
    }

    private void refusedValues(
            List<DynamicTest> tests, String what, String reason, String name, int offset, float value) {
        refusedBytes(tests, what, reason, () -> {
            byte[] content = entries(bytes(model("lab", "1"))).get(name);
            ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).putFloat(offset, value);
            return jar(redigested(name, content));
        });
    }

    private static void assertRefused(String reason, Path file) {
        ModelException thrown = assertThrows(ModelException.class, () -> ModelJarReader.read(file));
        assertTrue(thrown.getMessage().contains(reason), thrown.getMessage());
        assertTrue(thrown.getMessage().startsWith(file.toString()), thrown.getMessage());
        assertFalse(thrown.getMessage().contains("\n"), "one line");
    }

    /** A bundle whose entry has other content, with the digest that goes with it. */
    private static Map<String, byte[]> redigested(String name, byte[] content) throws Exception {
        return with(entries -> {
            byte[] old = entries.put(name, content);
            replace(entries, "model.json", ModelJarReader.sha256(old), ModelJarReader.sha256(content));
            UnaryOperator<String> size =
                    s -> s.replaceFirst("(\"" + name + "\": \\{\\s*\"size\": )" + old.length, "$1" + content.length);
            entries.compute(
                    "model.json",
                    (n, json) ->
                            size.apply(new String(json, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8));
        });
    }

    private static void replace(Map<String, byte[]> entries, String name, String text, String by) {
        String before = new String(entries.get(name), StandardCharsets.UTF_8);
        String after = before.replace(text, by);
        assertNotEquals(before, after, "nothing to replace");
        entries.put(name, after.getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, byte[]> with(Consumer<Map<String, byte[]>> change) throws Exception {
        Map<String, byte[]> entries = entries(bytes(model("lab", "1")));
        change.accept(entries);
        return entries;
    }

    private Path write(byte[] bytes) throws Exception {
        return Files.write(Files.createTempFile(directory, "model", ".jar"), bytes);
    }

    private static byte[] jar(Map<String, byte[]> entries) throws Exception {
        return jar(entries, ZipOutputStream.DEFLATED);
    }

    private static byte[] jar(Map<String, byte[]> entries, int method) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream jar = new ZipOutputStream(bytes)) {
            jar.setMethod(method);
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                jar.putNextEntry(new ZipEntry(entry.getKey()));
                jar.write(entry.getValue());
            }
        }
        return bytes.toByteArray();
    }

    private static Map<String, byte[]> entries(byte[] jar) throws Exception {
        Map<String, byte[]> entries = new TreeMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(jar))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                entries.put(entry.getName(), in.readAllBytes());
            }
        }
        return entries;
    }

    private static byte[] bytes(Model model) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ModelJarWriter.write(model, out);
        return out.toByteArray();
    }

    private static Model model(String name, String version) {
        return model(name, version, Distance.EUCLIDEAN, List.of());
    }

    private static Model model(String name, String version, Distance distance, List<NormalFlow> flows) {
        byte[] sample = new byte[SHAPE.size()];
        new Random(1).nextBytes(sample);
        return new Model(
                new ModelId(name, version),
                new ModelSignature("robust", SHAPE, Direction.ONE_WAY),
                new EncoderSpec("resnet1d", SHAPE, 3, Map.of("channels", "64")),
                ByteBuffer.wrap(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10}),
                new Centres(new float[] {0, 1, 2, -1.5f, 1e-7f, 3}, 3, distance, PartWeights.NONE, flows),
                new Calibration(new double[] {0.5, 0.1, 1.2}),
                Map.of("near_max", 1.25, "max", 1.5),
                List.of(new GoldenSample(sample, 0.75f), new GoldenSample(new byte[SHAPE.size()], 0)),
                Map.of("seed", "1", "dataset", "made for a test\nin \"two\" lines"),
                "");
    }

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
