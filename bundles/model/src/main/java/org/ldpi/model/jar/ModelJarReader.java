package org.ldpi.model.jar;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import org.ldpi.api.model.Calibration;
import org.ldpi.api.model.Centres;
import org.ldpi.api.model.GoldenSample;
import org.ldpi.api.model.Model;
import org.ldpi.api.model.ModelException;
import org.ldpi.api.model.NormalFlow;

/**
 * Reads model bundles and believes nothing: names, sizes, digests and values are checked, and no entry is read beyond its
 * limit. Whether the weights fit their architecture is for the architecture to say. Stateless, thread-safe.
 */
public final class ModelJarReader {
    private ModelJarReader() {}

    /** Does something with the entries of a jar. */
    @FunctionalInterface
    public interface Use<T> {
        T of(ModelSource source) throws ModelException;
    }

    /**
     * Reads a model from a jar file.
     *
     * @throws ModelException when there is no such file or it is not a whole, sound model bundle; the message names the
     *     file and the reason
     */
    public static Model read(Path file) throws ModelException {
        return open(file, ModelJarReader::read);
    }

    /**
     * Opens a jar file for one use of its entries.
     *
     * @throws ModelException when there is no such file, it is no jar, or the use throws it; the message names the file and
     *     the reason
     */
    public static <T> T open(Path file, Use<T> use) throws ModelException {
        if (!Files.isRegularFile(file)) {
            throw new ModelException(file + ": there is no such file");
        }
        try (JarSource source = new JarSource(file)) {
            return use.of(source);
        } catch (IOException e) {
            throw new ModelException(file + ": not a readable jar: " + reason(e), e);
        } catch (ModelException e) {
            throw new ModelException(file + ": " + e.getMessage(), e);
        }
    }

    /**
     * Reads a model from the entries of a bundle.
     *
     * @throws ModelException when they are not those of a whole, sound model bundle
     */
    public static Model read(ModelSource source) throws ModelException {
        try {
            checkNames(source.names());
            byte[] json = content(source, ModelJar.DESCRIPTION);
            Description description = Description.parse(json);
            if (source.names().contains(ModelJar.FLOWS) && !description.files().containsKey(ModelJar.FLOWS)) {
                throw new ModelException(ModelJar.DESCRIPTION + ": files does not name " + ModelJar.FLOWS);
            }
            checkManifest(content(source, ModelJar.MANIFEST), description);
            return model(source, description, sha256(json));
        } catch (IOException e) {
            throw new ModelException("cannot be read: " + reason(e), e);
        }
    }

    private static void checkNames(List<String> names) throws ModelException {
        if (names.size() > ModelJar.MOST_ENTRIES) {
            throw new ModelException(names.size() + " entries, at most " + ModelJar.MOST_ENTRIES + " are read");
        }
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            String shown = name.replaceAll("[^ -~]", "?");
            if (name.startsWith("/")
                    || name.contains("\\")
                    || name.contains(":")
                    || List.of(name.split("/", -1)).contains("..")) {
                throw new ModelException("entry '" + shown + "' is a path that leads out of the bundle");
            }
            if (!seen.add(name)) {
                throw new ModelException("entry '" + shown + "' is there twice");
            }
            if (name.toLowerCase(Locale.ROOT).matches(".*\\.(class|jar|so|dll|dylib)")) {
                throw new ModelException("entry '" + shown + "' is code; a model bundle holds data only");
            }
            if (!ModelJar.expected(name)) {
                throw new ModelException("entry '" + shown + "' has no place in a model bundle");
            }
        }
    }

    private static void checkManifest(byte[] bytes, Description description) throws ModelException, IOException {
        Attributes manifest = new Manifest(new ByteArrayInputStream(bytes)).getMainAttributes();
        expect(manifest, ModelJar.HEADER, ModelJar.DESCRIPTION);
        expect(manifest, "Bundle-SymbolicName", ModelJar.symbolicName(description.id()));
        expect(manifest, "Bundle-Version", ModelJar.bundleVersion(description.id()));
    }

    private static void expect(Attributes manifest, String header, String value) throws ModelException {
        String found = manifest.getValue(header);
        if (!value.equals(found)) {
            throw new ModelException("manifest header " + header + " is "
                    + (found == null ? "missing" : "'" + found + "'") + ", expected '" + value + "'");
        }
    }

    private static Model model(ModelSource source, Description description, String digest)
            throws ModelException, IOException {
        byte[] weights = verified(source, description, ModelJar.WEIGHTS);
        byte[] centres = verified(source, description, ModelJar.CENTRES);
        List<NormalFlow> flows = description.files().containsKey(ModelJar.FLOWS)
                ? NormalFlows.read(verified(source, description, ModelJar.FLOWS))
                : List.of();
        byte[] calibration = verified(source, description, ModelJar.CALIBRATION);
        byte[] golden = verified(source, description, ModelJar.GOLDEN);
        try {
            return new Model(
                    description.id(),
                    description.signature(),
                    description.encoder(),
                    ByteBuffer.wrap(weights),
                    centres(centres, description, flows),
                    calibration(calibration),
                    description.thresholds(),
                    golden(golden, description.signature().shape().size()),
                    description.provenance(),
                    digest);
        } catch (IllegalArgumentException e) {
            throw new ModelException(e.getMessage(), e);
        }
    }

    private static Centres centres(byte[] bytes, Description description, List<NormalFlow> flows)
            throws ModelException {
        int dimension = description.encoder().dimension();
        float[] points = new float[records(ModelJar.CENTRES, bytes, 4 * dimension) * dimension];
        little(bytes).asFloatBuffer().get(points);
        return new Centres(points, dimension, description.distance(), description.weights(), flows);
    }

    private static Calibration calibration(byte[] bytes) throws ModelException {
        double[] scores = new double[records(ModelJar.CALIBRATION, bytes, 8)];
        little(bytes).asDoubleBuffer().get(scores);
        for (int i = 1; i < scores.length; i++) {
            if (scores[i] < scores[i - 1]) {
                throw new ModelException(ModelJar.CALIBRATION + " is not in ascending order at " + i);
            }
        }
        return new Calibration(scores);
    }

    private static List<GoldenSample> golden(byte[] bytes, int sampleSize) throws ModelException {
        int count = records(ModelJar.GOLDEN, bytes, sampleSize + 4);
        ByteBuffer in = little(bytes);
        List<GoldenSample> golden = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] sample = new byte[sampleSize];
            in.get(sample);
            float score = in.getFloat();
            if (!(score >= 0) || Float.isInfinite(score)) {
                throw new ModelException("golden sample " + i + " has the score " + score);
            }
            golden.add(new GoldenSample(sample, score));
        }
        return golden;
    }

    private static int records(String name, byte[] bytes, int size) throws ModelException {
        if (bytes.length == 0 || bytes.length % size != 0) {
            throw new ModelException(name + " has " + bytes.length + " bytes, no multiple of " + size);
        }
        return bytes.length / size;
    }

    private static byte[] verified(ModelSource source, Description description, String name)
            throws ModelException, IOException {
        Description.FileDigest expected = description.files().get(name);
        if (expected == null) {
            throw new ModelException(ModelJar.DESCRIPTION + ": files does not name " + name);
        }
        if (expected.size() < 0 || expected.size() > ModelJar.mostBytes(name)) {
            throw new ModelException(ModelJar.DESCRIPTION + ": " + name + " of " + expected.size()
                    + " bytes is not within 0 to " + ModelJar.mostBytes(name));
        }
        // No more is unpacked than was announced: what unpacks to a thousand times its size fills no memory.
        byte[] content = content(source, name, (int) expected.size());
        if (content.length != expected.size()) {
            throw new ModelException(name + " has "
                    + (content.length > expected.size() ? "more than " + expected.size() : content.length)
                    + " bytes, " + ModelJar.DESCRIPTION + " says " + expected.size());
        }
        if (!sha256(content).equals(expected.sha256())) {
            throw new ModelException(name + " does not have the digest that " + ModelJar.DESCRIPTION + " gives");
        }
        return content;
    }

    private static byte[] content(ModelSource source, String name) throws ModelException, IOException {
        int most = ModelJar.mostBytes(name);
        byte[] content = content(source, name, most);
        if (content.length > most) {
            throw new ModelException(name + " is larger than " + most + " bytes");
        }
        return content;
    }

    /** Reads an entry to its end, or one byte further than a length. */
    private static byte[] content(ModelSource source, String name, int length) throws ModelException, IOException {
        try (InputStream in = source.open(name)) {
            if (in == null) {
                throw new ModelException(name + " is missing");
            }
            return in.readNBytes(length + 1);
        }
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("a Java platform without SHA-256", e);
        }
    }

    private static ByteBuffer little(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** One line; the messages of file systems are often a path alone, so the kind of failure goes before it. */
    static String reason(IOException e) {
        String message =
                e.getMessage() == null ? "" : e.getMessage().lines().findFirst().orElse("");
        return e instanceof FileSystemException ? e.getClass().getSimpleName() + " " + message : message;
    }
}
