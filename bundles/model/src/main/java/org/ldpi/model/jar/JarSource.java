package org.ldpi.model.jar;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The entries of a jar file. */
final class JarSource implements ModelSource, AutoCloseable {
    /** An entry that is more than this much larger than its packed form is no model's data. */
    private static final long MOST_RATIO = 200;

    /** Below this size an entry may be packed as well as it likes. */
    private static final long RATIO_FROM_BYTES = 1 << 20;

    private final ZipFile jar;

    JarSource(Path file) throws IOException {
        jar = new ZipFile(file.toFile());
    }

    @Override
    public List<String> names() throws IOException {
        if (jar.size() > ModelJar.MOST_ENTRIES) {
            throw new IOException(jar.size() + " entries, at most " + ModelJar.MOST_ENTRIES + " are read");
        }
        return jar.stream().map(ZipEntry::getName).toList();
    }

    @Override
    public InputStream open(String name) throws IOException {
        ZipEntry entry = jar.getEntry(name);
        if (entry == null) {
            return null;
        }
        if (entry.getSize() > RATIO_FROM_BYTES && entry.getSize() / MOST_RATIO > entry.getCompressedSize()) {
            throw new IOException(name + " unpacks from " + entry.getCompressedSize() + " to " + entry.getSize()
                    + " bytes, more than " + MOST_RATIO + " times as much");
        }
        return jar.getInputStream(entry);
    }

    @Override
    public void close() throws IOException {
        jar.close();
    }
}
