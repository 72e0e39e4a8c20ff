package org.ldpi.lab.pcap;

/** Ethernet frames of the lab's captures: no tags, as the lab makes none. */
public final class EthernetFrame {
    private static final int HEADER = 14;
    private static final int IPV4 = 0x0800;
    private static final int IPV6 = 0x86dd;

    private EthernetFrame() {}

    /**
     * Reads the IP packet of a frame.
     *
     * @param frame captured bytes
     * @return the packet, or null if the frame holds none
     */
    public static IpPacket ip(byte[] frame) {
        if (frame.length < HEADER) {
            return null;
        }
        int type = (frame[12] & 0xff) << 8 | (frame[13] & 0xff);
        return type == IPV4 || type == IPV6 ? IpPacket.parse(frame, HEADER, frame.length) : null;
    }
}
