package org.ldpi.training.checkpoint;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.ldpi.api.model.GoldenSample;

/** Lines of JSON with {@code sample} (hex) and {@code score}: what another program made of the same samples. */
public final class GoldenFile {
    private static final int MOST_LINES = 1_000_000;

    private GoldenFile() {}

    /**
     * Reads them all.
     *
     * @param size bytes of a sample
     * @throws CheckpointException when a line is of another form; the message names file and line
     */
    public static List<GoldenSample> read(Path file, int size) throws CheckpointException {
        List<GoldenSample> golden = new ArrayList<>();
        try (Stream<String> lines = Files.lines(file)) {
            for (String line : (Iterable<String>) lines.limit(MOST_LINES)::iterator) {
                golden.add(sample(line, size, file + ":" + (golden.size() + 1)));
            }
        } catch (IOException | UncheckedIOException e) {
            throw new CheckpointException(file + ": cannot be read: " + e, e);
        }
        if (golden.isEmpty()) {
            throw new CheckpointException(file + ": no golden samples");
        }
        return golden;
    }

    private static GoldenSample sample(String line, int size, String place) throws CheckpointException {
        try {
            JsonObject json = JsonParser.parseString(line).getAsJsonObject();
            byte[] sample = HexFormat.of().parseHex(json.get("sample").getAsString());
            float score = json.get("score").getAsFloat();
            if (sample.length != size || !(score >= 0) || Float.isInfinite(score)) {
                throw new CheckpointException(place + ": a sample of " + sample.length + " bytes, not " + size
                        + ", or a score that cannot be: " + score);
            }
            return new GoldenSample(sample, score);
        } catch (JsonParseException | IllegalStateException | IllegalArgumentException | NullPointerException e) {
            throw new CheckpointException(place + ": no JSON object with sample and score", e);
        }
    }
}
