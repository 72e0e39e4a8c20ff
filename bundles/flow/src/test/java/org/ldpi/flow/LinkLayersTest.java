package org.ldpi.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ldpi.api.packet.LinkType;

class LinkLayersTest {
    private static final String PLAIN = "v4 5000 > 53 p17 18 bytes";
    private static final String PLAIN6 = "v6 5000 > 53 p17 18 bytes";
    private static final String MACS = " mac 020000000001 > 020000000002";
    private static final String LLC_IPV4 = "aaaa03 000000 0800";

    private static PacketBuilder ipv4() {
        return PacketBuilder.udp(10).ports(5000, 53).ipv4("10.0.0.1", "10.0.0.2");
    }

    private static PacketBuilder ipv6() {
        return PacketBuilder.udp(10).ports(5000, 53).ipv6("2001:db8::1", "2001:db8::2");
    }

    @Test
    void ethernet() {
        assertEquals(PLAIN + MACS, Decoded.of(ipv4().ethernet()));
        assertEquals(PLAIN6 + MACS, Decoded.of(ipv6().ethernet()));
    }

    @Test
    void ethernetPaddingIsNotPartOfThePacket() {
        assertEquals(PLAIN + MACS, Decoded.of(ipv4().ethernet().trailer(20)));
        assertEquals(PLAIN6 + MACS, Decoded.of(ipv6().ethernet().trailer(20)));
    }

    @Test
    void vlanTagsOfAnyDepthAndTheOutermostCounts() {
        assertEquals(PLAIN + MACS + " vlan 7", Decoded.of(ipv4().vlan(0x8100, 7).ethernet(0x8100)));
        PacketBuilder packet = ipv4();
        for (int depth = 0; depth < 50; depth++) {
            packet = packet.vlan(depth == 0 ? 0x8100 : 0x88A8, 100 + depth).header("", depth == 49 ? 0x9100 : 0x88A8);
        }
        assertEquals(PLAIN + MACS + " vlan 149", Decoded.of(packet.ethernet()));
    }

    @Test
    void ieee8023WithSnap() {
        PacketBuilder packet = ipv4().header(LLC_IPV4, 0);
        assertEquals(
                PLAIN + MACS, Decoded.of(packet.ethernet(packet.bytes().length).trailer(9)));
        assertEquals("NOT_IP", Decoded.of(PacketBuilder.hex("424203 0000000000").ethernet(8)));
    }

    @Test
    void mplsOfSeveralLabels() {
        assertEquals(
                PLAIN + MACS,
                Decoded.of(ipv4().header("00010040 00020140", 0x8847).ethernet()));
        assertEquals(PLAIN6 + MACS, Decoded.of(ipv6().header("00010140", 0x8847).ethernet()));
    }

    @Test
    void ethernetInMpls() {
        assertEquals(
                PLAIN + " mac 020000000001 > 020000000002",
                Decoded.of(ipv4().ethernet().header("00010140 00000000", 0x8847).ethernet()));
    }

    @Test
    void pppoeSession() {
        assertEquals(
                PLAIN + MACS,
                Decoded.of(ipv4().header("1100 0001 0028 0021", 0x8864).ethernet()));
        assertEquals(
                PLAIN6 + MACS,
                Decoded.of(ipv6().header("1100 0001 003c 0057", 0x8864).ethernet()));
        assertEquals(
                "NOT_IP",
                Decoded.of(ipv4().header("1100 0001 0028 c021", 0x8864).ethernet()));
        assertEquals(PLAIN, Decoded.of(ipv4().header("1100 0001 0028 0021", 0).link(LinkType.PPP_ETHER)));
    }

    @ParameterizedTest
    @ValueSource(ints = {LinkType.PPP, LinkType.PPP_HDLC})
    void ppp(int link) {
        assertEquals(PLAIN, Decoded.of(ipv4().header("ff03 0021", 0).link(link)));
        assertEquals(PLAIN, Decoded.of(ipv4().header("0021", 0).link(link)));
        assertEquals(PLAIN, Decoded.of(ipv4().header("21", 0).link(link)));
        assertEquals(PLAIN6, Decoded.of(ipv6().header("ff03 0057", 0).link(link)));
        assertEquals(PLAIN, Decoded.of(ipv4().header("0f00 0800", 0).link(link)));
        assertEquals("NOT_IP", Decoded.of(ipv4().header("ff03 c021", 0).link(link)));
    }

    @ParameterizedTest
    @ValueSource(ints = {LinkType.RAW, LinkType.RAW_BSD})
    void rawIp(int link) {
        assertEquals(PLAIN, Decoded.of(ipv4().link(link)));
        assertEquals(PLAIN6, Decoded.of(ipv6().link(link)));
        assertEquals("NOT_IP", Decoded.of(PacketBuilder.hex("50").link(link)));
    }

    @Test
    void rawIpOfOneVersion() {
        assertEquals(PLAIN, Decoded.of(ipv4().link(LinkType.IPV4)));
        assertEquals(PLAIN6, Decoded.of(ipv6().link(LinkType.IPV6)));
        assertEquals("MALFORMED", Decoded.of(ipv6().link(LinkType.IPV4)));
        assertEquals("MALFORMED", Decoded.of(ipv4().link(LinkType.IPV6)));
    }

    @Test
    void cookedCapture() {
        String header = "0000 0001 0006 020000000001 0000 0800";
        assertEquals(
                PLAIN + " mac 020000000001", Decoded.of(ipv4().header(header, 0).link(LinkType.LINUX_SLL)));
        String none = "0000 0304 0000 0000000000000000 86dd";
        assertEquals(PLAIN6, Decoded.of(ipv6().header(none, 0).link(LinkType.LINUX_SLL)));
    }

    @Test
    void cookedCaptureVersion2() {
        String header = "0800 0000 00000002 0001 00 06 020000000001 0000";
        assertEquals(
                PLAIN + " mac 020000000001", Decoded.of(ipv4().header(header, 0).link(LinkType.LINUX_SLL2)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"00000002", "02000000"})
    void bsdLoopbackOfBothByteOrders(String family) {
        assertEquals(PLAIN, Decoded.of(ipv4().header(family, 0).link(LinkType.NULL)));
        assertEquals(PLAIN, Decoded.of(ipv4().header(family, 0).link(LinkType.LOOP)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"18000000", "0000001c", "1e000000"})
    void bsdLoopbackOfIpv6(String family) {
        assertEquals(PLAIN6, Decoded.of(ipv6().header(family, 0).link(LinkType.NULL)));
    }

    @Test
    void wirelessData() {
        String[] frames = {
            "0800 0000 020000000002 020000000001 020000000009 0000",
            "0802 0000 020000000002 020000000009 020000000001 0000",
            "0801 0000 020000000009 020000000001 020000000002 0000",
            "0803 0000 020000000009 020000000008 020000000002 0000 020000000001",
            "8802 0000 020000000002 020000000009 020000000001 0000 0000",
            "8882 0000 020000000002 020000000009 020000000001 0000 0000 00000000",
        };
        for (String frame : frames) {
            assertEquals(
                    PLAIN + MACS,
                    Decoded.of(ipv4().header(LLC_IPV4, 0).header(frame, 0).link(LinkType.IEEE802_11)),
                    frame);
        }
    }

    @Test
    void wirelessMeshDataWithMeshControl() {
        String frame = "8803 0000 020000000009 020000000008 020000000002 0000 020000000001 0001" + "00 1f 00000001";
        assertEquals(
                PLAIN + MACS,
                Decoded.of(ipv4().header(LLC_IPV4, 0).header(frame, 0).link(LinkType.IEEE802_11)));
    }

    @Test
    void wirelessAggregate() {
        String frame = "8802 0000 0200000000ff 020000000009 0200000000ff 0000 8000";
        String inner = "020000000002 020000000001 002e";
        assertEquals(
                PLAIN + MACS,
                Decoded.of(ipv4().header(LLC_IPV4, 0)
                        .header(inner, 0)
                        .header(frame, 0)
                        .trailer(60)
                        .link(LinkType.IEEE802_11)));
    }

    @Test
    void wirelessBehindRadiotap() {
        String frame = "0800 0000 020000000002 020000000001 020000000009 0000";
        String[] radiotaps = {
            "0000 0800 00000000", // nothing
            "0000 0900 02000000 00", // flags
            "0000 1100 03000000 1122334455667788 10", // TSFT and flags: frame check sequence at the end
            "0000 1900 03000080 00000080 00000000 1122334455667788 00", // three masks
        };
        for (String radiotap : radiotaps) {
            int fcs = radiotap.endsWith("10") ? 4 : 0;
            assertEquals(
                    PLAIN + MACS,
                    Decoded.of(ipv4().header(LLC_IPV4, 0)
                            .trailer(fcs)
                            .header(frame, 0)
                            .header(radiotap, 0)
                            .link(LinkType.IEEE802_11_RADIOTAP)),
                    radiotap);
        }
        String padded = "8800 0000 020000000002 020000000001 020000000009 0000 0000" + "0000";
        assertEquals(
                PLAIN + MACS,
                Decoded.of(ipv4().header(LLC_IPV4, 0)
                        .header(padded, 0)
                        .header("0000 0900 02000000 20", 0)
                        .link(LinkType.IEEE802_11_RADIOTAP)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "8000 0000 ffffffffffff 020000000001 020000000009 0000", // beacon
                "d400 0000 020000000002", // acknowledgement
                "0840 0000 020000000002 020000000001 020000000009 0000", // encrypted
                "4801 0000 020000000002 020000000001 020000000009 0000" // no data
            })
    void wirelessControl(String frame) {
        assertEquals(
                "WIRELESS_CONTROL",
                Decoded.of(ipv4().header(LLC_IPV4, 0).header(frame, 0).link(LinkType.IEEE802_11)));
    }

    @Test
    void meshUnicast() {
        String unicast = "40 0f 32 01 020000000003";
        assertEquals(
                PLAIN + MACS,
                Decoded.of(ipv4().ethernet().header(unicast, 0x4305).ethernet()));
        String fourAddresses = "42 0f 32 01 020000000003 020000000004 01 00";
        assertEquals(
                PLAIN + MACS,
                Decoded.of(ipv4().ethernet().header(fourAddresses, 0x4305).ethernet()));
    }

    @Test
    void meshFragmentsOfWhichTheFirstIsThePacket() {
        String unicast = "40 0f 32 01 020000000003";
        String fragment = "41 0f 32 80 020000000003 020000000004 0007 05dc";
        assertEquals(
                PLAIN + MACS,
                Decoded.of(ipv4().ethernet()
                        .header(unicast, 0)
                        .header(fragment, 0x4305)
                        .ethernet()));
        assertEquals(
                "FRAGMENT",
                Decoded.of(ipv4().ethernet().header(fragment, 0x4305).ethernet()));
        PacketBuilder frame = PacketBuilder.udp(100)
                .ports(5000, 53)
                .ipv4("10.0.0.1", "10.0.0.2")
                .ethernet();
        String frameOf142Bytes = "41 0f 32 00 020000000003 020000000004 0007 008e";
        assertEquals(
                "v4 5000 > 53 p17 66 bytes" + MACS,
                Decoded.of(frame.header(frameOf142Bytes, 0x4305).ethernet().cut(14 + 20 + 100)));
        String elsewhere = "40 0f 32 01 020000000009";
        assertEquals(
                "FRAGMENT",
                Decoded.of(ipv4().ethernet()
                        .header(elsewhere, 0)
                        .header(fragment, 0x4305)
                        .ethernet()));
    }

    @Test
    void fabricPath() {
        assertEquals(
                PLAIN + MACS,
                Decoded.of(ipv4().ethernet().header("0123", 0x8903).ethernet()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00 0f 32 00 00000001", // originator message
                "01 0f 32 00 00000001 020000000003", // broadcast
                "43 0f 32 00 020000000003", // ICMP
                "40 0e 32 01 020000000003" // another version
            })
    void meshControl(String header) {
        assertEquals(
                "MESH_CONTROL",
                Decoded.of(ipv4().ethernet().header(header, 0x4305).ethernet()));
    }

    @Test
    void otherThingsAreNotIp() {
        assertEquals("NOT_IP", Decoded.of(PacketBuilder.hex("0001080006040001").ethernet(0x0806)));
        assertEquals("UNKNOWN_LINK_TYPE", Decoded.of(ipv4().link(147)));
    }
}
