package org.ldpi.threshold.recalibration;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import org.ldpi.api.calibration.CalibrationOverlay;
import org.ldpi.api.model.Calibration;
import org.ldpi.api.model.Model;
import org.ldpi.api.model.ModelId;

/**
 * The recalibrations of each model, oldest first, in a file of its own: written beside and moved over, with a checksum, so that a
 * crash leaves the file before or the file after. Not thread-safe.
 */
public final class OverlayFile {
    private static final int MAGIC = 0x4c44_5043;
    private static final int VERSION = 1;
    private static final int MOST_SCORES = 1_000_000;

    private final Path folder;

    /** @param folder made when something is written */
    public OverlayFile(Path folder) {
        this.folder = folder;
    }

    private Path file(ModelId model) {
        // A colon is in no name of a model, and in few file systems' names.
        return folder.resolve(model.name() + "@" + model.version() + ".calibration");
    }

    /**
     * The recalibrations of a model; none where there is no file, or it is of another model of that name.
     *
     * @throws IOException when the file is there and cannot be read; the message names it
     */
    List<CalibrationOverlay> read(Model model) throws IOException {
        Path file = file(model.id());
        if (!Files.exists(file)) {
            return List.of();
        }
        byte[] bytes = Files.readAllBytes(file);
        try {
            if (bytes.length < Long.BYTES) {
                throw new IOException("it is cut short");
            }
            byte[] content = Arrays.copyOf(bytes, bytes.length - Long.BYTES);
            long sum = new DataInputStream(new ByteArrayInputStream(bytes, content.length, Long.BYTES)).readLong();
            if (sum != checksum(content)) {
                throw new IOException("its checksum is wrong");
            }
            return parse(model, new DataInputStream(new ByteArrayInputStream(content)));
        } catch (IOException | IllegalArgumentException e) {
            throw new IOException(
                    "the recalibration of " + model.id() + " in " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static List<CalibrationOverlay> parse(Model model, DataInputStream in) throws IOException {
        if (in.readInt() != MAGIC || in.readInt() != VERSION) {
            throw new IOException("it is of another kind or version");
        }
        if (!in.readUTF().equals(model.digest())) {
            return List.of();
        }
        int steps = in.readInt();
        List<CalibrationOverlay> all = new ArrayList<>();
        for (int step = 0; step < steps; step++) {
            Instant since = Instant.ofEpochMilli(in.readLong());
            int size = in.readInt();
            if (size < 1 || size > MOST_SCORES) {
                throw new IOException("it says it has " + size + " scores");
            }
            double[] scores = new double[size];
            for (int i = 0; i < size; i++) {
                scores[i] = in.readDouble();
            }
            all.add(new CalibrationOverlay(model.id(), model.digest(), new Calibration(scores), since));
        }
        return all;
    }

    /** Writes the recalibrations of a model; with none of them the file goes. */
    void write(Model model, List<CalibrationOverlay> overlays) throws IOException {
        Path file = file(model.id());
        if (overlays.isEmpty()) {
            Files.deleteIfExists(file);
            return;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(MAGIC);
        out.writeInt(VERSION);
        out.writeUTF(model.digest());
        out.writeInt(overlays.size());
        for (CalibrationOverlay overlay : overlays) {
            out.writeLong(overlay.since().toEpochMilli());
            double[] scores = overlay.calibration().ascending();
            out.writeInt(scores.length);
            for (double score : scores) {
                out.writeDouble(score);
            }
        }
        out.writeLong(checksum(bytes.toByteArray()));
        Files.createDirectories(folder);
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        Files.write(beside, bytes.toByteArray());
        try (FileChannel channel = FileChannel.open(beside, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static long checksum(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return crc.getValue();
    }
}
