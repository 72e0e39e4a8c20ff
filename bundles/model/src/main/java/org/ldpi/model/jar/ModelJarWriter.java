package org.ldpi.model.jar;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.ldpi.api.encoder.EncoderArchitecture;
import org.ldpi.api.model.GoldenSample;
import org.ldpi.api.model.Model;
import org.ldpi.api.model.ModelException;

/** Writes model bundles. The same model gives the same bytes, on any machine. Stateless, thread-safe. */
public final class ModelJarWriter {
    /** No entry tells when it was written; this is the earliest time that a jar can hold. */
    private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private ModelJarWriter() {}

    /**
     * Writes a model to a file, which appears whole or not at all. What was there under that name is replaced.
     *
     * @throws ModelException when it cannot be written; the message names the file
     */
    public static void write(Model model, Path file) throws ModelException {
        Path target = file.toAbsolutePath();
        try {
            Path partial = Files.createFile(target.resolveSibling("." + target.getFileName() + ".part-"
                    + ProcessHandle.current().pid() + "-" + Long.toHexString(System.nanoTime())));
            try {
                try (OutputStream out = Files.newOutputStream(partial)) {
                    write(model, out);
                }
                Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(partial);
            }
        } catch (IOException e) {
            throw new ModelException(file + ": cannot be written: " + ModelJarReader.reason(e), e);
        }
    }

    /** Writes a model's jar to a stream, which stays open. */
    public static void write(Model model, OutputStream out) throws IOException {
        SortedMap<String, byte[]> data = data(model);
        SortedMap<String, Description.FileDigest> files = new TreeMap<>();
        data.forEach((name, bytes) ->
                files.put(name, new Description.FileDigest(bytes.length, ModelJarReader.sha256(bytes))));
        Description description = new Description(
                model.id(),
                model.signature(),
                model.encoder(),
                model.centres().distance(),
                model.centres().weights(),
                new TreeMap<>(model.thresholds()),
                new TreeMap<>(model.provenance()),
                files);
        data.put(ModelJar.DESCRIPTION, description.toJson());
        data.put(ModelJar.MANIFEST, manifest(model));

        ZipOutputStream jar = new ZipOutputStream(out);
        // Stored, not deflated: weights hardly pack, and deflated bytes depend on the library that deflates.
        jar.setMethod(ZipOutputStream.STORED);
        for (Map.Entry<String, byte[]> entry : data.entrySet()) {
            jar.putNextEntry(stored(entry.getKey(), entry.getValue()));
            jar.write(entry.getValue());
            jar.closeEntry();
        }
        jar.finish();
    }

    private static SortedMap<String, byte[]> data(Model model) {
        ByteBuffer view = model.weights();
        byte[] weights = new byte[view.remaining()];
        view.get(weights);
        float[] points = model.centres().points();
        byte[] centres = new byte[4 * points.length];
        little(centres).asFloatBuffer().put(points);
        double[] scores = model.calibration().ascending();
        byte[] calibration = new byte[8 * scores.length];
        little(calibration).asDoubleBuffer().put(scores);
        byte[] golden =
                new byte[model.golden().size() * (model.signature().shape().size() + 4)];
        ByteBuffer samples = little(golden);
        for (GoldenSample sample : model.golden()) {
            samples.put(sample.sample()).putFloat(sample.score());
        }
        // META-INF/MANIFEST.MF sorts before the others and so comes first, as jars have it.
        SortedMap<String, byte[]> data = new TreeMap<>();
        data.put(ModelJar.WEIGHTS, weights);
        data.put(ModelJar.CENTRES, centres);
        if (!model.centres().flows().isEmpty()) {
            data.put(ModelJar.FLOWS, NormalFlows.write(model.centres().flows()));
        }
        data.put(ModelJar.CALIBRATION, calibration);
        data.put(ModelJar.GOLDEN, golden);
        return data;
    }

    private static byte[] manifest(Model model) throws IOException {
        Manifest manifest = new Manifest();
        Attributes headers = manifest.getMainAttributes();
        String architecture = model.encoder().architecture();
        headers.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        headers.putValue("Bundle-ManifestVersion", "2");
        headers.putValue("Bundle-SymbolicName", ModelJar.symbolicName(model.id()));
        headers.putValue("Bundle-Version", ModelJar.bundleVersion(model.id()));
        headers.putValue("Bundle-Name", "LDPI model " + model.id());
        headers.putValue(ModelJar.HEADER, ModelJar.DESCRIPTION);
        headers.putValue(
                "Provide-Capability", ModelJar.CAPABILITY + ";" + ModelJar.CAPABILITY + "=\"" + model.id() + "\"");
        headers.putValue(
                "Require-Capability",
                EncoderArchitecture.CAPABILITY + ";filter:=\"(" + EncoderArchitecture.CAPABILITY + "=" + architecture
                        + ")\";effective:=active");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        manifest.write(bytes);
        return bytes.toByteArray();
    }

    private static ZipEntry stored(String name, byte[] content) {
        CRC32 crc = new CRC32();
        crc.update(content);
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(TIME);
        entry.setSize(content.length);
        entry.setCrc(crc.getValue());
        return entry;
    }

    private static ByteBuffer little(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
