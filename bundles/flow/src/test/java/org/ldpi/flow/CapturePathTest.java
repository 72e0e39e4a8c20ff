package org.ldpi.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ldpi.api.capture.Capture;
import org.ldpi.api.capture.CaptureRequest;
import org.ldpi.api.flow.Direction;
import org.ldpi.api.packet.IpPacket;
import org.ldpi.api.packet.LinkType;
import org.ldpi.capture.FileCaptureProvider;

/** What holds for the way from capture files to heads, whatever the traffic. */
class CapturePathTest {
    @TempDir
    Path folder;

    private static Heads read(Path source, Direction direction) throws IOException {
        Heads heads = Heads.with(direction, 4096);
        try (Capture capture = new FileCaptureProvider().open(CaptureRequest.of(source.toString()))) {
            int packets = 0;
            while (packets != Capture.END) {
                packets = capture.poll(heads.table, 64);
            }
        }
        return heads.end();
    }

    @Test
    void splittingACaptureIntoTwoFilesAtAnyPacketGivesTheSameHeads() throws IOException {
        List<PacketBuilder> traffic = FlowTablePropertiesTest.traffic(new Random(4), 100);
        traffic.addAll(fragments(new Random(1), traffic.get(99).packet().timestampNanos()));
        Path whole = folder.resolve("whole.pcap");
        PcapBytes.write(whole, LinkType.ETHERNET, traffic);
        Path parts = Files.createDirectory(folder.resolve("parts"));
        for (Direction direction : Direction.values()) {
            List<String> expected = read(whole, direction).described();
            for (int split = 0; split <= traffic.size(); split++) {
                PcapBytes.write(parts.resolve("1.pcap"), LinkType.ETHERNET, traffic.subList(0, split));
                PcapBytes.write(parts.resolve("2.pcap"), LinkType.ETHERNET, traffic.subList(split, traffic.size()));
                assertEquals(expected, read(parts, direction).described(), direction + ", split at " + split);
            }
        }
    }

    @Test
    void theOrderOfFragmentsDoesNotMatter() {
        Random random = new Random(8);
        for (int round = 0; round < 200; round++) {
            List<PacketBuilder> fragments = fragments(random, 0);
            String expected = samples(fragments);
            for (int order = 0; order < 5; order++) {
                Collections.shuffle(fragments, random);
                assertEquals(expected, samples(fragments), "round " + round);
            }
        }
    }

    /** The head of each flow without its times, which are those of the fragment that came last. */
    private static String samples(List<PacketBuilder> packets) {
        Heads heads = Heads.oneWay();
        packets.forEach(heads::take);
        return heads.end().closed.stream()
                .map(flow -> flow + " " + HexFormat.of().formatHex(flow.sample()))
                .sorted()
                .toList()
                .toString();
    }

    /** A datagram each of a few hosts, of both versions, cut into short fragments. */
    private static List<PacketBuilder> fragments(Random random, long nanos) {
        List<PacketBuilder> fragments = new ArrayList<>();
        for (int host = 1; host <= 4; host++) {
            byte[] data = new byte[24 + random.nextInt(80)];
            random.nextBytes(data);
            data[4] = 0;
            data[5] = (byte) data.length;
            for (int start = 0; start < data.length; ) {
                // Never long enough for the first one to stand for the packet.
                int end = Math.min(data.length, start + 8 * (1 + random.nextInt(2)));
                fragments.add((host % 2 == 0 ? v4(host, data, start, end) : v6(host, data, start, end)).at(nanos));
                start = end;
            }
        }
        return fragments;
    }

    private static PacketBuilder v4(int host, byte[] data, int start, int end) {
        return PacketBuilder.protocol(IpPacket.UDP, Arrays.copyOfRange(data, start, end))
                .ipv4("10.9.0." + host, "10.9.1.1")
                .set(6, end < data.length ? 0x20 : 0)
                .set(7, start / 8)
                .ethernet();
    }

    private static PacketBuilder v6(int host, byte[] data, int start, int end) {
        return PacketBuilder.protocol(0, Arrays.copyOfRange(data, start, end))
                .header(String.format("1100%04x%08x", start | (end < data.length ? 1 : 0), 77), 0)
                .asProtocol(Ipv6.FRAGMENT)
                .ipv6("2001:db8:9::" + host, "2001:db8:9::ff")
                .ethernet();
    }
}
