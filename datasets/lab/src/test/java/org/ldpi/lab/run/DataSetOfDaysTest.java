package org.ldpi.lab.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ldpi.lab.LabException;
import org.ldpi.lab.label.FlowLabel;

class DataSetOfDaysTest {
    @TempDir
    Path folder;

    /** A day of one capture file and one flow. */
    private Path day(String name) throws IOException {
        Path day = folder.resolve("day-" + name);
        String capture = "pcap/benign/" + name + "/01.pcap";
        Files.createDirectories(day.resolve(capture).getParent());
        Files.writeString(day.resolve(capture), "capture of " + name);
        Files.write(
                day.resolve("labels.tsv"),
                List.of(
                        FlowLabel.HEADER,
                        capture + "\t10.0.0.1\t1\t10.0.0.2\t2\t6\t1\t2\tbenign/background/http\tcurl"));
        Files.writeString(
                day.resolve("manifest.json"),
                "{\"format\": 1, \"seed\": 7, \"files\": [{\"path\": \"" + capture
                        + "\", \"sha256\": \"x\"}, {\"path\": \"labels.tsv\", \"sha256\": \"y\"}]}");
        return day;
    }

    @Test
    void daysLieSideBySideWithOneLabelFileAndOneManifest() throws IOException, LabException {
        DataSetOfDays set = new DataSetOfDays(folder.resolve("train"));
        set.add(day("monday"));
        set.add(day("tuesday"));
        Path root = folder.resolve("train");
        assertEquals("capture of monday", Files.readString(root.resolve("pcap/benign/monday/01.pcap")));
        assertEquals("capture of tuesday", Files.readString(root.resolve("pcap/benign/tuesday/01.pcap")));
        List<String> labels = Files.readAllLines(root.resolve("labels.tsv"));
        assertEquals(3, labels.size(), "one header, two flows: " + labels);
        assertEquals(FlowLabel.HEADER, labels.get(0));
        JsonObject manifest = JsonParser.parseString(Files.readString(root.resolve("manifest.json")))
                .getAsJsonObject();
        assertEquals(2, manifest.getAsJsonArray("days").size());
        List<String> paths = new ArrayList<>();
        for (JsonElement file : manifest.getAsJsonArray("files")) {
            paths.add(file.getAsJsonObject().get("path").getAsString());
        }
        assertEquals(List.of("pcap/benign/monday/01.pcap", "pcap/benign/tuesday/01.pcap", "labels.tsv"), paths);
        assertFalse(Files.exists(folder.resolve("day-monday")), "the day's own folder is gone");
    }

    @Test
    void theChecksumOfTheLabelsIsOfTheWholeFile() throws IOException, LabException {
        Path root = folder.resolve("train");
        DataSetOfDays set = new DataSetOfDays(root);
        set.add(day("monday"));
        set.add(day("tuesday"));
        String sum = (String) Checksums.of(root, "labels.tsv").get("sha256");
        assertTrue(Files.readString(root.resolve("manifest.json")).contains(sum));
    }
}
