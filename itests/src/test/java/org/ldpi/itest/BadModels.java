package org.ldpi.itest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.ldpi.api.model.ModelException;
import org.ldpi.model.jar.ModelJarReader;

/**
 * Models of which each has one fault, made of one that has none. Each has an identity of its own, so that a framework
 * installs it beside the others.
 */
final class BadModels {
    /** In the folder of the models: what is said of each, a regular expression by file name. */
    static final String REASONS = "reasons.properties";

    private final Path good;
    private final Path folder;
    private final Properties reasons = new Properties();

    private final int size;

    private BadModels(Path good, Path folder, int size) {
        this.good = good;
        this.folder = folder;
        this.size = size;
    }

    /** Writes all of them to a folder. */
    static Path write(Path good, Path folder) throws IOException, ModelException {
        Files.createDirectories(folder);
        int size = ModelJarReader.read(good).signature().shape().size();
        BadModels models = new BadModels(good, folder, size);
        models.containers();
        models.descriptions();
        models.contents();
        models.encoders();
        try (var out = Files.newBufferedWriter(folder.resolve(REASONS))) {
            models.reasons.store(out, null);
        }
        return folder;
    }

    private void containers() throws IOException {
        file("truncated", "not a readable jar", jar -> Arrays.copyOf(jar, jar.length / 2));
        file("no-jar", "not a readable jar", jar -> "a model".getBytes(StandardCharsets.UTF_8));
        entries("class", "'org/evil/Activator.class' is code", e -> e.put("org/evil/Activator.class", new byte[9]));
        entries("nested-jar", "'lib/evil.jar' is code", e -> e.put("lib/evil.jar", new byte[9]));
        entries("library", "'libevil.so' is code", e -> e.put("libevil.so", new byte[9]));
        entries("component", "'OSGI-INF/evil.xml' has no place", e -> e.put("OSGI-INF/evil.xml", new byte[9]));
        entries("path", "leads out of the bundle", e -> e.put("model/../../evil", new byte[9]));
        entries(
                "bomb",
                "more than 200 times|weights.bin has more than",
                e -> e.put("weights.bin", new byte[100 << 20]));
        entries("no-weights", "weights.bin is missing", e -> e.remove("weights.bin"));
        entries("no-description", "model.json is missing", e -> e.remove("model.json"));
    }

    private void descriptions() throws IOException {
        json("format", "format 3 is unknown", "\"format\": 2", "\"format\": 3");
        json("no-json", "is not JSON", "\"format\": 2", "format: 2");
        json("other-name", "Bundle-SymbolicName is", "\"name\": \"bad-", "\"name\": \"worse-");
        json("direction", "direction 'up' is unknown", "one_way", "up");
        regex("shape", "bytes per packet: 19", "\"bytes\": \\d+", "\"bytes\": 19");
        json("no-threshold", "no threshold near_max", "near_max", "far_max");
        regex("thresholds", "threshold max is 0.0, below near_max", "\"max\": [0-9.]+", "\"max\": 0.0");
        json("negative-threshold", "below 0", "\"ninety_nine\": ", "\"ninety_nine\": -");
        json("digest", "does not have the digest", "\"sha256\": \"", "\"sha256\": \"0");
        regex("size", "is not within 0 to", "(\"weights.bin\": \\{\\s*\"size\": )\\d+", "$1" + 999_999_999);
    }

    private void contents() throws IOException {
        entries("changed", "weights.bin does not have the digest", e -> e.get("weights.bin")[5000]++);
        content("nan-centre", "centre 0 holds NaN", "centres.bin", floats(b -> b.putFloat(0, Float.NaN)));
        content("half-centre", "no multiple of 256", "centres.bin", b -> Arrays.copyOf(b, b.length - 4));
        content("unsorted", "not in ascending order", "calibration.bin", floats(b -> b.putDouble(0, 1e9)));
        content("no-golden", "golden.bin has 0 bytes", "golden.bin", b -> new byte[0]);
        content(
                "golden-nan",
                "golden sample 0 has the score NaN",
                "golden.bin",
                floats(b -> b.putFloat(sampleSize(), Float.NaN)));
    }

    private void encoders() throws IOException {
        json("architecture", "waits for the encoder architecture 'resnet9'", "resnet1d", "resnet9");
        json(
                "profile",
                "waits for a quantizer of profile 'rough'",
                "\"profile\": \"robust\"",
                "\"profile\": \"rough\"");
        json("dimension", "256 flows of 512 centres", "\"dimension\": 64", "\"dimension\": 32");
        json(
                "option",
                "the encoder cannot be loaded.*nonsense",
                "\"options\": {}",
                "\"options\": {\"nonsense\": \"1\"}");
        content(
                "nan-weight",
                "the encoder cannot be loaded",
                "weights.bin",
                floats(b -> b.putFloat(b.capacity() - 4, Float.NaN)));
        content("short-weights", "the encoder cannot be loaded", "weights.bin", b -> Arrays.copyOf(b, b.length - 400));
        content("other-centres", "golden sample \\d+ has the score", "centres.bin", floats(b -> {
            for (int i = 0; i < b.capacity(); i += Float.BYTES) {
                b.putFloat(i, b.getFloat(i) + 1);
            }
        }));
        content(
                "golden",
                "golden sample 0 has the score",
                "golden.bin",
                floats(b -> b.putFloat(sampleSize(), b.getFloat(sampleSize()) + 1)));
    }

    private void file(String name, String reason, UnaryOperator<byte[]> change) throws IOException {
        String file = name + ".jar";
        Files.write(folder.resolve(file), change.apply(jar(named(name))));
        reasons.setProperty(file, reason);
    }

    private void entries(String name, String reason, Consumer<Map<String, byte[]>> change) throws IOException {
        Map<String, byte[]> entries = named(name);
        change.accept(entries);
        String file = name + ".jar";
        Files.write(folder.resolve(file), jar(entries));
        reasons.setProperty(file, reason);
    }

    private void json(String name, String reason, String text, String by) throws IOException {
        entries(name, reason, e -> replace(e, "model.json", text, by));
    }

    private void regex(String name, String reason, String text, String by) throws IOException {
        entries(name, reason, e -> {
            String before = new String(e.get("model.json"), StandardCharsets.UTF_8);
            String after = before.replaceFirst(text, by);
            if (before.equals(after)) {
                throw new IllegalStateException("model.json does not hold " + text);
            }
            e.put("model.json", after.getBytes(StandardCharsets.UTF_8));
        });
    }

    /** Other content with the digest that goes with it. */
    private void content(String name, String reason, String entry, UnaryOperator<byte[]> change) throws IOException {
        entries(name, reason, e -> {
            byte[] before = e.get(entry);
            byte[] after = change.apply(before.clone());
            e.put(entry, after);
            replace(e, "model.json", sha256(before), sha256(after));
            if (before.length != after.length) {
                replace(e, "model.json", "\"size\": " + before.length, "\"size\": " + after.length);
            }
        });
    }

    /** Where the first golden sample's score is. */
    private int sampleSize() {
        return size;
    }

    private static UnaryOperator<byte[]> floats(Consumer<ByteBuffer> change) {
        return bytes -> {
            change.accept(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
            return bytes;
        };
    }

    /** The good model's entries under another identity. */
    private Map<String, byte[]> named(String name) throws IOException {
        Map<String, byte[]> entries = new TreeMap<>();
        try (ZipFile jar = new ZipFile(good.toFile())) {
            for (ZipEntry entry : jar.stream().toList()) {
                try (var in = jar.getInputStream(entry)) {
                    entries.put(entry.getName(), in.readAllBytes());
                }
            }
        }
        replace(entries, "model.json", "\"ldpi-lab\"", "\"bad-" + name + "\"");
        replace(entries, "META-INF/MANIFEST.MF", "org.ldpi.model.ldpi-lab", "org.ldpi.model.bad-" + name);
        return entries;
    }

    private static void replace(Map<String, byte[]> entries, String name, String text, String by) {
        String before = new String(entries.get(name), StandardCharsets.UTF_8);
        if (!before.contains(text)) {
            throw new IllegalStateException(name + " does not hold " + text);
        }
        entries.put(name, before.replace(text, by).getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] jar(Map<String, byte[]> entries) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream jar = new ZipOutputStream(bytes)) {
            jar.setLevel(Deflater.BEST_SPEED);
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                jar.putNextEntry(new ZipEntry(entry.getKey()));
                jar.write(entry.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
