package org.ldpi.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.ldpi.api.flow.Direction;
import org.ldpi.api.flow.Flow;
import org.ldpi.api.flow.FlowCounters;
import org.ldpi.api.flow.FlowShare;
import org.ldpi.api.flow.FlowTable;
import org.ldpi.api.flow.FlowTableOptions;
import org.ldpi.api.packet.CapturedPacket;
import org.ldpi.api.packet.IpPacket;
import org.ldpi.api.packet.LinkType;
import org.ldpi.api.packet.SkipReason;
import org.ldpi.api.packet.Tunnel;
import org.ldpi.api.quantizer.Quantizer;
import org.ldpi.api.quantizer.SampleShape;
import org.ldpi.quantizer.ClassicQuantizer;
import org.ldpi.quantizer.RobustQuantizer;

/**
 * Whatever the bytes of packets are, decoding, reassembly, the flow table and the quantizers throw nothing, look at
 * nothing outside a packet and count every packet once.
 *
 * <p>That nothing outside is looked at shows in that the same comes out whatever lies around a packet: zeros, ones, or
 * the end of the buffer, behind which a read throws.
 *
 * <p>An ordinary test run tries the inputs in {@code src/test/resources}; {@link FuzzSeedsTest} makes those that fuzzing
 * begins with. With {@code JAZZER_FUZZ=1} in the environment and one method named, Jazzer looks for others.
 */
class PacketFuzzTest {
    private static final int ROW = 60;
    private static final int MARGIN = 64;
    private static final long SEED = 7;
    private static final ByteBuffer DIRECT = ByteBuffer.allocateDirect(1 << 16);

    /** Links by the number that an input gives them. */
    static final int[] LINKS = {
        LinkType.ETHERNET,
        LinkType.RAW,
        LinkType.NULL,
        LinkType.PPP,
        LinkType.RAW_BSD,
        LinkType.PPP_HDLC,
        LinkType.PPP_ETHER,
        LinkType.IEEE802_11,
        LinkType.LOOP,
        LinkType.LINUX_SLL,
        LinkType.IEEE802_11_RADIOTAP,
        LinkType.IPV4,
        LinkType.IPV6,
        LinkType.LINUX_SLL2,
        147
    };

    private static final List<Quantizer> QUANTIZERS = List.of(new ClassicQuantizer(), new RobustQuantizer());

    /** What lies around a packet. */
    private enum Around {
        NOTHING,
        ZEROS,
        ONES
    }

    /** Link, tunnels that are not looked through (a bit each), then the packet. */
    @FuzzTest(maxDuration = "24h")
    void onePacket(byte[] data) {
        if (data.length < 2) {
            return;
        }
        int link = LINKS[(data[0] & 0xFF) % LINKS.length];
        Set<Tunnel> tunnels = EnumSet.noneOf(Tunnel.class);
        int bit = 1;
        for (Tunnel tunnel : Tunnel.values()) {
            if ((data[1] & bit) == 0) {
                tunnels.add(tunnel);
            }
            bit <<= 1;
        }
        byte[] bytes = Arrays.copyOfRange(data, 2, data.length);
        String expected = decode(placed(bytes, link, 0, Around.NOTHING), tunnels);
        assertEquals(expected, decode(placed(bytes, link, 0, Around.ZEROS), tunnels));
        assertEquals(expected, decode(placed(bytes, link, 0, Around.ONES), tunnels));
    }

    /** Options, then for each packet: link, signed sixteenths of a second since the last one, length, bytes. */
    @FuzzTest(maxDuration = "24h")
    void packetsOfATable(byte[] data) {
        if (data.length == 0) {
            return;
        }
        List<String> expected = run(data, Around.NOTHING);
        assertEquals(expected, run(data, Around.ZEROS));
        assertEquals(expected, run(data, Around.ONES));
    }

    private static List<String> run(byte[] data, Around around) {
        List<String> heads = new ArrayList<>();
        int options = data[0];
        FlowTable table = new PreallocatedFlowTable(
                new FlowTableOptions(
                        new SampleShape(1 + (options & 3), 20 + (options >>> 2 & 3) * 16),
                        (options & 16) == 0 ? Direction.ONE_WAY : Direction.TWO_WAY,
                        Duration.ofSeconds(3),
                        16,
                        EnumSet.allOf(Tunnel.class),
                        (options & 32) != 0,
                        FlowShare.ALL,
                        (options & 128) == 0),
                QUANTIZERS.get(options >>> 6 & 1),
                head -> heads.add(described(Flow.of(head))),
                SEED);
        table.capture("fuzzed");
        long nanos = 1_000_000_000_000L;
        int packets = 0;
        ByteBuffer input = ByteBuffer.wrap(data, 1, data.length - 1);
        while (input.remaining() >= 3) {
            int link = LINKS[(input.get() & 0xFF) % LINKS.length];
            nanos += input.get() * 62_500_000L;
            byte[] bytes = new byte[Math.min(input.get() & 0xFF, input.remaining())];
            input.get(bytes);
            table.onPacket(placed(bytes, link, nanos, around));
            packets++;
        }
        FlowCounters counters = table.counters();
        assertEquals(packets, counters.read());
        assertEquals(counters.read(), counters.decoded() + counters.skippedPackets());
        assertEquals(heads.size(), counters.heads());
        assertTrue(counters.open() <= counters.flows() && counters.flows() <= counters.maxFlows());
        table.closeAll();
        assertEquals(heads.size(), table.counters().heads());
        assertEquals(0, table.counters().open());
        assertTrue(heads.size() <= table.counters().decoded(), "a head has a packet at least");
        return heads;
    }

    private static String described(Flow flow) {
        return flow + " " + flow.startNanos() + " " + flow.endNanos() + " " + flow.sourceMac() + " "
                + flow.destinationMac() + " " + flow.outer() + " "
                + HexFormat.of().formatHex(flow.sample());
    }

    private static CapturedPacket placed(byte[] bytes, int link, long nanos, Around around) {
        CapturedPacket packet = new CapturedPacket();
        if (around == Around.NOTHING) {
            return packet.wrap(ByteBuffer.wrap(bytes), 0, bytes.length, bytes.length, nanos, link);
        }
        byte[] margin = new byte[MARGIN];
        Arrays.fill(margin, (byte) (around == Around.ZEROS ? 0 : 0xFF));
        int end = MARGIN + bytes.length;
        // One direct buffer for all, as making one takes longer than decoding does.
        ByteBuffer buffer = end + MARGIN <= DIRECT.capacity() ? DIRECT : ByteBuffer.allocate(end + MARGIN);
        buffer.put(0, margin).put(MARGIN, bytes).put(end, margin);
        return packet.wrap(buffer, MARGIN, bytes.length, bytes.length, nanos, link);
    }

    /** All that decoding and the quantizers make of a packet, with offsets counted from its beginning. */
    private static String decode(CapturedPacket packet, Set<Tunnel> tunnels) {
        IpPacket ip = new IpPacket();
        SkipReason skip = new PacketDecoder(ROW, tunnels, SEED).decode(packet, ip, 0);
        if (skip != null) {
            return skip.name();
        }
        int end = packet.offset() + packet.capturedLength();
        assertTrue(ip.ipOffset() >= packet.offset(), "begins in the packet");
        assertTrue(ip.transportOffset() >= ip.ipOffset() + (ip.version() == 4 ? 20 : 40));
        assertTrue(ip.ipEnd() >= ip.transportOffset());
        assertTrue(ip.ipEnd() <= end, "ends in the packet");
        assertTrue(ip.vlan() >= 0 && ip.vlan() < 4096);
        StringBuilder all = new StringBuilder()
                .append(ip.version())
                .append(' ')
                .append(ip.ipOffset() - packet.offset())
                .append(' ')
                .append(ip.transportOffset() - packet.offset())
                .append(' ')
                .append(ip.ipEnd() - packet.offset())
                .append(' ')
                .append(ip.protocol())
                .append(' ')
                .append(ip.sourcePort())
                .append(' ')
                .append(ip.destinationPort())
                .append(' ')
                .append(ip.tcpFlags())
                .append(' ')
                .append(ip.vlan())
                .append(mac(packet, ip, ip.sourceMacOffset()))
                .append(mac(packet, ip, ip.destinationMacOffset()))
                .append(' ')
                .append(HexFormat.of().formatHex(ip.outerAddresses(), 0, 2 * ip.outerAddressLength()));
        for (Quantizer quantizer : QUANTIZERS) {
            byte[] row = new byte[ROW];
            Arrays.fill(row, (byte) 0xA5);
            quantizer.quantize(ip, row, 0, ROW);
            all.append(' ').append(HexFormat.of().formatHex(row));
        }
        return all.toString();
    }

    private static String mac(CapturedPacket packet, IpPacket ip, int offset) {
        if (offset == IpPacket.NO_LINK_ADDRESS) {
            return " -";
        }
        assertTrue(offset >= packet.offset() && offset + 6 <= packet.offset() + packet.capturedLength());
        byte[] mac = new byte[6];
        ip.linkBuffer().get(offset, mac);
        return " " + HexFormat.of().formatHex(mac);
    }
}
