package org.ldpi.training.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ldpi.api.capture.CaptureException;
import org.ldpi.api.flow.Direction;
import org.ldpi.api.flow.FlowTableOptions;
import org.ldpi.api.model.NormalFlow;
import org.ldpi.api.quantizer.Quantizer;
import org.ldpi.api.quantizer.SampleShape;
import org.ldpi.training.TestCapture;
import org.ldpi.training.data.LabelledFlows.LabelledFlow;
import org.ldpi.training.flows.PacketPath;

class PreprocessingTest {
    private static final long START = 1_700_000_000_000_000_000L;

    @TempDir
    Path root;

    private final List<String> warnings = new ArrayList<>();

    @Test
    void foldersSayWhatFlowsAreAndLabelsSayItBetter() throws Exception {
        queries(3).write(root.resolve("pcap/benign/dns/a.pcap"));
        queries(2).write(root.resolve("pcap/malicious/dos/flood.pcap"));
        queries(4).write(root.resolve("pcap/mixed/day/b.pcap"));
        Files.writeString(
                root.resolve("labels.tsv"),
                FlowLabels.HEADER + "\n"
                        + label("pcap/benign/dns/a.pcap", 1, "unclear")
                        + label("pcap/mixed/day/b.pcap", 0, "benign/dns")
                        + label("pcap/mixed/day/b.pcap", 1, "malicious/tunnel"));
        List<LabelledFlows> captures = read(1000);

        assertEquals(
                List.of("pcap/benign/dns/a.pcap", "pcap/malicious/dos/flood.pcap", "pcap/mixed/day/b.pcap"),
                captures.stream().map(capture -> capture.file().name()).toList());
        assertEquals(List.of("benign/dns", "benign/dns"), labels(captures.get(0)));
        assertEquals(1, captures.get(0).unknown());
        assertEquals(List.of("malicious/dos", "malicious/dos"), labels(captures.get(1)));
        assertEquals(List.of("benign/dns", "malicious/tunnel"), labels(captures.get(2)));
        assertEquals(2, captures.get(2).unknown());
        assertEquals(4, captures.get(2).seen());
        assertEquals(1, captures.get(2).samples(Truth.MALICIOUS).size());
    }

    @Test
    void ofManyFlowsAChoiceIsKeptAlwaysTheSame() throws Exception {
        queries(200).write(root.resolve("pcap/benign/a.pcap"));
        LabelledFlows first = read(20).get(0);
        LabelledFlows second = read(20).get(0);
        assertEquals(20, first.flows().size());
        assertEquals(200, first.seen());
        for (int i = 0; i < 20; i++) {
            assertArrayEquals(
                    first.flows().get(i).sample(), second.flows().get(i).sample());
        }
    }

    @Test
    void itIsKnownWhereAFlowWasSeen() throws Exception {
        queries(3).write(root.resolve("pcap/benign/dns/a.pcap"));
        NormalFlow origin = read(1000).get(0).flows().get(1).origin();
        assertEquals("pcap/benign/dns/a.pcap", origin.capture());
        assertEquals("10.0.0.1:20001 > 10.0.0.53:53 UDP", origin.key().toString());
        assertTrue(origin.startNanos() >= START, "at " + origin.startNanos());
    }

    @Test
    void aTruncatedCaptureIsUsedUpToItsEndAndSaid() throws Exception {
        byte[] bytes = queries(5).bytes();
        Files.createDirectories(root.resolve("pcap/benign"));
        Files.write(root.resolve("pcap/benign/cut.pcap"), Arrays.copyOf(bytes, bytes.length - 3));
        assertEquals(4, read(1000).get(0).flows().size());
        assertEquals(1, warnings.size());
        assertTrue(warnings.get(0).contains("cut.pcap"), warnings.get(0));
    }

    @Test
    void aFileThatIsNoCaptureIsNamed() throws Exception {
        Files.createDirectories(root.resolve("pcap/benign"));
        Files.writeString(root.resolve("pcap/benign/notes.txt"), "these are my notes about the captures");
        CaptureException thrown = assertThrows(CaptureException.class, () -> read(1000));
        assertTrue(thrown.getMessage().contains("notes.txt"), thrown.getMessage());
    }

    @Test
    void aFolderWithoutCapturesIsNamed() {
        DatasetException thrown = assertThrows(DatasetException.class, () -> Dataset.open(root));
        assertTrue(thrown.getMessage().contains(root.toString()), thrown.getMessage());
    }

    @Test
    void flowsWithoutALabelAreKeptWhereTheyAreAskedForButNotThoseThatAreUnclear() throws Exception {
        queries(4).write(root.resolve("pcap/mixed/day/b.pcap"));
        Files.writeString(
                root.resolve("labels.tsv"),
                FlowLabels.HEADER + "\n"
                        + label("pcap/mixed/day/b.pcap", 0, "benign/dns")
                        + label("pcap/mixed/day/b.pcap", 1, "unclear"));
        LabelledFlows kept = read(1000, true).get(0);
        assertEquals(List.of("benign/dns", "mixed/day", "mixed/day"), labels(kept));
        assertEquals(2, kept.count(Truth.UNKNOWN));
        assertEquals(3, kept.unknown());
        assertEquals(1, read(1000, false).get(0).flows().size());
    }

    private List<LabelledFlows> read(int cap) throws Exception {
        return read(cap, false);
    }

    private List<LabelledFlows> read(int cap, boolean unlabelled) throws Exception {
        FlowTableOptions options =
                new FlowTableOptions(SampleShape.DEFAULT, Direction.ONE_WAY, Duration.ofSeconds(60), 1024);
        Quantizer quantizer = PacketPath.quantizer(Quantizer.ROBUST);
        return new Preprocessing(options, quantizer, cap, unlabelled, 7, warnings::add)
                .read(Dataset.open(root), root, done -> {});
    }

    private static List<String> labels(LabelledFlows capture) {
        return capture.flows().stream().map(LabelledFlow::label).toList();
    }

    private static TestCapture queries(int count) {
        TestCapture capture = new TestCapture(START);
        for (int i = 0; i < count; i++) {
            capture.udp("10.0.0.1", 20_000 + i, "10.0.0.53", 53, (byte) i, (byte) 2, (byte) 3);
        }
        return capture;
    }

    private static String label(String file, int query, String label) {
        return String.join(
                        "\t",
                        file,
                        "10.0.0.1",
                        Integer.toString(20_000 + query),
                        "10.0.0.53",
                        "53",
                        "17",
                        Long.toString(START),
                        Long.toString(START + 1_000_000_000L),
                        label,
                        "-")
                + "\n";
    }
}
