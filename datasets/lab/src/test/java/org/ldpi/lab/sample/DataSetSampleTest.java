package org.ldpi.lab.sample;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ldpi.lab.LabException;
import org.ldpi.lab.audit.Audit;
import org.ldpi.lab.audit.SingleFields;
import org.ldpi.lab.label.FlowLabel;
import org.ldpi.lab.pcap.FiveTuple;
import org.ldpi.lab.pcap.PcapFile;

class DataSetSampleTest {
    private static final String CLIENT = "10.1.2.3";
    private static final String SERVER = "10.1.9.9";
    private static final String[] FILES = {"pcap/mixed/monday/01.pcap", "pcap/mixed/monday/02.pcap"};
    private static final long SECOND = 1_000_000_000L;
    private static final int CONVERSATIONS = 200;
    private static final int RUNS = 4;
    private static final int PROBES = 20;

    @TempDir
    private Path folder;

    private final List<FlowLabel> labels = new ArrayList<>();
    private final Map<String, TreeMap<Long, byte[]>> packets = new HashMap<>();

    /** Conversations that go on from one capture file to the next, and runs of two tools one after another. */
    @BeforeEach
    void largeSet() throws IOException {
        for (int c = 0; c < CONVERSATIONS; c++) {
            String label = c % 4 == 0 ? "benign/background/dns" : "benign/background/http";
            for (int file = 0; file < FILES.length; file++) {
                long at = (file * 100L + 1) * SECOND + c;
                FiveTuple forth = new FiveTuple(CLIENT, 30_000 + c, SERVER, 80, 6);
                flow(FILES[file], forth, at, label, "curl");
                flow(FILES[file], forth.reversed(), at + 500, label, "curl");
            }
        }
        List<String> commands = new ArrayList<>();
        for (int run = 0; run < RUNS; run++) {
            String tool = run % 2 == 0 ? "nmap" : "masscan";
            String label = "malicious/information_gathering/" + (run % 2 == 0 ? "syn_scan" : "fast_scan");
            long start = (10 + 20L * run) * SECOND;
            for (int p = 0; p < PROBES; p++) {
                FiveTuple probe = new FiveTuple(CLIENT, 40_000 + run, SERVER, 1 + p, 6);
                long at = start + p * 1000L;
                flow(FILES[0], probe, at, label, tool);
                flow(FILES[0], probe.reversed(), at + 500, label, tool);
            }
            commands.add("{\"activity\": \"syn-scan\", \"label\": \"" + label + "\", \"tool\": \""
                    + tool + "\", \"host\": \"one\", \"target\": \"" + SERVER + "\", \"start_ns\": " + start
                    + ", \"end_ns\": " + (start + SECOND) + ", \"exit\": 0, \"command\": \"" + tool
                    + "\", \"report\": \"nmap sent flows: " + PROBES + "\"}");
        }
        Path root = folder.resolve("large");
        for (String file : FILES) {
            Files.createDirectories(root.resolve(file).getParent());
            try (PcapFile.Writer writer = new PcapFile.Writer(root.resolve(file), PcapFile.ETHERNET, 128)) {
                for (Map.Entry<Long, byte[]> packet : packets.get(file).entrySet()) {
                    writer.write(new PcapFile.Packet(packet.getKey(), packet.getValue(), packet.getValue().length));
                }
            }
        }
        List<String> lines = new ArrayList<>(List.of(FlowLabel.HEADER));
        labels.forEach(label -> lines.add(label.line()));
        Files.write(root.resolve("labels.tsv"), lines);
        Files.writeString(
                root.resolve("manifest.json"),
                "{\"format\": 1, \"days\": [{\"scenario\": {\"day\": \"monday\"}, \"clients\": [{\"name\": \"one\", \"ip4\":"
                        + " \"" + CLIENT + "\", \"ip6\": \"fd00::1\"}], \"servers\": [{\"name\": \"www\", \"ip4\": \""
                        + SERVER + "\", \"ip6\": \"fd00::9\"}], \"commands\": " + commands + "}], \"files\": []}");
    }

    private void flow(String file, FiveTuple tuple, long nanos, String label, String tool) {
        labels.add(new FlowLabel(file, tuple, nanos, nanos, label, tool, 1));
        String addresses = tuple.source().equals(CLIENT) ? "0a0102030a010909" : "0a0109090a010203";
        packets.computeIfAbsent(file, k -> new TreeMap<>())
                .put(
                        nanos,
                        HexFormat.of()
                                .parseHex("0200000000010200000000020800" + "450000280000000040060000" + addresses
                                        + String.format("%04x%04x", tuple.sourcePort(), tuple.destinationPort())
                                        + "00000000000000005002040000000000"));
    }

    private List<FlowLabel> cut(String name, long bytes, long seed) throws LabException {
        DataSetSample sample = new DataSetSample(folder.resolve("large"));
        sample.choose(bytes, seed);
        return sample.write(folder.resolve(name), seed);
    }

    private static Map<String, Long> counts(List<FlowLabel> rows) {
        return rows.stream()
                .collect(Collectors.groupingBy(
                        row -> row.label() + " " + row.tool(), TreeMap::new, Collectors.counting()));
    }

    @Test
    void eachKindOfAttackIsThereWithWholeRuns() throws LabException {
        Map<String, Long> counts = counts(cut("small", 40_000, 1));
        for (String scan : List.of("syn_scan nmap", "fast_scan masscan")) {
            long flows = counts.getOrDefault("malicious/information_gathering/" + scan, 0L);
            assertTrue(flows > 0 && flows % (2 * PROBES) == 0, counts.toString());
        }
    }

    @Test
    void conversationsAreKeptWithBothDirectionsInAllFilesAndTheSameShareOfEachLabel() throws LabException {
        List<FlowLabel> kept = cut("small", 40_000, 1);
        Map<String, Long> counts = counts(kept);
        double dns = counts.get("benign/background/dns curl") / (CONVERSATIONS * 1.0);
        double http = counts.get("benign/background/http curl") / (CONVERSATIONS * 3.0);
        assertEquals(dns, http, 0.05, counts.toString());
        Map<Integer, Long> byPort = kept.stream()
                .filter(row -> row.kind().equals("benign"))
                .collect(Collectors.groupingBy(
                        row -> Math.max(row.tuple().sourcePort(), row.tuple().destinationPort()),
                        Collectors.counting()));
        byPort.forEach((port, rows) -> assertEquals(4, rows, "rows of port " + port));
    }

    @Test
    void aLabelOfFewLargeConversationsDoesNotTakeTheRoomOfOthers() throws LabException {
        List<Unit> units = new ArrayList<>();
        for (String label : List.of("a", "b", "c", "d", "e", "f")) {
            for (int i = 0; i < 100; i++) {
                Unit unit = new Unit("monday", "benign/" + label, false, null);
                unit.add(label.equals("a") ? 10_000 : 100);
                units.add(unit);
            }
        }
        Choice.of(units, 60_000, new Random(1));
        Map<String, Long> bytes = units.stream()
                .filter(Unit::kept)
                .collect(Collectors.groupingBy(Unit::group, TreeMap::new, Collectors.summingLong(Unit::bytes)));
        assertTrue(bytes.getOrDefault("benign/a", 0L) <= 30_000, bytes.toString());
        assertTrue(bytes.get("benign/f") >= 4_000, bytes.toString());
    }

    @Test
    void whatIsCutIsASoundDataSetOfTheSizeAskedFor() throws LabException, IOException {
        cut("small", 40_000, 1);
        Path small = folder.resolve("small");
        PrintStream print = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        assertEquals(List.of(), new Audit(small, print).run(0, 1, new SingleFields(), false));
        long bytes = 0;
        try (Stream<Path> files = Files.walk(small)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                bytes += Files.size(file);
            }
        }
        assertTrue(bytes <= 40_000 && bytes > 36_000, bytes + " bytes");
    }

    @Test
    void theSameSeedCutsTheSame() throws LabException, IOException {
        cut("once", 40_000, 1);
        cut("again", 40_000, 1);
        cut("other", 40_000, 2);
        byte[] once = Files.readAllBytes(folder.resolve("once/labels.tsv"));
        assertArrayEquals(once, Files.readAllBytes(folder.resolve("again/labels.tsv")));
        assertNotEquals(new String(once, StandardCharsets.UTF_8), Files.readString(folder.resolve("other/labels.tsv")));
    }

    @Test
    void tooLittleRoomForEachAttackIsRefused() {
        LabException e = assertThrows(LabException.class, () -> cut("small", 5_000, 1));
        assertTrue(e.getMessage().startsWith("one run of each attack takes "), e.getMessage());
    }
}
