package org.ldpi.flow;

import static org.ldpi.flow.PacketBuilder.protocol;
import static org.ldpi.flow.PacketBuilder.tcp;
import static org.ldpi.flow.PacketBuilder.udp;

import java.util.LinkedHashMap;
import java.util.Map;
import org.ldpi.api.packet.IpPacket;
import org.ldpi.api.packet.LinkType;

/** One packet of each kind that is decoded, by name, so that mutations reach all parsers. */
final class PacketSeeds {
    private static final String A = "1.1.1.1";
    private static final String B = "2.2.2.2";
    private static final String C = "3.3.3.3";
    private static final String D = "4.4.4.4";
    private static final String LLC_IPV4 = "aaaa03 000000 0800";
    private static final int GRE = 47;

    private PacketSeeds() {}

    static Map<String, PacketBuilder> all() {
        Map<String, PacketBuilder> seeds = new LinkedHashMap<>();
        ethernet(seeds);
        links(seeds);
        wireless(seeds);
        mesh(seeds);
        tunnels(seeds);
        seeds.put("fragment-first", udp(8).ipv4(A, B).set(6, 0x20).ethernet());
        seeds.put("fragment-later", udp(8).ipv4(A, B).set(7, 2).ethernet());
        return seeds;
    }

    private static PacketBuilder syn() {
        return tcp(IpPacket.SYN).ports(1, 2).payload(new byte[30]).ipv4(A, B);
    }

    /** An IPv4 packet that a header of another kind goes around. */
    private static PacketBuilder inner() {
        return protocol(0, syn().bytes());
    }

    private static PacketBuilder datagram6() {
        return udp(9).ports(3, 4).ipv6("::1", "::2");
    }

    private static void ethernet(Map<String, PacketBuilder> seeds) {
        seeds.put("tcp", syn().ethernet());
        seeds.put("udp6", datagram6().ethernet());
        seeds.put("options", udp(9).ports(3, 4).ipv4(A, B, new byte[12]).ethernet());
        seeds.put("icmp", protocol(1, new byte[16]).ipv4(A, B).ethernet());
        seeds.put(
                "extensions",
                udp(9).ports(3, 4).extension(0).extension(44).ipv6("::1", "::2").ethernet());
        seeds.put(
                "authentication",
                udp(9).header("11 04 0000 00000001 00000001 000000000000000000000000", 0)
                        .asProtocol(Ipv6.AUTHENTICATION)
                        .ipv6("::1", "::2")
                        .ethernet());
        seeds.put("vlans", syn().vlan(0x8100, 7).vlan(0x88A8, 8).ethernet(0x88A8));
        PacketBuilder snap = inner().header(LLC_IPV4, 0);
        seeds.put("snap", snap.ethernet(snap.bytes().length));
        seeds.put("mpls", inner().header("00010040 00020140", 0x8847).ethernet());
        seeds.put(
                "mpls-ethernet",
                protocol(0, syn().ethernet().bytes())
                        .header("00010140 00000000", 0x8847)
                        .ethernet());
        seeds.put("pppoe", inner().header("1100 0001 0050 0021", 0x8864).ethernet());
        seeds.put("fabric-path", syn().ethernet().header("0123", 0x8903).ethernet());
        seeds.put("arp", protocol(0, new byte[28]).header("", 0x0806).ethernet());
    }

    private static void links(Map<String, PacketBuilder> seeds) {
        seeds.put("raw", syn().link(LinkType.RAW));
        seeds.put("raw6", datagram6().link(LinkType.RAW));
        seeds.put("loopback", inner().header("02000000", 0).link(LinkType.NULL));
        seeds.put("loopback6", datagram6().header("0000001c", 0).link(LinkType.LOOP));
        seeds.put("ppp", inner().header("ff03 0021", 0).link(LinkType.PPP));
        seeds.put("cisco-hdlc", inner().header("0f00 0800", 0).link(LinkType.PPP_HDLC));
        seeds.put("pppoe-link", inner().header("1100 0001 0050 0021", 0).link(LinkType.PPP_ETHER));
        seeds.put(
                "cooked",
                inner().header("0000 0001 0006 020000000001 0000 0800", 0).link(LinkType.LINUX_SLL));
        seeds.put(
                "cooked2",
                inner().header("0800 0000 00000002 0001 00 06 020000000001 0000", 0)
                        .link(LinkType.LINUX_SLL2));
    }

    private static void wireless(Map<String, PacketBuilder> seeds) {
        seeds.put(
                "wireless",
                inner().header(LLC_IPV4, 0)
                        .header("0803 0000 020000000009 020000000008 020000000002 0000 020000000001", 0)
                        .link(LinkType.IEEE802_11));
        seeds.put(
                "wireless-mesh",
                inner().header(LLC_IPV4, 0)
                        .header(
                                "8803 0000 020000000009 020000000008 020000000002 0000 020000000001 0001"
                                        + "00 1f 00000001",
                                0)
                        .link(LinkType.IEEE802_11));
        seeds.put(
                "wireless-aggregate",
                inner().header(LLC_IPV4, 0)
                        .header("020000000002 020000000001 004e", 0)
                        .header("8802 0000 0200000000ff 020000000009 0200000000ff 0000 8000", 0)
                        .link(LinkType.IEEE802_11));
        seeds.put(
                "radiotap",
                inner().header(LLC_IPV4, 0)
                        .header("8803 0000 020000000009 020000000008 020000000002 0000 020000000001 0000", 0)
                        .header("0000 1100 03000000 1122334455667788 10", 0)
                        .link(LinkType.IEEE802_11_RADIOTAP));
    }

    private static void mesh(Map<String, PacketBuilder> seeds) {
        seeds.put(
                "mesh-unicast",
                syn().ethernet().header("40 0f 32 01 020000000003", 0x4305).ethernet());
        seeds.put(
                "mesh-4addr",
                syn().ethernet()
                        .header("42 0f 32 01 020000000003 020000000004 01 00", 0x4305)
                        .ethernet());
        seeds.put(
                "mesh-fragment",
                syn().ethernet()
                        .header("40 0f 32 01 020000000003", 0)
                        .header("41 0f 32 80 020000000003 020000000004 0007 05dc", 0x4305)
                        .ethernet());
        seeds.put(
                "mesh-fragment-of-frame",
                syn().ethernet()
                        .header("41 0f 32 00 020000000003 020000000004 0007 0054", 0x4305)
                        .ethernet());
    }

    private static void tunnels(Map<String, PacketBuilder> seeds) {
        seeds.put(
                "gre", inner().header("0000 0800", 0).asProtocol(GRE).ipv4(C, D).ethernet());
        seeds.put(
                "gre-fields",
                inner().header("b000 0800 00000000 00000001 00000002", 0)
                        .asProtocol(GRE)
                        .ipv4(C, D)
                        .ethernet());
        seeds.put(
                "pptp",
                inner().header("3081 880b 002a0001 00000001 00000002 ff03 0021", 0)
                        .asProtocol(GRE)
                        .ipv4(C, D)
                        .ethernet());
        seeds.put("6in4", datagram6().ipv4(C, D).ethernet());
        seeds.put("4in6", syn().ipv6("::3", "::4").ethernet());
        seeds.put("vxlan", overUdp(syn().ethernet().header("08000000 00000100", 0), 4789));
        seeds.put("geneve", overUdp(syn().ethernet().header("0100 6558 00000100 00000000", 0), 6081));
        seeds.put("gtp", overUdp(inner().header("34ff 0030 00000001 0000 00 85 01 1000 00", 0), 2152));
        PacketBuilder nested = udp(0).ipv4(A, B);
        for (int i = 0; i < 5; i++) {
            nested = nested.ipv4(A, B);
        }
        seeds.put("nested-too-deep", nested.ethernet());
    }

    private static PacketBuilder overUdp(PacketBuilder inner, int port) {
        return udp(0).payload(inner.bytes()).ports(9999, port).ipv4(C, D).ethernet();
    }
}
