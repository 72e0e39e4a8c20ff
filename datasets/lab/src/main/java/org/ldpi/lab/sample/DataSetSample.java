package org.ldpi.lab.sample;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.ldpi.lab.LabException;
import org.ldpi.lab.audit.Runs;
import org.ldpi.lab.label.FlowLabel;
import org.ldpi.lab.label.LabelFile;
import org.ldpi.lab.pcap.EthernetFrame;
import org.ldpi.lab.pcap.FiveTuple;
import org.ldpi.lab.pcap.IpPacket;
import org.ldpi.lab.pcap.PcapFile;
import org.ldpi.lab.run.Checksums;

/**
 * Cuts a small data set from a large one, so that flows stay whole: an attack is kept with all flows of a run or not at
 * all, a normal conversation with all packets of both directions. Times, addresses and labels stay as they are. What is
 * unclear, and what is no IP, is left out. Not thread-safe.
 */
public final class DataSetSample {
    private static final int RECORD_HEADER = 16;
    // What a file takes beside its packets, and a label's count in the manifest, in round numbers.
    private static final int FILE_ENTRY = 200;
    private static final int LABEL_ENTRY = 100;
    private static final String MANIFEST = "manifest.json";

    private final Path root;
    private final JsonObject manifest;
    private final Map<String, Map<FiveTuple, List<Row>>> files = new TreeMap<>();
    private final List<Row> rows = new ArrayList<>();
    private final Collection<Unit> units;

    /** A row of the label file and what it is part of. */
    private static final class Row {
        final FlowLabel label;
        final Unit unit;
        long packets;

        Row(FlowLabel label, Unit unit) {
            this.label = label;
            this.unit = unit;
        }
    }

    /**
     * Reads labels, manifest and captures of the large data set.
     *
     * @param root its root
     * @throws LabException if there is none there, or it is damaged
     */
    public DataSetSample(Path root) throws LabException {
        this.root = root;
        try {
            manifest = JsonParser.parseString(Files.readString(root.resolve(MANIFEST)))
                    .getAsJsonObject();
            units = units();
            for (String file : files.keySet()) {
                measure(file);
            }
        } catch (IOException | JsonParseException | IllegalStateException e) {
            throw new LabException(root + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private Collection<Unit> units() throws IOException, LabException {
        Map<Object, Unit> units = new LinkedHashMap<>();
        Map<String, Runs> days = new LinkedHashMap<>();
        Runs.days(manifest).forEach(day -> days.put(Runs.folder(day), new Runs(day)));
        for (FlowLabel label : LabelFile.read(root)) {
            if (label.label().equals(FlowLabel.UNCLEAR)) {
                continue;
            }
            String day = days.keySet().stream()
                    .filter(label.file()::contains)
                    .findFirst()
                    .orElseThrow(() -> new LabException(root + ": no day of the manifest has " + label.file()));
            Unit unit = unit(label, day, days.get(day), units);
            unit.add(label.line().length() + 1);
            Row row = new Row(label, unit);
            rows.add(row);
            files.computeIfAbsent(label.file(), k -> new HashMap<>())
                    .computeIfAbsent(label.tuple(), k -> new ArrayList<>())
                    .add(row);
        }
        return units.values();
    }

    /** What makes a conversation: its day and label, and its 5-tuple in either direction. */
    private record Conversation(String day, String label, FiveTuple tuple) {}

    private static Unit unit(FlowLabel label, String day, Runs runs, Map<Object, Unit> units) {
        boolean malicious = label.kind().equals("malicious");
        String group = label.label();
        JsonObject command = malicious ? runs.of(label) : null;
        if (command != null) {
            return units.computeIfAbsent(
                    List.of(day, command.get("host"), command.get("start_ns")),
                    k -> new Unit(day, group, true, command));
        }
        FiveTuple tuple = label.tuple();
        FiveTuple reversed = tuple.reversed();
        boolean forth = tuple.toString().compareTo(reversed.toString()) <= 0;
        return units.computeIfAbsent(
                new Conversation(day, label.label(), forth ? tuple : reversed),
                k -> new Unit(day, group, malicious, null));
    }

    private void measure(String file) throws IOException {
        try (PcapFile.Reader reader = new PcapFile.Reader(root.resolve(file))) {
            for (PcapFile.Packet packet = reader.next(); packet != null; packet = reader.next()) {
                Row row = row(file, packet);
                if (row != null) {
                    row.packets++;
                    row.unit.add(RECORD_HEADER + packet.bytes().length);
                }
            }
        }
    }

    private Row row(String file, PcapFile.Packet packet) {
        IpPacket ip = EthernetFrame.ip(packet.bytes());
        if (ip == null) {
            return null;
        }
        return files.get(file).getOrDefault(ip.tuple(), List.of()).stream()
                .filter(row -> row.label.firstNanos() <= packet.nanos() && packet.nanos() <= row.label.lastNanos())
                .findFirst()
                .orElse(null);
    }

    /**
     * Draws what is kept.
     *
     * @param bytes how large the sample may be
     * @param seed the same seed draws the same
     * @throws LabException if not even one run of each attack fits
     */
    public void choose(long bytes, long seed) throws LabException {
        long fixed = manifest(seed).toString().length();
        fixed += FlowLabel.HEADER.length() + 1L;
        fixed += (long) files.size() * FILE_ENTRY;
        fixed +=
                units.stream().map(unit -> unit.day() + unit.group()).distinct().count() * LABEL_ENTRY;
        Choice.of(units, bytes - fixed, new Random(seed));
    }

    /**
     * Writes the sample.
     *
     * @param out its root; absent or empty
     * @param seed the seed it was drawn with
     * @return its labels, with their packets
     * @throws LabException if it cannot be written
     */
    public List<FlowLabel> write(Path out, long seed) throws LabException {
        List<FlowLabel> kept = rows.stream()
                .filter(row -> row.unit.kept())
                .map(row -> new FlowLabel(
                        row.label.file(),
                        row.label.tuple(),
                        row.label.firstNanos(),
                        row.label.lastNanos(),
                        row.label.label(),
                        row.label.tool(),
                        row.packets))
                .toList();
        Gson gson = new GsonBuilder().disableHtmlEscaping().create();
        try {
            JsonArray entries = new JsonArray();
            for (String file : files.keySet()) {
                if (kept.stream().anyMatch(row -> row.file().equals(file))) {
                    long packets = capture(file, out);
                    JsonObject entry = gson.toJsonTree(Checksums.of(out, file)).getAsJsonObject();
                    entry.addProperty("packets", packets);
                    entries.add(entry);
                }
            }
            Files.createDirectories(out);
            LabelFile.write(out, kept);
            entries.add(gson.toJsonTree(Checksums.of(out, LabelFile.NAME)));
            JsonObject written = manifest(seed);
            written.add("files", entries);
            Files.write(out.resolve(MANIFEST), (gson.toJson(written) + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new LabException(out + ": cannot be written: " + e.getMessage(), e);
        }
        return kept;
    }

    /** Writes the kept packets of a capture; returns how many there are. */
    private long capture(String file, Path out) throws IOException {
        Files.createDirectories(out.resolve(file).getParent());
        long packets = 0;
        try (PcapFile.Reader reader = new PcapFile.Reader(root.resolve(file));
                PcapFile.Writer writer = new PcapFile.Writer(out.resolve(file), reader.linkType(), reader.snaplen())) {
            for (PcapFile.Packet packet = reader.next(); packet != null; packet = reader.next()) {
                Row row = row(file, packet);
                if (row != null && row.unit.kept()) {
                    writer.write(packet);
                    packets++;
                }
            }
        }
        return packets;
    }

    /** The large data set's manifest without its files, with the commands and counts of what is kept only. */
    private JsonObject manifest(long seed) {
        JsonArray days = new JsonArray();
        for (JsonObject day : Runs.days(manifest)) {
            JsonObject copy = day.deepCopy();
            copy.remove("files");
            copy.add("labels", counts(Runs.folder(day)));
            JsonArray commands = new JsonArray();
            units.stream()
                    .filter(unit -> unit.kept() && unit.command() != null)
                    .filter(unit -> unit.day().equals(Runs.folder(day)))
                    .forEach(unit -> commands.add(unit.command()));
            copy.add("commands", commands);
            days.add(copy);
        }
        JsonObject sample = new JsonObject();
        sample.addProperty("seed", seed);
        sample.addProperty("conversations", count(false, true));
        sample.addProperty("conversations_of", count(false, false));
        sample.addProperty("attack_runs", count(true, true));
        sample.addProperty("attack_runs_of", count(true, false));
        JsonObject small = new JsonObject();
        small.addProperty("format", 1);
        small.add("sample", sample);
        small.add("days", days);
        return small;
    }

    private long count(boolean malicious, boolean kept) {
        return units.stream()
                .filter(unit -> unit.malicious() == malicious && (unit.kept() || !kept))
                .count();
    }

    private JsonObject counts(String folder) {
        Map<String, long[]> counts = new TreeMap<>();
        for (Row row : rows) {
            if (row.unit.kept() && row.label.file().contains(folder)) {
                long[] count = counts.computeIfAbsent(row.label.label(), k -> new long[2]);
                count[0]++;
                count[1] += row.packets;
            }
        }
        JsonObject json = new JsonObject();
        counts.forEach((label, count) -> {
            JsonObject one = new JsonObject();
            one.addProperty("flows", count[0]);
            one.addProperty("packets", count[1]);
            json.add(label, one);
        });
        return json;
    }
}
