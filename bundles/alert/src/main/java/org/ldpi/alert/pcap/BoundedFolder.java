package org.ldpi.alert.pcap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A folder of files of which the oldest are deleted so that no more than so many, with no more than so many bytes, are there.
 * Files whose names do not fit the pattern are not ours and left alone. Thread-safe.
 */
final class BoundedFolder {
    private final Path folder;
    private final String pattern;
    private final int mostFiles;
    private final long mostBytes;
    /** Sizes by file, the oldest first; null until the folder was looked at. */
    private Map<Path, Long> sizes;

    private long bytes;
    private long deleted;

    /** @param pattern of whole file names, a regular expression */
    BoundedFolder(Path folder, String pattern, int mostFiles, long mostBytes) {
        this.folder = folder;
        this.pattern = pattern;
        this.mostFiles = mostFiles;
        this.mostBytes = mostBytes;
    }

    private record Found(Path file, long size, long modified) {}

    /** Looks at what earlier runs left, and makes the folder where it is not there. */
    synchronized void open() throws IOException {
        if (sizes != null) {
            return;
        }
        Files.createDirectories(folder);
        List<Found> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.getFileName().toString().matches(pattern))
                    .toList()) {
                found.add(new Found(
                        file, Files.size(file), Files.getLastModifiedTime(file).toMillis()));
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        found.sort(Comparator.comparingLong(Found::modified).thenComparing(Found::file));
        sizes = new LinkedHashMap<>();
        for (Found one : found) {
            sizes.put(one.file(), one.size());
            bytes += one.size();
        }
        makeRoom(0, 0);
    }

    /** Writes a file, whole or not at all. */
    synchronized Path write(String name, byte[] content) throws IOException {
        open();
        Path file = folder.resolve(name);
        forget(file);
        makeRoom(1, content.length);
        Path part = folder.resolve(name + ".part");
        try {
            Files.write(part, content);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            try {
                Files.deleteIfExists(part);
            } catch (IOException again) {
                e.addSuppressed(again);
            }
            throw e;
        }
        sizes.put(file, (long) content.length);
        bytes += content.length;
        return file;
    }

    /** The file of that name, if it is there. */
    synchronized Path file(String name) throws IOException {
        Path file = folder.resolve(name);
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString());
        }
        return file;
    }

    private void makeRoom(int files, long size) throws IOException {
        while (!sizes.isEmpty() && (sizes.size() + files > mostFiles || bytes + size > mostBytes)) {
            Path oldest = sizes.keySet().iterator().next();
            if (Files.deleteIfExists(oldest)) {
                deleted++;
            }
            forget(oldest);
        }
    }

    private void forget(Path file) {
        Long size = sizes.remove(file);
        bytes -= size == null ? 0 : size;
    }

    synchronized int files() {
        return sizes == null ? 0 : sizes.size();
    }

    synchronized long bytes() {
        return bytes;
    }

    synchronized long deleted() {
        return deleted;
    }
}
