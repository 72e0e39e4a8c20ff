package org.ldpi.training.flows;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Where lines go: {@code -} is standard output, {@code none} is nowhere, all else a file, which appears whole when
 * {@link #finish} is called and not at all otherwise. Not thread-safe.
 */
public final class LineOutput implements AutoCloseable {
    public static final String STANDARD_OUTPUT = "-";
    public static final String NOWHERE = "none";

    private static final int BUFFER_BYTES = 1 << 18;

    private final String name;
    private final OutputStream out;
    /** The name that the file has until it is finished; null where there is no file. */
    private final Path partial;

    private final Path target;

    /**
     * Opens the output.
     *
     * @throws IOException when the file cannot be made
     */
    public LineOutput(String name) throws IOException {
        this.name = name;
        switch (name) {
            case NOWHERE -> {
                target = null;
                partial = null;
                out = OutputStream.nullOutputStream();
            }
            case STANDARD_OUTPUT -> {
                target = null;
                partial = null;
                // Not System.out, which would encode and flush.
                out = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), BUFFER_BYTES);
            }
            default -> {
                target = Path.of(name);
                Path full = target.toAbsolutePath();
                if (Files.isDirectory(full) || full.getFileName() == null) {
                    throw new IOException(name + ": is a folder, not a file to write to");
                }
                partial = full.resolveSibling("." + full.getFileName() + ".part-"
                        + ProcessHandle.current().pid());
                out = open(partial);
            }
        }
    }

    private OutputStream open(Path file) throws IOException {
        try {
            return new BufferedOutputStream(Files.newOutputStream(file), BUFFER_BYTES);
        } catch (IOException e) {
            throw new IOException(
                    name + ": cannot be written: " + e.getClass().getSimpleName() + " " + e.getMessage(), e);
        }
    }

    /** Whether lines are not worth making. */
    public boolean nowhere() {
        return NOWHERE.equals(name);
    }

    /**
     * Takes a line.
     *
     * @throws UncheckedIOException when the disk is full or the reader of standard output is gone
     */
    public void write(FlowLine line) {
        try {
            out.write(line.bytes(), 0, line.length());
        } catch (IOException e) {
            throw new UncheckedIOException(name + ": cannot be written: " + e.getMessage(), e);
        }
    }

    /** Writes out what is left; a file now has its name. */
    public void finish() throws IOException {
        try {
            if (partial == null) {
                out.flush();
            } else {
                out.close();
                Files.move(
                        partial,
                        target.toAbsolutePath(),
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new IOException(name + ": cannot be written: " + e.getMessage(), e);
        }
    }

    /** Gives up a file that is not finished; does nothing after {@link #finish}. */
    @Override
    public void close() throws IOException {
        if (partial != null) {
            try {
                out.close();
            } finally {
                Files.deleteIfExists(partial);
            }
        }
    }
}
