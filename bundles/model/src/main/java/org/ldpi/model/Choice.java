package org.ldpi.model;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Properties;

/**
 * Which model was chosen to be active, as it is remembered across restarts.
 *
 * @param model {@code name:version}
 * @param configured what the configuration said when it was chosen; a later change of the configuration overrules it
 */
record Choice(String model, String configured) {
    private static final String MODEL = "model";
    private static final String CONFIGURED = "configured";

    /** The remembered choice, or null where there is none. */
    static Choice read(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            properties.load(in);
        } catch (NoSuchFileException e) {
            return null;
        } catch (IllegalArgumentException e) {
            throw new IOException("malformed: " + e.getMessage(), e);
        }
        String model = properties.getProperty(MODEL);
        if (model == null) {
            throw new IOException("it names no model");
        }
        return new Choice(model, properties.getProperty(CONFIGURED, ""));
    }

    /** Writes the choice; whatever happens meanwhile, the file holds the old choice or the new one, whole. */
    void write(Path file) throws IOException {
        Properties properties = new Properties();
        properties.setProperty(MODEL, model);
        properties.setProperty(CONFIGURED, configured);
        StringWriter text = new StringWriter();
        properties.store(text, null);
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try (FileChannel out = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        syncFolder(file.toAbsolutePath().getParent());
    }

    /** Makes the rename itself survive a power cut. */
    private static void syncFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
