package org.ldpi.alert.blocklist;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.ldpi.api.alert.Blocklist.Entry;

/**
 * The entries of a blocklist as lines of address, since, until and reason, with tabs between: written beside and moved over, so
 * that a crash leaves the lines before or the lines after. Not thread-safe.
 */
final class BlocklistFile {
    private static final String HEADER = "# LDPI blocklist 1: address, since, until, reason";
    private static final String TAB = "\t";
    private static final int FIELDS = 4;

    private final Path file;

    /** @param file made, with its folder, when something is written */
    BlocklistFile(Path file) {
        this.file = file;
    }

    /**
     * The entries, with no flow dropped yet; none where there is no file. One that cannot be read is moved aside.
     *
     * @throws IOException when it is there and cannot be read; the message names it
     */
    List<Entry> read() throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        if (lines.isEmpty() || !lines.get(0).equals(HEADER)) {
            throw aside("its first line is not '" + HEADER + "'", null);
        }
        List<Entry> entries = new ArrayList<>();
        for (int line = 1; line < lines.size(); line++) {
            String[] fields = lines.get(line).split(TAB, FIELDS);
            try {
                if (fields.length < FIELDS || !fields[0].matches("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) {
                    throw new IOException("not an address, two times and a reason");
                }
                entries.add(new Entry(
                        InetAddress.getByName(fields[0]),
                        Instant.parse(fields[1]),
                        Instant.parse(fields[2]),
                        fields[3],
                        0));
            } catch (IOException | DateTimeException e) {
                throw aside("line " + (line + 1) + ": " + e.getMessage(), e);
            }
        }
        return entries;
    }

    private IOException aside(String why, Exception cause) throws IOException {
        Path broken = file.resolveSibling(file.getFileName() + ".broken");
        Files.move(file, broken, StandardCopyOption.REPLACE_EXISTING);
        return new IOException(file + ": " + why + "; it is " + broken + " now, and nobody is blocked", cause);
    }

    void write(List<Entry> entries) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add(HEADER);
        for (Entry entry : entries) {
            lines.add(String.join(
                    TAB,
                    entry.address().getHostAddress(),
                    entry.since().toString(),
                    entry.until().toString(),
                    entry.reason().replaceAll("\\p{Cntrl}", " ")));
        }
        Files.createDirectories(file.getParent());
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        Files.write(beside, lines, StandardCharsets.UTF_8);
        try (FileChannel channel = FileChannel.open(beside, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
