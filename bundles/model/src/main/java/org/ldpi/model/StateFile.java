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
import java.util.List;
import java.util.Properties;

/** Keeps the repository's state; whatever happens meanwhile, the file holds the old state or the new one, whole. */
final class StateFile {
    private static final String ACTIVE = "model";
    private static final String CONFIGURED = "configured";
    private static final String SHADOW = "shadow";
    private static final String HISTORY = "history";
    private static final String SETTLED = "settled";

    private final Path file;

    StateFile(Path file) {
        this.file = file;
    }

    /**
     * The state that was written last, the empty one where none was.
     *
     * @throws IOException when it cannot be read; the message does not name the file
     */
    RepositoryState read() throws IOException {
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            properties.load(in);
        } catch (NoSuchFileException e) {
            return RepositoryState.EMPTY;
        } catch (IllegalArgumentException e) {
            throw new IOException("malformed: " + e.getMessage(), e);
        }
        String active = properties.getProperty(ACTIVE);
        if (active == null) {
            throw new IOException("it names no model");
        }
        return new RepositoryState(
                active,
                properties.getProperty(CONFIGURED, ""),
                properties.getProperty(SHADOW, ""),
                words(properties.getProperty(HISTORY, "")),
                words(properties.getProperty(SETTLED, "")));
    }

    private static List<String> words(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(" "));
    }

    /** Returns when the state would survive a power cut. */
    void write(RepositoryState state) throws IOException {
        Properties properties = new Properties();
        properties.setProperty(ACTIVE, state.active());
        properties.setProperty(CONFIGURED, state.configured());
        properties.setProperty(SHADOW, state.shadow());
        properties.setProperty(HISTORY, String.join(" ", state.history()));
        properties.setProperty(SETTLED, String.join(" ", state.settled()));
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

    @Override
    public String toString() {
        return file.toString();
    }
}
