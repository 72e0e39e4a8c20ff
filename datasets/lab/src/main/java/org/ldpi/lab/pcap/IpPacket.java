package org.ldpi.lab.pcap;

/**
 * What the labels need of an IP packet: its 5-tuple, and for an ICMP error the 5-tuple of the packet that caused it.
 *
 * @param tuple the packet's own 5-tuple
 * @param about 5-tuple of the packet an ICMP error quotes, or null
 * @param housekeeping whether hosts send it unasked to run the network itself: neighbour discovery, multicast listener
 *     reports
 */
public record IpPacket(FiveTuple tuple, FiveTuple about, boolean housekeeping) {
    private static final int ICMP = 1;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int ICMP6 = 58;
    private static final int ICMP_HEADER = 8;

    /**
     * Reads a packet.
     *
     * @param bytes holds the packet
     * @param offset where the IP header begins
     * @param end where the captured bytes end
     * @return what it is, or null if it is no whole IP header
     */
    public static IpPacket parse(byte[] bytes, int offset, int end) {
        return parse(bytes, offset, end, true);
    }

    private static IpPacket parse(byte[] bytes, int offset, int end, boolean outer) {
        if (offset >= end) {
            return null;
        }
        int version = (bytes[offset] & 0xf0) >> 4;
        if (version == 4 && end - offset >= 20) {
            int header = (bytes[offset] & 0x0f) * 4;
            int fragment = u16(bytes, offset + 6) & 0x1fff;
            return transport(
                    bytes, offset + 12, 4, bytes[offset + 9] & 0xff, offset + header, end, fragment == 0, outer);
        }
        if (version == 6 && end - offset >= 40) {
            int next = bytes[offset + 6] & 0xff;
            int at = offset + 40;
            // Hop-by-hop options, routing and destination options share one form (RFC 8200, section 4).
            while ((next == 0 || next == 43 || next == 60) && at + 8 <= end) {
                next = bytes[at] & 0xff;
                at += 8 * (1 + (bytes[at + 1] & 0xff));
            }
            return transport(bytes, offset + 8, 16, next, at, end, true, outer);
        }
        return null;
    }

    private static IpPacket transport(
            byte[] bytes, int addresses, int length, int protocol, int at, int end, boolean first, boolean outer) {
        String source = AddressText.of(bytes, addresses, length);
        String destination = AddressText.of(bytes, addresses + length, length);
        boolean ports = (protocol == TCP || protocol == UDP) && first && at + 4 <= end;
        FiveTuple tuple = new FiveTuple(
                source, ports ? u16(bytes, at) : 0, destination, ports ? u16(bytes, at + 2) : 0, protocol);
        FiveTuple about = null;
        boolean housekeeping = protocol == 2;
        if (outer && at < end && (protocol == ICMP || protocol == ICMP6)) {
            int type = bytes[at] & 0xff;
            // Errors quote what caused them: RFC 792 types 3, 4, 5, 11, 12; RFC 4443 types below 128.
            boolean error =
                    protocol == ICMP ? type == 3 || type == 4 || type == 5 || type == 11 || type == 12 : type < 128;
            if (error) {
                IpPacket inner = parse(bytes, at + ICMP_HEADER, end, false);
                about = inner == null ? null : inner.tuple;
            }
            housekeeping = protocol == ICMP6 && type >= 130 && type <= 143;
        }
        return new IpPacket(tuple, about, housekeeping);
    }

    private static int u16(byte[] bytes, int offset) {
        return (bytes[offset] & 0xff) << 8 | (bytes[offset + 1] & 0xff);
    }
}
