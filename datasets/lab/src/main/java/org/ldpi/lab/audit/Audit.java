package org.ldpi.lab.audit;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.ldpi.lab.LabException;
import org.ldpi.lab.label.FlowLabel;
import org.ldpi.lab.label.LabelFile;
import org.ldpi.lab.net.Programs;
import org.ldpi.lab.pcap.EthernetFrame;
import org.ldpi.lab.pcap.FiveTuple;
import org.ldpi.lab.pcap.IpPacket;
import org.ldpi.lab.pcap.PcapFile;

/**
 * Looks at a finished data set: checksums, whether each packet has a label and each label packets, flows of each label
 * as tcpdump decodes them, whether the labels agree with what the attacks' tools counted, and whether normal activities did
 * what they were to do. Not thread-safe.
 */
public final class Audit {
    private static final int HEAD_PACKETS = 4;
    private static final int SHOWN_PACKETS = 5;
    private static final int MAX_CAPTURED = 65_535;

    private final Path root;
    private final PrintStream out;
    private JsonObject manifest = new JsonObject();
    private final List<String> faults = new ArrayList<>();
    private final Map<String, Map<FiveTuple, List<Row>>> rows = new TreeMap<>();

    /** A label row and what was found of it. */
    private static final class Row {
        final FlowLabel label;
        final List<PcapFile.Packet> first = new ArrayList<>();
        long packets;
        Map<String, Double> fields = Map.of();

        Row(FlowLabel label) {
            this.label = label;
        }
    }

    /**
     * An audit of a data set, not begun.
     *
     * @param root the data set's root
     * @param out takes the findings
     */
    public Audit(Path root, PrintStream out) {
        this.root = root;
        this.out = out;
    }

    /**
     * Does it.
     *
     * @param flows flows to show per label
     * @param seed seed of the choice
     * @param single takes the single header fields of all flows
     * @param tshark whether tshark reads the captures again and says which flows it sees
     * @return what is wrong, a line each
     * @throws LabException if there is no data set there
     */
    public List<String> run(int flows, long seed, SingleFields single, boolean tshark) throws LabException {
        try {
            labels();
            checksums();
            for (String file : rows.keySet()) {
                capture(file);
            }
        } catch (IOException e) {
            throw new LabException(String.valueOf(e.getMessage()), e);
        }
        counts();
        agreement();
        if (tshark) {
            witness();
        }
        fields(single);
        show(flows, seed);
        return List.copyOf(faults);
    }

    private void labels() throws IOException, LabException {
        for (FlowLabel label : LabelFile.read(root)) {
            rows.computeIfAbsent(label.file(), k -> new HashMap<>())
                    .computeIfAbsent(label.tuple(), k -> new ArrayList<>())
                    .add(new Row(label));
        }
    }

    private void checksums() throws IOException, LabException {
        Path file = root.resolve("manifest.json");
        if (!Files.isRegularFile(file)) {
            throw new LabException(file + ": is missing");
        }
        try {
            manifest = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
            for (JsonElement element : manifest.getAsJsonArray("files")) {
                JsonObject entry = element.getAsJsonObject();
                Path listed = root.resolve(entry.get("path").getAsString());
                if (!Files.isRegularFile(listed)) {
                    faults.add(listed + ": is in the manifest and not there");
                } else if (!entry.get("sha256").getAsString().equals(sha256(listed))) {
                    faults.add(listed + ": is not what the manifest says (SHA-256 differs)");
                }
            }
        } catch (JsonParseException | IllegalStateException | NullPointerException e) {
            throw new LabException(file + ": is no manifest: " + e.getMessage(), e);
        }
    }

    private static String sha256(Path file) throws IOException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private void capture(String file) throws IOException {
        Map<FiveTuple, List<Row>> labels = rows.get(file);
        long unlabelled = 0;
        try (PcapFile.Reader reader = new PcapFile.Reader(root.resolve(file))) {
            for (PcapFile.Packet packet = reader.next(); packet != null; packet = reader.next()) {
                IpPacket ip = EthernetFrame.ip(packet.bytes());
                if (ip != null && !found(labels.getOrDefault(ip.tuple(), List.of()), packet, ip.tuple())) {
                    unlabelled++;
                }
            }
        }
        if (unlabelled > 0) {
            faults.add(root.resolve(file) + ": " + unlabelled + " packets have no label");
        }
        long empty = labels.values().stream()
                .flatMap(List::stream)
                .filter(row -> row.packets == 0)
                .count();
        if (empty > 0) {
            faults.add(root.resolve(file) + ": " + empty + " labels have no packets");
        }
    }

    private static boolean found(List<Row> candidates, PcapFile.Packet packet, FiveTuple tuple) {
        for (Row row : candidates) {
            if (row.label.firstNanos() <= packet.nanos() && packet.nanos() <= row.label.lastNanos()) {
                if (row.first.size() < SHOWN_PACKETS) {
                    row.first.add(bare(packet));
                }
                if (row.packets++ == 0) {
                    row.fields = HeaderFields.of(packet.bytes(), tuple, packet.length());
                }
                return true;
            }
        }
        return false;
    }

    private List<Row> all() {
        List<Row> all = new ArrayList<>();
        rows.values().forEach(file -> file.values().forEach(all::addAll));
        return all;
    }

    private void counts() {
        Map<String, long[]> counts = new TreeMap<>();
        for (Row row : all()) {
            long[] count = counts.computeIfAbsent(row.label.label(), k -> new long[3]);
            count[0]++;
            count[1] += row.packets;
            count[2] += row.packets >= HEAD_PACKETS ? 1 : 0;
        }
        out.printf("%-46s %8s %9s %18s%n", "label", "flows", "packets", "of 4 packets and more");
        counts.forEach((label, count) -> out.printf(
                Locale.ROOT, "%-46s %8d %9d %17.0f %%%n", label, count[0], count[1], 100.0 * count[2] / count[0]));
    }

    private void fields(SingleFields single) {
        Map<String, Long> begins = new HashMap<>();
        for (Row row : all()) {
            begins.merge(day(row), row.label.firstNanos(), Math::min);
        }
        for (Row row : all()) {
            Map<String, Double> fields = new LinkedHashMap<>(row.fields);
            fields.put("packets in the head", (double) Math.min(HEAD_PACKETS, row.packets));
            fields.put("time of day", (double) (row.label.firstNanos() - begins.get(day(row))));
            single.add(row.label.kind(), fields);
        }
    }

    /** Folder of a day's captures. */
    private static String day(Row row) {
        return row.label.file().substring(0, row.label.file().lastIndexOf('/') + 1);
    }

    /** Compares labels and tools day by day: a data set of several days has the manifest of each. */
    private void agreement() {
        for (JsonObject day : Runs.days(manifest)) {
            String folder = Runs.folder(day);
            List<FlowLabel> labels = all().stream()
                    .map(row -> row.label)
                    .filter(label -> label.file().contains(folder))
                    .toList();
            faults.addAll(new Agreement(day).faults(labels, out));
            faults.addAll(Outcomes.faults(day));
        }
    }

    private void witness() throws LabException {
        if (!Programs.installed("tshark")) {
            throw new LabException("the program tshark is missing: apt-get install tshark");
        }
        Witness witness = new Witness();
        for (Map.Entry<String, Map<FiveTuple, List<Row>>> file : rows.entrySet()) {
            witness.read(
                    root,
                    file.getKey(),
                    file.getValue().values().stream()
                            .flatMap(List::stream)
                            .map(row -> row.label)
                            .toList());
        }
        faults.addAll(witness.faults(out));
    }

    private void show(int flows, long seed) throws LabException {
        Map<String, List<Row>> byLabel = new TreeMap<>();
        all().stream()
                .sorted(Comparator.comparingLong(row -> row.label.firstNanos()))
                .forEach(row -> byLabel.computeIfAbsent(row.label.label(), k -> new ArrayList<>())
                        .add(row));
        Random random = new Random(seed);
        for (List<Row> sample : byLabel.values()) {
            Collections.shuffle(sample, random);
            for (Row row : sample.subList(0, Math.min(flows, sample.size()))) {
                out.printf(
                        "%n%s  %s  %s, %d packets%n",
                        row.label.label(), row.label.tool(), row.label.file(), row.packets);
                decode(row);
            }
        }
    }

    /** A frame without what its network wraps frames in, which tcpdump does not look into. */
    private static PcapFile.Packet bare(PcapFile.Packet packet) {
        int inner = EthernetFrame.inner(packet.bytes());
        return inner == 0
                ? packet
                : new PcapFile.Packet(
                        packet.nanos(),
                        Arrays.copyOfRange(packet.bytes(), inner, packet.bytes().length),
                        packet.length() - inner);
    }

    private void decode(Row row) throws LabException {
        Path file = null;
        try {
            file = Files.createTempFile("ldpi-audit", ".pcap");
            try (PcapFile.Writer writer = new PcapFile.Writer(file, PcapFile.ETHERNET, MAX_CAPTURED)) {
                for (PcapFile.Packet packet : row.first) {
                    writer.write(packet);
                }
            }
            Programs.Result decoded = Programs.tryRun("", "tcpdump", "-nn", "-t", "-r", file.toString());
            if (decoded.exit() != 0) {
                faults.add("tcpdump cannot decode " + row.label.file() + ": "
                        + decoded.output().strip());
                return;
            }
            decoded.output()
                    .lines()
                    .filter(line -> !line.startsWith("reading from file"))
                    .forEach(line -> out.println("  " + line));
        } catch (IOException e) {
            throw new LabException("a flow cannot be shown: " + e.getMessage(), e);
        } finally {
            if (file != null && !file.toFile().delete()) {
                file.toFile().deleteOnExit();
            }
        }
    }
}
