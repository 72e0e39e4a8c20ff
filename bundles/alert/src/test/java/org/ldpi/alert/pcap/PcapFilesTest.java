package org.ldpi.alert.pcap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ldpi.api.alert.Alert;
import org.ldpi.api.alert.HeadCaptures;
import org.ldpi.api.detector.Verdict;
import org.ldpi.api.flow.CloseReason;
import org.ldpi.api.flow.Flow;
import org.ldpi.api.flow.FlowKey;
import org.ldpi.api.flow.PacketStore;
import org.ldpi.api.incident.Incident;
import org.ldpi.api.incident.IncidentKind;
import org.ldpi.api.model.ModelId;
import org.ldpi.api.packet.CapturedPacket;
import org.ldpi.api.packet.LinkType;
import org.ldpi.api.quantizer.SampleShape;
import org.ldpi.api.threshold.Threshold;

class PcapFilesTest {
    private static final Path TSHARK = Path.of("/usr/bin/tshark");
    private static final long START = 1_770_091_506_000_007_008L;
    /** A SYN of 10.1.0.2:40312 to 10.1.0.9:22. */
    private static final byte[] SYN = HexFormat.of()
            .parseHex("020000000002" + "020000000001" + "0800" + "45000028000040004006000" + "00a010002" + "0a010009"
                    + "9d780016" + "00000001" + "00000000" + "5002040000000000");

    @TempDir
    private Path folder;

    private final PacketRing ring = new PacketRing(1 << 16, 256, 0);

    private HeadFiles files(int most, long bytes) {
        return new HeadFiles(ring, new PcapOptions(folder, bytes, most, 1 << 16, 256));
    }

    private long keep(int packets, int linkType) {
        long last = PacketStore.NOWHERE;
        for (int i = 0; i < packets; i++) {
            last = ring.keep(
                    new CapturedPacket()
                            .wrap(ByteBuffer.wrap(SYN), 0, SYN.length, SYN.length, START + 1_000L * i, linkType),
                    last);
        }
        return last;
    }

    private static Alert alert(long id, int packets, long keptAt) {
        Flow flow = new Flow(
                new FlowKey(InetAddress.getLoopbackAddress(), 1, InetAddress.getLoopbackAddress(), 2, 6, 0),
                "",
                "",
                packets,
                START,
                START + id,
                CloseReason.TIMEOUT,
                "veth0",
                SampleShape.DEFAULT,
                new byte[SampleShape.DEFAULT.size()],
                Optional.empty(),
                keptAt);
        return new Alert(
                id,
                Instant.EPOCH,
                new Verdict(id, flow, 2, 0, true, new Threshold("max", 1, 1, ""), new ModelId("lab", "1"), ""));
    }

    private List<String> names() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void tsharkReadsThePacketsOfAnAlertAsTheyWereCaptured() throws Exception {
        assumeTrue(Files.exists(TSHARK), "skipped: there is no tshark (on Debian: apt-get install tshark)");
        HeadFiles files = files(10, 1 << 20);
        Alert alert = alert(1, 3, keep(3, LinkType.ETHERNET));
        files.write(alert);
        Process tshark = new ProcessBuilder(
                        TSHARK.toString(),
                        "-r",
                        files.file(alert).toString(),
                        "-T",
                        "fields",
                        "-e",
                        "frame.time_epoch",
                        "-e",
                        "ip.src",
                        "-e",
                        "tcp.dstport",
                        "-e",
                        "tcp.window_size_value",
                        "-e",
                        "frame.len")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String said = new String(tshark.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, tshark.waitFor());
        assertEquals(
                List.of(
                        "1770091506.000007008\t10.1.0.2\t22\t1024\t54",
                        "1770091506.000008008\t10.1.0.2\t22\t1024\t54",
                        "1770091506.000009008\t10.1.0.2\t22\t1024\t54"),
                said.lines().toList());
    }

    @Test
    void theOldestFilesAreDeletedAndCountedAlsoThoseOfAnEarlierRunButNoOthers() throws Exception {
        Files.writeString(folder.resolve("mine.pcap"), "not to be touched");
        HeadFiles before = files(10, 1 << 20);
        for (int id = 1; id <= 3; id++) {
            before.write(alert(id, 1, keep(1, LinkType.ETHERNET)));
            Files.setLastModifiedTime(
                    before.file(alert(id, 1, 0)), java.nio.file.attribute.FileTime.from(Instant.EPOCH.plusSeconds(id)));
        }
        HeadFiles after = files(3, 1 << 20);
        after.write(alert(4, 1, keep(1, LinkType.ETHERNET)));
        assertEquals(
                List.of(2, 3, 4).stream()
                        .map(id -> "ldpi-alert-" + id + "-" + (START + id) + ".pcap")
                        .toList(),
                names().subList(0, 3));
        assertTrue(names().contains("mine.pcap"));
        HeadCaptures.Status status = after.status();
        assertEquals(3, status.files());
        assertEquals(1, status.deleted());
        assertThrows(NoSuchFileException.class, () -> after.file(alert(1, 1, 0)));
    }

    @Test
    void filesKeepWithinTheirBytes() throws Exception {
        long one = PcapFile.of(ring.packets(keep(1, LinkType.ETHERNET))).length;
        HeadFiles files = files(100, 2 * one);
        for (int id = 1; id <= 5; id++) {
            files.write(alert(id, 1, keep(1, LinkType.ETHERNET)));
        }
        assertEquals(2, names().size());
        assertEquals(2 * one, files.status().bytes());
        assertEquals(3, files.status().deleted());
    }

    @Test
    void packetsThatAreNoLongerThereAreCounted() throws Exception {
        HeadFiles files = files(10, 1 << 20);
        files.write(alert(1, 2, PacketStore.NOWHERE));
        files.write(alert(2, 2, keep(1, LinkType.ETHERNET)));
        assertEquals(2, files.status().incomplete());
        assertEquals(1, files.status().written());
    }

    @Test
    void packetsOfAnotherLinkTypeThanTheFirstAreLeftOutAndCounted() throws Exception {
        HeadFiles files = files(10, 1 << 20);
        long first = keep(1, LinkType.ETHERNET);
        long second =
                ring.keep(new CapturedPacket().wrap(ByteBuffer.wrap(SYN), 14, 40, 40, START, LinkType.RAW), first);
        files.write(alert(1, 2, second));
        assertEquals(1, files.status().left());
        assertEquals(24 + 16 + SYN.length, files.status().bytes());
    }

    @Test
    void anIncidentIsWrittenWhenItBegins() throws Exception {
        HeadFiles files = files(10, 1 << 20);
        for (boolean open : new boolean[] {true, false}) {
            Alert flow = alert(open ? 1 : 2, 1, keep(1, LinkType.ETHERNET));
            InetAddress address = InetAddress.getLoopbackAddress();
            files.write(new Alert(
                    flow.id(),
                    flow.time(),
                    flow.verdict(),
                    new Incident(
                            1,
                            IncidentKind.SCAN,
                            address,
                            Instant.EPOCH,
                            Instant.EPOCH,
                            Instant.EPOCH,
                            1,
                            1,
                            1,
                            flow.verdict().flow().key(),
                            open)));
        }
        assertEquals(1, names().size());
    }

    @Test
    void aFolderThatCannotBeIsAnErrorThatIsTriedAgainAndLeavesNothingBehind() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");
        HeadFiles files = new HeadFiles(ring, new PcapOptions(file.resolve("under"), 1 << 20, 10, 1 << 16, 256));
        assertThrows(IOException.class, () -> files.write(alert(1, 1, keep(1, LinkType.ETHERNET))));
        assertEquals(0, files.status().written());
        assertFalse(names().stream().anyMatch(name -> name.endsWith(".part")));
    }
}
