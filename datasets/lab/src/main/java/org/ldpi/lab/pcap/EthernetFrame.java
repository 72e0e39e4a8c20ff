package org.ldpi.lab.pcap;

/** Ethernet frames of the lab's captures: bare, with one VLAN tag, or as batman-adv unicast. */
public final class EthernetFrame {
    private static final int HEADER = 14;
    private static final int IPV4 = 0x0800;
    private static final int IPV6 = 0x86dd;
    private static final int VLAN = 0x8100;
    private static final int VLAN_HEADER = 4;
    private static final int MESH = 0x4305;
    private static final int MESH_UNICAST_HEADER = 10;

    private EthernetFrame() {}

    /**
     * Reads the IP packet of a frame.
     *
     * @param frame captured bytes
     * @return the packet, or null if the frame holds none
     */
    public static IpPacket ip(byte[] frame) {
        int at = ipOffset(frame);
        return at < 0 ? null : IpPacket.parse(frame, at, frame.length);
    }

    /**
     * Finds the IP header of a frame.
     *
     * @param frame captured bytes
     * @return where it begins, -1 if the frame holds no IP packet
     */
    public static int ipOffset(byte[] frame) {
        int inner = inner(frame);
        if (frame.length < inner + HEADER) {
            return -1;
        }
        int type = type(frame, inner);
        int at = inner + HEADER;
        if (type == VLAN && frame.length >= at + VLAN_HEADER) {
            type = type(frame, inner + VLAN_HEADER);
            at += VLAN_HEADER;
        }
        return type == IPV4 || type == IPV6 ? at : -1;
    }

    /**
     * Finds the frame that hosts sent inside a mesh's frame.
     *
     * @param frame captured bytes
     * @return where it begins, 0 if the frame is of no mesh
     */
    public static int inner(byte[] frame) {
        boolean mesh = frame.length >= HEADER && type(frame, 0) == MESH;
        return mesh ? HEADER + MESH_UNICAST_HEADER : 0;
    }

    private static int type(byte[] frame, int at) {
        return (frame[at + 12] & 0xff) << 8 | (frame[at + 13] & 0xff);
    }
}
