package org.ldpi.training.learn;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.ldpi.training.data.LabelledFlows;
import org.ldpi.training.data.Split;
import org.ldpi.training.data.Truth;

/**
 * What a training leaves beside its model, so that it can be repeated and resumed: {@code config.json} (options and a
 * digest of the data), {@code split.tsv} (captures by part), {@code metrics.jsonl} (losses), {@code checkpoint.bin},
 * {@code pretrained.bin} (the encoder behind the pretraining).
 */
final class RunFolder {
    private static final Gson GSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();
    private static final Gson LINES = new GsonBuilder().disableHtmlEscaping().create();

    private final Path folder;
    private final Path checkpointFile;
    private final Path metricsFile;
    private List<String> metrics = new ArrayList<>();

    /** Makes the folder where there is none. */
    RunFolder(Path folder) throws IOException {
        this.folder = folder;
        this.checkpointFile = folder.resolve("checkpoint.bin");
        this.metricsFile = folder.resolve("metrics.jsonl");
        Files.createDirectories(folder);
    }

    /**
     * Binds the folder to one training.
     *
     * @throws TrainingException when it belongs to another one
     */
    void bind(TrainingOptions options, String dataDigest) throws IOException, TrainingException {
        JsonObject config = new JsonObject();
        config.add("options", GSON.toJsonTree(options));
        config.addProperty("data_sha256", dataDigest);
        String text = GSON.toJson(config) + "\n";
        Path file = folder.resolve("config.json");
        if (Files.exists(file)) {
            if (!Files.readString(file).equals(text)) {
                throw new TrainingException(
                        folder + ": holds a training with other options or data; choose another --out or remove it");
            }
        } else {
            replace(file, text);
        }
    }

    void split(Split split) throws IOException {
        StringBuilder text = new StringBuilder("part\tfile\tflows_seen\tnormal\tmalicious\tunknown\n");
        append(text, "training", split.training());
        append(text, "validation", split.validation());
        append(text, "calibration", split.calibration());
        replace(folder.resolve("split.tsv"), text.toString());
    }

    private static void append(StringBuilder text, String part, List<LabelledFlows> captures) {
        for (LabelledFlows capture : captures) {
            text.append(String.join(
                            "\t",
                            part,
                            capture.file().name(),
                            Long.toString(capture.seen()),
                            Integer.toString(capture.count(Truth.NORMAL)),
                            Integer.toString(capture.count(Truth.MALICIOUS)),
                            Long.toString(capture.unknown())))
                    .append('\n');
        }
    }

    /** Keeps the encoder as it is behind the pretraining, for other trainings to start from. */
    void pretrained(ByteBuffer weights) throws IOException {
        byte[] bytes = new byte[weights.remaining()];
        weights.duplicate().get(bytes);
        Files.write(folder.resolve("pretrained.bin"), bytes);
    }

    /** Whether a training was begun here. */
    boolean begun() {
        return Files.exists(checkpointFile);
    }

    /** The last checkpoint, or null; metrics behind it are forgotten. */
    Checkpoint resume() throws IOException {
        if (!begun()) {
            return null;
        }
        Checkpoint checkpoint = Checkpoint.read(checkpointFile);
        if (Files.exists(metricsFile)) {
            metrics = new ArrayList<>(Files.readAllLines(metricsFile).subList(0, checkpoint.metrics()));
        }
        return checkpoint;
    }

    /** Keeps a line of metrics for the next {@link #save}. */
    void metric(JsonObject line) {
        metrics.add(LINES.toJson(line));
    }

    int metrics() {
        return metrics.size();
    }

    /** Writes metrics and checkpoint. */
    void save(Checkpoint checkpoint) throws IOException {
        saveMetrics();
        checkpoint.write(checkpointFile);
    }

    void saveMetrics() throws IOException {
        replace(metricsFile, String.join("\n", metrics) + (metrics.isEmpty() ? "" : "\n"));
    }

    private static void replace(Path file, String text) throws IOException {
        Path partial = file.resolveSibling(file.getFileName() + ".part");
        Files.writeString(partial, text);
        Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
