package org.ldpi.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ldpi.api.packet.IpPacket;
import org.ldpi.api.packet.LinkType;

class ReassemblyTest {
    private static final String FROM = "10.0.0.1";
    private static final String TO = "10.0.0.2";
    private static final long SECOND = 1_000_000_000L;

    /** A UDP datagram from port 5000 to 53 whose bytes are all different. */
    private static byte[] datagram(int length) {
        byte[] bytes = new byte[length];
        for (int i = 8; i < length; i++) {
            bytes[i] = (byte) (i * 7);
        }
        System.arraycopy(HexFormat.of().parseHex("13880035"), 0, bytes, 0, 4);
        return bytes;
    }

    /** The bytes from start to end as a fragment. */
    private static PacketBuilder v4(byte[] data, int start, int end, int id) {
        int field = start / 8 | (end < data.length ? 0x2000 : 0);
        return PacketBuilder.protocol(IpPacket.UDP, Arrays.copyOfRange(data, start, end))
                .ipv4(FROM, TO)
                .set(4, id >> 8)
                .set(5, id)
                .set(6, field >> 8)
                .set(7, field)
                .link(LinkType.RAW);
    }

    private static PacketBuilder v6(byte[] data, int start, int end, int id) {
        int field = start | (end < data.length ? 1 : 0);
        String header = String.format("1100%04x%08x", field, id);
        return PacketBuilder.protocol(0, Arrays.copyOfRange(data, start, end))
                .header(header, 0)
                .asProtocol(Ipv6.FRAGMENT)
                .ipv6("2001:db8::1", "2001:db8::2")
                .link(LinkType.RAW);
    }

    private static String hex(Decoded decoded) {
        IpPacket ip = decoded.ip();
        byte[] bytes = new byte[ip.ipEnd() - ip.transportOffset()];
        ip.buffer().get(ip.transportOffset(), bytes);
        return HexFormat.of().formatHex(bytes);
    }

    @Test
    void takesAFirstFragmentThatIsLongEnoughForThePacket() {
        byte[] data = datagram(1000);
        Decoded decoded = Decoded.withTunnels();
        assertEquals("v4 5000 > 53 p17 504 bytes", decoded.next(v4(data, 0, 504, 1)));
        assertEquals("FRAGMENT", decoded.next(v4(data, 504, 1000, 1)));
        assertEquals("v6 5000 > 53 p17 504 bytes", decoded.next(v6(data, 0, 504, 1)));
        assertEquals("FRAGMENT", decoded.next(v6(data, 504, 1000, 1)));
    }

    @Test
    void takesAFirstFragmentThatTheCaptureCutForThePacket() {
        assertEquals(
                "v4 5000 > 53 p17 10 bytes",
                Decoded.of(v4(datagram(1000), 0, 80, 1).cut(30)));
    }

    @Test
    void putsShortFragmentsTogetherInAnyOrder() {
        byte[] data = datagram(45);
        String whole = HexFormat.of().formatHex(data);
        Random random = new Random(3);
        for (int round = 0; round < 500; round++) {
            boolean six = random.nextBoolean();
            List<PacketBuilder> fragments = new ArrayList<>();
            for (int start = 0; start < data.length; ) {
                int end = Math.min(data.length, start + 8 * (1 + random.nextInt(3)));
                fragments.add(six ? v6(data, start, end, round) : v4(data, start, end, round));
                start = end;
            }
            if (fragments.size() == 1) {
                continue;
            }
            Collections.shuffle(fragments, random);
            Decoded decoded = Decoded.withTunnels();
            for (PacketBuilder fragment : fragments.subList(0, fragments.size() - 1)) {
                assertEquals("FRAGMENT", decoded.next(fragment));
            }
            String expected = (six ? "v6" : "v4") + " 5000 > 53 p17 45 bytes";
            assertEquals(expected, decoded.next(fragments.get(fragments.size() - 1)));
            assertEquals(whole, hex(decoded));
        }
    }

    @Test
    void waitsForNoMoreThanASampleNeeds() {
        byte[] data = datagram(1000);
        Decoded decoded = Decoded.withTunnels();
        assertEquals("FRAGMENT", decoded.next(v4(data, 48, 496, 1)));
        assertEquals("FRAGMENT", decoded.next(v4(data, 24, 48, 1)));
        assertEquals("v4 5000 > 53 p17 96 bytes", decoded.next(v4(data, 0, 24, 1)));
        assertEquals(HexFormat.of().formatHex(data, 0, 96), hex(decoded));
    }

    @Test
    void keepsThePacketsOfSeveralSendersApart() {
        byte[] data = datagram(32);
        Decoded decoded = Decoded.withTunnels();
        assertEquals("FRAGMENT", decoded.next(v4(data, 0, 16, 1)));
        assertEquals("FRAGMENT", decoded.next(v4(data, 0, 16, 2)));
        assertEquals("FRAGMENT", decoded.next(v6(data, 0, 16, 1)));
        assertEquals("v4 5000 > 53 p17 32 bytes", decoded.next(v4(data, 16, 32, 2)));
        assertEquals("v6 5000 > 53 p17 32 bytes", decoded.next(v6(data, 16, 32, 1)));
        assertEquals("v4 5000 > 53 p17 32 bytes", decoded.next(v4(data, 16, 32, 1)));
    }

    @Test
    void seesTcpFlagsThatCameInTheSecondFragment() {
        byte[] segment = PacketBuilder.tcp(IpPacket.SYN).ports(5000, 53).bytes();
        Decoded decoded = Decoded.withTunnels();
        assertEquals("FRAGMENT", decoded.next(v4(segment, 0, 8, 9).set(9, IpPacket.TCP)));
        assertEquals(
                "v4 5000 > 53 p6 20 bytes", decoded.next(v4(segment, 8, 20, 9).set(9, IpPacket.TCP)));
        assertEquals(IpPacket.SYN, decoded.ip().tcpFlags());
    }

    @Test
    void letsTheFirstBytesStandWhereFragmentsContradictInIpv4() {
        byte[] data = datagram(40);
        byte[] other = data.clone();
        other[20] ^= 1;
        Decoded decoded = Decoded.withTunnels();
        assertEquals("FRAGMENT", decoded.next(v4(data, 16, 32, 1)));
        assertEquals("FRAGMENT_DROPPED", decoded.next(v4(other, 8, 24, 1)));
        assertEquals("FRAGMENT", decoded.next(v4(data, 16, 32, 1)), "the same again changes nothing");
        assertEquals("FRAGMENT", decoded.next(v4(data, 32, 40, 1)));
        assertEquals("v4 5000 > 53 p17 40 bytes", decoded.next(v4(data, 0, 24, 1)));
        assertEquals(HexFormat.of().formatHex(data), hex(decoded));
    }

    @Test
    void givesAPacketOfIpv6UpWhoseFragmentsContradict() {
        byte[] data = datagram(40);
        byte[] other = data.clone();
        other[20] ^= 1;
        Decoded decoded = Decoded.withTunnels();
        assertEquals("FRAGMENT", decoded.next(v6(data, 16, 32, 1)));
        assertEquals("FRAGMENT_DROPPED", decoded.next(v6(other, 8, 24, 1)));
        assertEquals("FRAGMENT_DROPPED", decoded.next(v6(data, 0, 16, 1)));
        assertEquals("FRAGMENT_DROPPED", decoded.next(v6(data, 32, 40, 1)));
    }

    @Test
    void dropsFragmentsThatCannotBe() {
        byte[] data = datagram(80);
        Decoded decoded = Decoded.withTunnels();
        assertEquals("FRAGMENT_DROPPED", decoded.next(v4(data, 0, 20, 1)), "length is not a multiple of 8");
        assertEquals(
                "FRAGMENT_DROPPED", decoded.next(v4(data, 0, 16, 1).set(6, 0x3F).set(7, 0xFF)), "beyond 65,535");
        assertEquals("FRAGMENT", decoded.next(v4(Arrays.copyOf(data, 40), 32, 40, 2)));
        assertEquals("FRAGMENT_DROPPED", decoded.next(v4(data, 40, 48, 2)), "behind the last one");
        assertEquals("FRAGMENT", decoded.next(v4(data, 40, 48, 3)));
        assertEquals("FRAGMENT_DROPPED", decoded.next(v4(Arrays.copyOf(data, 40), 32, 40, 3)), "a last one too early");
        assertEquals("FRAGMENT", decoded.next(v4(data, 24, 40, 4)));
        assertEquals(
                "FRAGMENT_DROPPED",
                decoded.next(v4(Arrays.copyOf(data, 37), 32, 37, 4)),
                "a last one too early by less than a unit");
    }

    @Test
    void forgetsFragmentsAfterTheTimeout() {
        byte[] data = datagram(32);
        Decoded decoded = Decoded.withTunnels();
        assertEquals("FRAGMENT", decoded.next(v4(data, 0, 16, 1), 0));
        assertEquals("FRAGMENT", decoded.next(v4(data, 16, 32, 1), 61 * SECOND));
        assertEquals("v4 5000 > 53 p17 32 bytes", decoded.next(v4(data, 0, 16, 1), 62 * SECOND));
    }

    @Test
    void keepsNoMorePacketsThanItsBound() {
        byte[] data = datagram(32);
        Decoded decoded = Decoded.withTunnels();
        int kept = 0;
        int dropped = 0;
        for (int id = 0; id < 10_000; id++) {
            String result = decoded.next(v4(data, 0, 16, id));
            kept += result.equals("FRAGMENT") ? 1 : 0;
            dropped += result.equals("FRAGMENT_DROPPED") ? 1 : 0;
        }
        assertEquals(10_000, kept + dropped);
        assertEquals(Reassembler.PACKETS, kept);
        assertEquals("FRAGMENT", decoded.next(v4(data, 0, 16, 10_001), 61 * SECOND), "old ones make room");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void takesAFragmentHeaderWithoutFragmentsForAWholePacket(int ignored) {
        assertEquals("v6 5000 > 53 p17 40 bytes", Decoded.of(v6(datagram(40), 0, 40, ignored)));
    }
}
