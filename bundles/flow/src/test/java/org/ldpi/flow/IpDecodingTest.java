package org.ldpi.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.EnumSet;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ldpi.api.packet.IpPacket;
import org.ldpi.api.packet.LinkType;
import org.ldpi.api.packet.Tunnel;

class IpDecodingTest {
    private static final String UDP = " 5000 > 53 p17 18 bytes";
    private static final String FROM = "10.0.0.1";
    private static final String TO = "10.0.0.2";
    private static final String FROM6 = "2001:db8::1";
    private static final String TO6 = "2001:db8::2";

    private static PacketBuilder udp() {
        return PacketBuilder.udp(10).ports(5000, 53);
    }

    private static String raw(PacketBuilder packet) {
        return Decoded.of(packet.link(LinkType.RAW));
    }

    @Test
    void readsPortsOfTcpAndUdpAndFlagsOfTcp() {
        Decoded decoded = Decoded.withTunnels();
        assertEquals(
                "v4 65535 > 1 p6 20 bytes",
                decoded.next(PacketBuilder.tcp(IpPacket.SYN | IpPacket.ACK)
                        .ports(65_535, 1)
                        .ipv4(FROM, TO)
                        .link(LinkType.RAW)));
        assertEquals(IpPacket.SYN | IpPacket.ACK, decoded.ip().tcpFlags());
        assertEquals("v4" + UDP, raw(udp().ipv4(FROM, TO)));
    }

    @Test
    void givesOtherProtocolsPort0() {
        assertEquals(
                "v4 0 > 0 p1 8 bytes",
                raw(PacketBuilder.protocol(1, new byte[8]).ipv4(FROM, TO)));
        assertEquals(
                "v4 0 > 0 p132 12 bytes",
                raw(PacketBuilder.protocol(132, new byte[12]).ipv4(FROM, TO)));
        assertEquals("v6 0 > 0 p58 0 bytes", raw(PacketBuilder.protocol(58).ipv6(FROM6, TO6)));
    }

    @Test
    void goesBehindIpv4Options() {
        assertEquals("v4" + UDP, raw(udp().ipv4(FROM, TO, new byte[40])));
    }

    @ParameterizedTest
    @ValueSource(ints = {Ipv6.HOP_BY_HOP, Ipv6.ROUTING, Ipv6.DESTINATION_OPTIONS, Ipv6.MOBILITY, Ipv6.HIP, Ipv6.SHIM6})
    void goesBehindIpv6ExtensionHeaders(int number) {
        assertEquals("v6" + UDP, raw(udp().extension(number).ipv6(FROM6, TO6)));
        assertEquals("v6" + UDP, raw(udp().extension(number, new byte[16]).ipv6(FROM6, TO6)));
    }

    @Test
    void goesBehindSeveralExtensionHeaders() {
        assertEquals(
                "v6" + UDP,
                raw(udp().extension(Ipv6.DESTINATION_OPTIONS, new byte[8])
                        .extension(Ipv6.FRAGMENT)
                        .extension(Ipv6.ROUTING, new byte[24])
                        .extension(Ipv6.HOP_BY_HOP)
                        .ipv6(FROM6, TO6)));
    }

    @Test
    void goesBehindAnAuthenticationHeaderOfIpv6() {
        // Its length counts 32-bit words, less two: 4 for a check value of 12 bytes.
        assertEquals(
                "v6" + UDP,
                raw(udp().header("11 04 0000 00000001 00000001 000000000000000000000000", 0)
                        .asProtocol(Ipv6.AUTHENTICATION)
                        .ipv6(FROM6, TO6)));
    }

    @Test
    void takesTheExtensionsWithoutSuccessorForTheProtocol() {
        assertEquals(
                "v6 0 > 0 p135 8 bytes",
                raw(PacketBuilder.protocol(Ipv6.NO_NEXT_HEADER)
                        .extension(Ipv6.MOBILITY)
                        .ipv6(FROM6, TO6)));
        assertEquals(
                "v6 0 > 0 p59 0 bytes",
                raw(PacketBuilder.protocol(Ipv6.NO_NEXT_HEADER).ipv6(FROM6, TO6).trailer(6)));
    }

    @Test
    void takesATotalLengthOf0ForAllThatIsThere() {
        assertEquals("v4" + UDP, raw(udp().ipv4(FROM, TO).set(2, 0).set(3, 0)));
        assertEquals("v6" + UDP, raw(udp().ipv6(FROM6, TO6).set(4, 0).set(5, 0)));
    }

    @Test
    void takesWhatWasCapturedOfALongerPacket() {
        assertEquals("v4 5000 > 53 p17 12 bytes", raw(udp().ipv4(FROM, TO).cut(32)));
        assertEquals("v4 5000 > 53 p17 4 bytes", raw(udp().ipv4(FROM, TO).cut(24)));
        assertEquals("TRUNCATED", raw(udp().ipv4(FROM, TO).cut(23)));
        assertEquals(
                "TRUNCATED", raw(PacketBuilder.tcp(0).ports(1, 2).ipv4(FROM, TO).cut(33)));
        assertEquals(
                "v4 1 > 2 p6 14 bytes",
                raw(PacketBuilder.tcp(0).ports(1, 2).ipv4(FROM, TO).cut(34)));
    }

    @Test
    void countsHeadersThatAreCutAsTruncated() {
        for (int captured = 0; captured < 14 + 24; captured++) {
            assertEquals("TRUNCATED", Decoded.of(udp().ipv4(FROM, TO).ethernet().cut(captured)), "at " + captured);
        }
        for (int captured = 1; captured < 40 + 16 + 4; captured++) {
            PacketBuilder packet =
                    udp().extension(Ipv6.ROUTING, new byte[8]).ipv6(FROM6, TO6).cut(captured);
            assertEquals("TRUNCATED", raw(packet), "at " + captured);
        }
    }

    @Test
    void countsImpossibleHeadersAsMalformed() {
        assertEquals("MALFORMED", Decoded.of(udp().ipv4(FROM, TO).set(0, 0x44).ethernet()));
        assertEquals("MALFORMED", Decoded.of(udp().ipv4(FROM, TO).set(0, 0x65).ethernet()));
        assertEquals("MALFORMED", Decoded.of(udp().ipv4(FROM, TO).set(3, 19).ethernet()));
        assertEquals("MALFORMED", Decoded.of(udp().ipv6(FROM6, TO6).set(0, 0x40).ethernet()));
    }

    @Test
    void looksThroughTunnels() {
        String inner = "v4" + UDP;
        assertEquals(inner, raw(udp().ipv4(FROM, TO).ipv4("1.1.1.1", "2.2.2.2")));
        assertEquals("v6" + UDP, raw(udp().ipv6(FROM6, TO6).ipv4("1.1.1.1", "2.2.2.2")));
        assertEquals(inner, raw(udp().ipv4(FROM, TO).ipv6(FROM6, TO6)));
        assertEquals(
                inner,
                raw(udp().ipv4(FROM, TO).header("0000 0800", 0).asProtocol(47).ipv4("1.1.1.1", "2.2.2.2")));
        assertEquals(
                inner,
                raw(udp().ipv4(FROM, TO)
                        .header("b000 0800 00000000 00000001 00000002", 0)
                        .asProtocol(47)
                        .ipv4("1.1.1.1", "2.2.2.2")));
        assertEquals(
                inner,
                raw(udp().ipv4(FROM, TO)
                        .header("3081 880b 002a0001 00000001 00000002 ff03 0021", 0)
                        .asProtocol(47)
                        .ipv4("1.1.1.1", "2.2.2.2")));
        assertEquals(
                inner + " mac 020000000001 > 020000000002",
                raw(udp().ipv4(FROM, TO)
                        .ethernet()
                        .header("0000 6558", 0)
                        .asProtocol(47)
                        .ipv4("1.1.1.1", "2.2.2.2")));
    }

    @Test
    void looksThroughTunnelsOverUdp() {
        String inner = "v4" + UDP;
        String macs = " mac 020000000001 > 020000000002";
        assertEquals(inner + macs, raw(overUdp(udp().ipv4(FROM, TO).ethernet().header("08000000 00000100", 0), 4789)));
        assertEquals(
                inner + macs,
                raw(overUdp(udp().ipv4(FROM, TO).ethernet().header("0100 6558 00000100 00000000", 0), 6081)));
        assertEquals(inner, raw(overUdp(udp().ipv4(FROM, TO).header("0000 0800 00000100", 0), 6081)));
        assertEquals(inner, raw(overUdp(udp().ipv4(FROM, TO).header("30ff 0030 00000001", 0), 2152)));
        assertEquals(
                inner, raw(overUdp(udp().ipv4(FROM, TO).header("34ff 0030 00000001 0000 00 85 01 1000 00", 0), 2152)));
    }

    @Test
    void takesATunnelWithNothingReadableForAFlowOfItsOwn() {
        assertEquals("v4 9999 > 4789 p17 14 bytes", raw(overUdp(PacketBuilder.hex("010203040506"), 4789)));
        assertEquals("v4 9999 > 2152 p17 16 bytes", raw(overUdp(PacketBuilder.hex("3201 0000 00000000"), 2152)));
        assertEquals(
                "v4 0 > 0 p47 8 bytes",
                raw(PacketBuilder.hex("0000 0806 00010800").asProtocol(47).ipv4(FROM, TO)));
    }

    @Test
    void leavesTunnelsClosedThatAreSwitchedOff() {
        Decoded decoded = new Decoded(EnumSet.complementOf(EnumSet.of(Tunnel.VXLAN, Tunnel.IP_IN_IP)));
        assertEquals(
                "v4 0 > 0 p4 38 bytes",
                decoded.next(udp().ipv4(FROM, TO).ipv4(FROM, TO).link(LinkType.RAW)));
        PacketBuilder vxlan = overUdp(udp().ipv4(FROM, TO).ethernet().header("08000000 00000100", 0), 4789);
        assertEquals("v4 9999 > 4789 p17 68 bytes", decoded.next(vxlan.link(LinkType.RAW)));
        assertEquals(
                "v6" + UDP, decoded.next(udp().ipv6(FROM6, TO6).ipv4(FROM, TO).link(LinkType.RAW)));
    }

    @ParameterizedTest
    @EnumSource(Tunnel.class)
    void takesATunnelThatIsSwitchedOffForAFlowAndLooksThroughAllOthers(Tunnel off) {
        Map<Tunnel, PacketBuilder> packets = Map.of(
                Tunnel.GRE,
                udp().ipv4(FROM, TO).header("0000 0800", 0).asProtocol(47).ipv4("1.1.1.1", "2.2.2.2"),
                Tunnel.IP_IN_IP,
                udp().ipv4(FROM, TO).ipv4("1.1.1.1", "2.2.2.2"),
                Tunnel.IPV6_IN_IP,
                udp().ipv6(FROM6, TO6).ipv4("1.1.1.1", "2.2.2.2"),
                Tunnel.VXLAN,
                overUdp(udp().ipv4(FROM, TO).ethernet().header("08000000 00000100", 0), 4789),
                Tunnel.GENEVE,
                overUdp(udp().ipv4(FROM, TO).header("0000 0800 00000100", 0), 6081),
                Tunnel.GTP_U,
                overUdp(udp().ipv4(FROM, TO).header("30ff 0030 00000001", 0), 2152));
        assertEquals(EnumSet.allOf(Tunnel.class), packets.keySet());
        packets.forEach((tunnel, packet) -> {
            Decoded decoded = new Decoded(EnumSet.complementOf(EnumSet.of(off)));
            String result = decoded.next(packet.link(LinkType.RAW));
            assertEquals(tunnel != off, result.contains(UDP), tunnel + ": " + result);
        });
    }

    @Test
    void boundsNesting() {
        PacketBuilder packet = udp().ipv4(FROM, TO);
        for (int depth = 1; depth <= Cursor.MAX_NESTING; depth++) {
            packet = packet.ipv4(FROM, TO);
            assertEquals("v4" + UDP, raw(packet));
        }
        assertEquals("NESTED_TOO_DEEP", raw(packet.ipv4(FROM, TO)));
    }

    private static PacketBuilder overUdp(PacketBuilder inner, int port) {
        byte[] payload = inner.bytes();
        return PacketBuilder.udp(0).payload(payload).ports(9999, port).ipv4("1.1.1.1", "2.2.2.2");
    }
}
