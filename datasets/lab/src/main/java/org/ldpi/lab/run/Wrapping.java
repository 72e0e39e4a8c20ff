package org.ldpi.lab.run;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import org.ldpi.lab.pcap.EthernetFrame;
import org.ldpi.lab.pcap.IpPacket;
import org.ldpi.lab.pcap.PcapFile;
import org.ldpi.lab.plan.Layout;
import org.ldpi.lab.plan.Plan;
import org.ldpi.lab.plan.Seeds;
import org.ldpi.lab.plan.Subnet;
import org.ldpi.lab.scenario.Scenario.Encapsulation;

/**
 * Wraps captured frames as a sensor would see them elsewhere: with the VLAN tag of the client's network, as on a trunk
 * port, or as batman-adv unicast between the mesh node of the client's network and the servers'.
 */
final class Wrapping {
    // IEEE 802.1Q, section 9.6; the Linux header uapi/linux/batadv_packet.h for the other.
    private static final int VLAN_TYPE = 0x8100;
    private static final int VLAN_HEADER = 4;
    private static final int MESH_TYPE = 0x4305;
    private static final int MESH_HEADER = 10;
    private static final byte UNICAST = 0x40;
    private static final byte VERSION = 15;
    private static final byte MESH_TTL = 50;
    private static final int ETHERNET_HEADER = 14;
    private static final int ADDRESSES = 12;
    private static final int MAC = 6;

    private final Encapsulation kind;
    private final Map<String, Integer> vlans = new HashMap<>();
    private final Map<String, byte[]> nodes = new HashMap<>();
    private final byte[] serverNode;

    private Wrapping(Encapsulation kind, Layout layout, Random random) {
        this.kind = kind;
        for (Subnet subnet : layout.subnets()) {
            vlans.put(subnet.prefix4(), 2 + random.nextInt(4000));
            vlans.put(subnet.prefix6(), vlans.get(subnet.prefix4()));
            byte[] node = HexFormat.of().parseHex("02bada000000");
            node[4] = (byte) random.nextInt(256);
            node[5] = (byte) random.nextInt(256);
            nodes.put(subnet.prefix4(), node);
            nodes.put(subnet.prefix6(), node);
        }
        serverNode = nodes.get(layout.serverSubnet().prefix4());
    }

    static Wrapping of(Plan plan) {
        return new Wrapping(
                plan.scenario().encapsulation(), plan.layout(), new Seeds(plan.seed()).random("encapsulation"));
    }

    /** Bytes a frame grows by. */
    int bytes() {
        return switch (kind) {
            case NONE -> 0;
            case VLAN -> VLAN_HEADER;
            case BATMAN -> ETHERNET_HEADER + MESH_HEADER;
        };
    }

    /** The frame as it would be captured elsewhere, with the same time. */
    PcapFile.Packet wrap(PcapFile.Packet packet) {
        if (kind == Encapsulation.NONE || packet.bytes().length < ETHERNET_HEADER) {
            return packet;
        }
        byte[] frame = packet.bytes();
        ByteBuffer wrapped = ByteBuffer.allocate(frame.length + bytes());
        IpPacket ip = EthernetFrame.ip(frame);
        String from = ip == null ? "" : network(ip.tuple().source());
        String to = ip == null ? "" : network(ip.tuple().destination());
        if (kind == Encapsulation.VLAN) {
            // The network of the client, who is at one of the ends; what stays among the servers has theirs.
            boolean reply = nodes.get(from) == serverNode;
            Integer vlan = vlans.get(reply ? to : from);
            wrapped.put(frame, 0, ADDRESSES)
                    .putShort((short) VLAN_TYPE)
                    .putShort((short) (vlan == null ? 1 : vlan))
                    .put(frame, ADDRESSES, frame.length - ADDRESSES);
        } else {
            byte[] source = nodes.getOrDefault(from, serverNode);
            byte[] destination = nodes.getOrDefault(to, serverNode);
            wrapped.put(destination)
                    .put(source)
                    .putShort((short) MESH_TYPE)
                    .put(UNICAST)
                    .put(VERSION)
                    .put(MESH_TTL)
                    .put((byte) 0)
                    .put(destination, 0, MAC)
                    .put(frame);
        }
        return new PcapFile.Packet(packet.nanos(), wrapped.array(), packet.length() + bytes());
    }

    /** The prefix of an address, as subnets have it. */
    private static String network(String address) {
        return address.contains(":")
                ? address.substring(0, Math.max(0, address.indexOf("::")))
                : address.substring(0, address.lastIndexOf('.'));
    }
}
