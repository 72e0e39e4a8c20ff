package org.ldpi.lab.audit;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.ldpi.lab.LabException;

/**
 * How the programs of normal activities ended. An activity that nearly always fails leaves flows of a server's refusals under
 * a label that says otherwise.
 */
public final class Outcomes {
    /** Of fewer runs nothing is said. */
    private static final int LEAST_RUNS = 5;

    private static final double MOST_FAILED = 0.5;

    private static final int DONE = 0;
    /** By {@code timeout}: a program that goes on until it is ended. */
    private static final int ENDED = 124;

    /** Exit codes by which programs say that all went as asked. */
    private static final Map<String, Set<Integer>> USUAL = Map.of(
            "mosquitto_sub", Set.of(27), // waited for messages as long as it was told to
            "sic", Set.of(1), // its input has ended
            "curl of radio", Set.of(28)); // listened as long as it was told to

    private Outcomes() {}

    /**
     * Activities of which most runs failed.
     *
     * @param root of a data set of one day
     * @return a line each
     * @throws LabException if its manifest cannot be read
     */
    public static List<String> faults(Path root) throws LabException {
        try {
            return faults(JsonParser.parseString(Files.readString(root.resolve("manifest.json")))
                    .getAsJsonObject());
        } catch (IOException | JsonParseException | IllegalStateException e) {
            throw new LabException(root.resolve("manifest.json") + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * Activities of which most runs failed.
     *
     * @param day a day's manifest
     * @return a line each
     */
    static List<String> faults(JsonObject day) {
        Map<String, int[]> runs = new TreeMap<>();
        if (day.has("commands")) {
            for (JsonElement element : day.getAsJsonArray("commands")) {
                JsonObject command = element.getAsJsonObject();
                if (command.get("label").getAsString().startsWith("benign/")) {
                    int[] count = runs.computeIfAbsent(command.get("activity").getAsString(), k -> new int[2]);
                    count[0]++;
                    count[1] += failed(command) ? 1 : 0;
                }
            }
        }
        List<String> faults = new ArrayList<>();
        runs.forEach((activity, count) -> {
            if (count[0] >= LEAST_RUNS && count[1] > MOST_FAILED * count[0]) {
                faults.add("activity " + activity + ": " + count[1] + " of " + count[0] + " runs failed");
            }
        });
        return faults;
    }

    private static boolean failed(JsonObject command) {
        int exit = command.get("exit").getAsInt();
        String tool = command.get("tool").getAsString();
        return exit != DONE
                && exit != ENDED
                && !USUAL.getOrDefault(tool, Set.of()).contains(exit)
                && !USUAL.getOrDefault(tool + " of " + command.get("activity").getAsString(), Set.of())
                        .contains(exit);
    }
}
