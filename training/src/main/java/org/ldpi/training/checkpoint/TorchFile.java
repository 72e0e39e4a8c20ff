package org.ldpi.training.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A file that {@code torch.save} wrote, version 1.6 or later: a zip archive of one folder with {@code data.pkl} and, under
 * {@code data/}, the storages of its tensors. Nothing is unpacked to disk.
 */
final class TorchFile implements Pickle.Storages, AutoCloseable {
    private static final int MOST_ENTRIES = 20_000;
    private static final int MOST_PICKLE_BYTES = 16 << 20;
    private static final int MOST_STORAGE_BYTES = 256 << 20;
    private static final String PICKLE = "data.pkl";

    private final ZipFile zip;
    private final String folder;
    private final Map<String, ByteBuffer> storages = new HashMap<>();
    private long storageBytes;

    private TorchFile(ZipFile zip, String folder) {
        this.zip = zip;
        this.folder = folder;
    }

    /** What the file holds, see {@link Pickle#load}. */
    static Object load(Path file) throws IOException, CheckpointException {
        ZipFile zip;
        try {
            zip = new ZipFile(file.toFile());
        } catch (java.util.zip.ZipException e) {
            throw new CheckpointException("not a zip archive as torch.save writes it: " + e.getMessage(), e);
        }
        try (TorchFile torch = new TorchFile(zip, folder(zip))) {
            torch.checkByteOrder();
            return new Pickle(torch.entry(PICKLE, MOST_PICKLE_BYTES), torch).load();
        }
    }

    private static String folder(ZipFile zip) throws CheckpointException, IOException {
        try {
            if (zip.size() > MOST_ENTRIES) {
                throw new CheckpointException(zip.size() + " entries, at most " + MOST_ENTRIES + " are read");
            }
            List<String> pickles = zip.stream()
                    .map(ZipEntry::getName)
                    .filter(name -> name.matches("[^/]+/" + PICKLE))
                    .distinct()
                    .toList();
            if (pickles.size() != 1) {
                throw new CheckpointException("the archive holds " + pickles.size() + " entries FOLDER/" + PICKLE
                        + ", not one: no checkpoint of torch.save");
            }
            return pickles.get(0).substring(0, pickles.get(0).length() - PICKLE.length());
        } catch (CheckpointException | RuntimeException e) {
            zip.close();
            throw e;
        }
    }

    private void checkByteOrder() throws IOException, CheckpointException {
        if (zip.getEntry(folder + "byteorder") != null) {
            ByteBuffer order = entry("byteorder", 16);
            if (!StandardCharsets.US_ASCII.decode(order).toString().equals("little")) {
                throw new CheckpointException("its values are not in little-endian order");
            }
        }
    }

    @Override
    public ByteBuffer storage(String key) throws CheckpointException {
        ByteBuffer known = storages.get(key);
        if (known == null) {
            try {
                known = entry("data/" + key, (int) (MOST_STORAGE_BYTES - storageBytes));
            } catch (IOException e) {
                throw new CheckpointException("storage " + key + " cannot be read: " + e.getMessage(), e);
            }
            storageBytes += known.remaining();
            storages.put(key, known);
        }
        return known;
    }

    private ByteBuffer entry(String name, int most) throws IOException, CheckpointException {
        ZipEntry entry = zip.getEntry(folder + name);
        if (entry == null) {
            throw new CheckpointException("the archive has no entry " + Pickle.printable(name));
        }
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] content = in.readNBytes(most);
            if (in.read() >= 0) {
                throw new CheckpointException("the archive unpacks to too much: no more than " + most
                        + " bytes are read of " + Pickle.printable(name));
            }
            return ByteBuffer.wrap(content).asReadOnlyBuffer();
        }
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
