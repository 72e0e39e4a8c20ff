package org.ldpi.lab.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ldpi.lab.LabException;
import org.ldpi.lab.label.FlowLabel;
import org.ldpi.lab.net.Programs;
import org.ldpi.lab.pcap.PcapFile;

class AuditTest {
    private static final String FILE = "pcap/mixed/monday/01.pcap";
    private static final String NORMAL =
            FILE + "\t10.1.2.3\t40001\t10.1.9.9\t80\t6\t1000\t2000\tbenign/background/http\tcurl";
    private static final String ATTACK =
            FILE + "\t10.1.2.3\t40002\t10.1.9.9\t80\t6\t1500\t1500\tmalicious/dos/syn_flood\thping3";

    @TempDir
    private Path root;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @BeforeEach
    void dataSet() throws IOException {
        Files.createDirectories(root.resolve(FILE).getParent());
        try (PcapFile.Writer writer = new PcapFile.Writer(root.resolve(FILE), PcapFile.ETHERNET, 128)) {
            writer.write(frame(1000, 40001, 64));
            writer.write(frame(1500, 40002, 63));
            writer.write(frame(2000, 40001, 64));
        }
        write(List.of(FlowLabel.HEADER, NORMAL, ATTACK));
    }

    private void write(List<String> labels) throws IOException {
        Files.write(root.resolve("labels.tsv"), labels);
        Files.writeString(
                root.resolve("manifest.json"),
                "{\"files\": [{\"path\": \"" + FILE + "\", \"sha256\": \"" + sha256(root.resolve(FILE)) + "\"}]}");
    }

    private List<String> audit() throws LabException {
        SingleFields single = new SingleFields();
        PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
        List<String> faults = new Audit(root, print).run(0, 1, single, false);
        single.print(print);
        return faults;
    }

    @Test
    void aSoundDataSetHasNoFaults() throws LabException {
        assertEquals(List.of(), audit());
        String text = out.toString(StandardCharsets.UTF_8);
        assertTrue(text.contains("malicious/dos/syn_flood"), text);
        // The attack's TTL is the smaller one.
        assertTrue(text.matches("(?s).*\nttl +1 +1 +0\\.000  stands out\n.*"), text);
    }

    @Test
    void tsharkSeesTheLabelledFlowsAndSaysWhichHaveNoLabel() throws IOException, LabException {
        assumeTrue(Programs.installed("tshark"), "skipped: there is no tshark (on Debian: apt-get install tshark)");
        PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
        assertEquals(List.of(), new Audit(root, print).run(0, 1, new SingleFields(), true));
        String text = out.toString(StandardCharsets.UTF_8);
        assertTrue(text.matches("(?s).*\nmalicious/dos/syn_flood +1 +1\n.*"), text);
        write(List.of(FlowLabel.HEADER, NORMAL));
        List<String> faults = new Audit(root, print).run(0, 1, new SingleFields(), true);
        assertTrue(
                faults.contains(root.resolve(FILE) + ": tshark sees 1 flows without a label, and not 0 that have one"),
                faults.toString());
    }

    @Test
    void aPacketWithoutALabelIsAFault() throws IOException, LabException {
        write(List.of(FlowLabel.HEADER, NORMAL));
        assertEquals(List.of(root.resolve(FILE) + ": 1 packets have no label"), audit());
    }

    @Test
    void aLabelWithoutAPacketIsAFault() throws IOException, LabException {
        write(List.of(FlowLabel.HEADER, NORMAL, ATTACK, ATTACK.replace("40002", "40003")));
        assertEquals(List.of(root.resolve(FILE) + ": 1 labels have no packets"), audit());
    }

    @Test
    void aChangedCaptureIsAFault() throws IOException, LabException {
        byte[] bytes = Files.readAllBytes(root.resolve(FILE));
        bytes[bytes.length - 1] ^= 1;
        Files.write(root.resolve(FILE), bytes);
        assertEquals(List.of(root.resolve(FILE) + ": is not what the manifest says (SHA-256 differs)"), audit());
    }

    @Test
    void aDamagedLabelFileIsRefusedWithTheLine() throws IOException {
        write(List.of(FlowLabel.HEADER, NORMAL, "half a row"));
        LabException e = assertThrows(LabException.class, this::audit);
        assertEquals(root.resolve("labels.tsv") + ": line 3: a row of 1 fields", e.getMessage());
    }

    private static PcapFile.Packet frame(long nanos, int sourcePort, int ttl) {
        byte[] bytes = HexFormat.of()
                .parseHex("0200000000010200000000020800" + "4500002800000000" + String.format("%02x", ttl) + "060000"
                        + "0a0102030a010909" + String.format("%04x", sourcePort) + "0050"
                        + "00000000000000005002040000000000");
        return new PcapFile.Packet(nanos, bytes, bytes.length);
    }

    private static String sha256(Path file) throws IOException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
