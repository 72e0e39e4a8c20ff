package org.ldpi.alert;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.ldpi.api.alert.Alert;
import org.ldpi.api.alert.AlertOutput;

/**
 * Appends alerts to a file, a line of EVE JSON each. When the file was renamed or removed, as log rotation does, the next
 * alert goes to a new file of the old name. A line is written whole or, where the disk is full, taken back; what a crash
 * left of a line gets its end before the next one. A file that has grown to the bound of its {@link Rotation} is renamed
 * before the next line. Used by one thread.
 */
final class EveFile implements AlertOutput {
    private final Path file;
    private final Rotation rotation;
    private FileChannel channel;
    private Object key;

    EveFile(Path file, Rotation rotation) {
        this.file = file;
        this.rotation = rotation;
    }

    /** @throws IOException when the line is not in the file; the message names it */
    @Override
    public void send(Alert alert) throws IOException {
        ByteBuffer line = ByteBuffer.wrap((EveJson.line(alert) + "\n").getBytes(StandardCharsets.UTF_8));
        try {
            open();
            if (rotation.due(channel.size(), line.remaining()) && Files.isRegularFile(file)) {
                close();
                rotation.rename(file);
                open();
            }
            append(line);
        } catch (IOException e) {
            close();
            throw new IOException("cannot write " + file + ": " + reason(e), e);
        }
    }

    private void open() throws IOException {
        if (channel != null && !rotated()) {
            return;
        }
        close();
        if (file.getParent() != null) {
            Files.createDirectories(file.getParent());
        }
        channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        endBrokenLine();
    }

    private boolean rotated() throws IOException {
        return !Files.exists(file)
                || !Objects.equals(
                        key,
                        Files.readAttributes(file, BasicFileAttributes.class).fileKey());
    }

    private void endBrokenLine() throws IOException {
        ByteBuffer last = ByteBuffer.allocate(1);
        if (channel.size() > 0 && channel.read(last, channel.size() - 1) == 1 && last.get(0) != '\n') {
            append(ByteBuffer.wrap(new byte[] {'\n'}));
        }
    }

    private void append(ByteBuffer bytes) throws IOException {
        // The size is asked for each time: somebody may have truncated the file to rotate it.
        long end = channel.size();
        try {
            long at = end;
            while (bytes.hasRemaining()) {
                at += channel.write(bytes, at);
            }
        } catch (IOException e) {
            try {
                channel.truncate(end);
            } catch (IOException again) {
                e.addSuppressed(again);
            }
            throw e;
        }
    }

    private static String reason(IOException e) {
        return e instanceof FileSystemException
                ? e.getClass().getSimpleName().replace("Exception", "") + " " + e.getMessage()
                : e.getMessage();
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            FileChannel open = channel;
            channel = null;
            open.close();
        }
    }
}
