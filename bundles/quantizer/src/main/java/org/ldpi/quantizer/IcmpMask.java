package org.ldpi.quantizer;

/**
 * Zeroes in ICMP and ICMPv6 messages what tells who was captured and when.
 *
 * <table>
 * <caption>What is set to zero, by offset from the message</caption>
 * <tr><th>message</th><th>field</th><th>offset, length</th><th>reference</th></tr>
 * <tr><td>all</td><td>checksum</td><td>2, 2</td><td>RFC 792; RFC 4443, 2.1</td></tr>
 * <tr><td>echo request and reply</td><td>identifier, sequence number</td><td>4, 4</td>
 *     <td>RFC 792; RFC 4443, 4.1</td></tr>
 * <tr><td>timestamp request and reply</td><td>identifier to transmit timestamp</td><td>4, 16</td><td>RFC 792</td></tr>
 * <tr><td>redirect</td><td>gateway</td><td>4, 4</td><td>RFC 792</td></tr>
 * <tr><td>errors that quote an IPv4 packet</td><td>its identification, TTL, checksum and addresses</td>
 *     <td>8 + 4, 2; 8 + 8, 1; 8 + 10, 10</td><td>RFC 792</td></tr>
 * <tr><td>errors that quote an IPv6 packet</td><td>its flow label, hop limit and addresses</td>
 *     <td>8 + 1, 3; 8 + 7, 33</td><td>RFC 4443, 3</td></tr>
 * <tr><td>neighbour solicitation and advertisement</td><td>target, link-layer address options</td><td>8 on</td>
 *     <td>RFC 4861, 4.3 and 4.4</td></tr>
 * <tr><td>redirect (v6)</td><td>target, destination, options</td><td>8 on</td><td>RFC 4861, 4.5</td></tr>
 * <tr><td>router solicitation, advertisement</td><td>options</td><td>8 on, 16 on</td>
 *     <td>RFC 4861, 4.1 and 4.2</td></tr>
 * </table>
 */
final class IcmpMask {
    private static final int CHECKSUM = 2;
    private static final int QUOTED = 8;

    private IcmpMask() {}

    static void icmp(byte[] row, int icmp, int end) {
        int type = Row.read(row, icmp, end);
        Row.zero(row, icmp + CHECKSUM, 2, end);
        switch (type) {
            case 0, 8 -> Row.zero(row, icmp + 4, 4, end);
            case 13, 14 -> Row.zero(row, icmp + 4, 16, end);
            case 5 -> {
                Row.zero(row, icmp + 4, 4, end);
                quotedIpv4(row, icmp + QUOTED, end);
            }
            case 3, 4, 11, 12 -> quotedIpv4(row, icmp + QUOTED, end);
            default -> {
                // Other messages name nobody.
            }
        }
    }

    static void icmpv6(byte[] row, int icmp, int end) {
        int type = Row.read(row, icmp, end);
        Row.zero(row, icmp + CHECKSUM, 2, end);
        switch (type) {
            case 128, 129 -> Row.zero(row, icmp + 4, 4, end);
            case 1, 2, 3, 4 -> quotedIpv6(row, icmp + QUOTED, end);
            case 133, 135, 136, 137 -> Row.zero(row, icmp + 8, Math.max(0, end - icmp - 8), end);
            case 134 -> Row.zero(row, icmp + 16, Math.max(0, end - icmp - 16), end);
            default -> {
                // Other messages name nobody but multicast groups.
            }
        }
    }

    private static void quotedIpv4(byte[] row, int ip, int end) {
        Row.zero(row, ip + 4, 2, end);
        Row.zero(row, ip + 8, 1, end);
        Row.zero(row, ip + 10, 10, end);
    }

    private static void quotedIpv6(byte[] row, int ip, int end) {
        Row.zero(row, ip + 1, 3, end);
        Row.zero(row, ip + 7, 33, end);
    }
}
