package org.ldpi.lab.run;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.ldpi.lab.LabException;
import org.ldpi.lab.label.LabelFile;

/**
 * A data set of several days: their captures side by side, one label file, and one manifest that has the manifest of
 * each day. A day that was added is there for good, also if a later one fails. Not thread-safe.
 */
public final class DataSetOfDays {
    private static final String LABELS = LabelFile.NAME;
    private static final String MANIFEST = "manifest.json";

    private final Path root;

    /**
     * A data set that may have days already.
     *
     * @param root its root
     */
    public DataSetOfDays(Path root) {
        this.root = root;
    }

    /**
     * Adds a day.
     *
     * @param day root of a day's data set, which is moved; the folder of its captures must not be there yet
     * @throws LabException if it cannot be done
     */
    public void add(Path day) throws LabException {
        try {
            Files.createDirectories(root);
            List<String> rows = Files.readAllLines(day.resolve(LABELS));
            boolean first = !Files.exists(root.resolve(LABELS));
            JsonObject one = JsonParser.parseString(Files.readString(day.resolve(MANIFEST)))
                    .getAsJsonObject();
            JsonObject all = first
                    ? new JsonObject()
                    : JsonParser.parseString(Files.readString(root.resolve(MANIFEST)))
                            .getAsJsonObject();
            captures(day);
            List<String> labels = new ArrayList<>(first ? List.of() : Files.readAllLines(root.resolve(LABELS)));
            labels.addAll(first ? rows : rows.subList(1, rows.size()));
            Files.write(root.resolve(LABELS), labels);
            manifest(all, one);
            try (Stream<Path> left = Files.walk(day)) {
                for (Path path : left.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        } catch (IOException e) {
            throw new LabException(root + ": cannot be written: " + e.getMessage(), e);
        }
    }

    private void captures(Path day) throws IOException {
        Path pcap = day.resolve("pcap");
        try (Stream<Path> files = Files.walk(pcap)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path to = root.resolve("pcap").resolve(pcap.relativize(file));
                Files.createDirectories(to.getParent());
                Files.move(file, to, StandardCopyOption.ATOMIC_MOVE);
            }
        }
    }

    private void manifest(JsonObject all, JsonObject one) throws IOException {
        JsonArray files = all.has("files") ? all.getAsJsonArray("files") : new JsonArray();
        JsonArray days = all.has("days") ? all.getAsJsonArray("days") : new JsonArray();
        List<JsonElement> kept = new ArrayList<>();
        for (JsonArray list : List.of(files, one.getAsJsonArray("files"))) {
            list.forEach(file -> {
                if (!file.getAsJsonObject().get("path").getAsString().equals(LABELS)) {
                    kept.add(file);
                }
            });
        }
        one.remove("files");
        days.add(one);
        Gson gson = new GsonBuilder().disableHtmlEscaping().create();
        kept.add(gson.toJsonTree(Checksums.of(root, LABELS)));
        JsonObject manifest = new JsonObject();
        manifest.addProperty("format", 1);
        manifest.add("days", days);
        manifest.add("files", gson.toJsonTree(kept));
        Files.writeString(root.resolve(MANIFEST), gson.toJson(manifest) + "\n");
    }
}
