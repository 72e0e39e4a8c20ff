package org.ldpi.api.quantizer;

/**
 * Where the headers are in a packet's row of a sample: the IP header without its addresses first, the transport header
 * behind it. Offsets are within the sample.
 *
 * @param start of the row
 * @param extensions behind the fixed IP header: of IPv4's options or IPv6's extension headers, where there are some
 * @param transport of the transport header
 * @param payload behind the transport header, within the row
 * @param end behind the row
 * @param protocol number of the transport protocol
 */
public record PacketRow(int start, int extensions, int transport, int payload, int end, boolean v4, int protocol) {
    public static final int ICMP = 1;
    public static final int TCP = 6;
    public static final int UDP = 17;
    public static final int ICMPV6 = 58;

    public static final int SYN = 0x02;
    public static final int RST = 0x04;
    public static final int ACK = 0x10;

    /** RFC 9293, section 3.1. */
    public static final int TCP_DATA_OFFSET = 12;

    public static final int TCP_FLAGS = 13;
    public static final int TCP_WINDOW = 14;
    public static final int TCP_OPTIONS = 20;

    /** RFC 768. */
    public static final int UDP_LENGTH = 4;

    private static final int UDP_BYTES = 8;
    private static final int OTHER_BYTES = 4;
    /** RFC 791, section 3.1, without the addresses. */
    private static final int IPV4_BYTES = 12;

    private static final int IPV4_ADDRESSES = 8;

    /** RFC 8200, section 3, without the addresses. */
    private static final int IPV6_BYTES = 8;

    /** What the classic profile leaves of the IPv6 addresses. */
    private static final int CLASSIC_IPV6_ADDRESSES = 24;

    private static final int HOP_BY_HOP = 0;
    private static final int ROUTING = 43;
    private static final int FRAGMENT = 44;
    private static final int AUTHENTICATION = 51;
    private static final int DESTINATION_OPTIONS = 60;

    /** Finds the headers of a row of the robust profile, or of a row of either profile that holds an IPv4 packet. */
    public static PacketRow of(byte[] sample, int start, int length) {
        return of(Quantizer.ROBUST, sample, start, length);
    }

    /**
     * Finds the headers of a row.
     *
     * @param profile of the quantizer that made the sample
     * @param start of the row
     * @param length l, the bytes of a row
     */
    public static PacketRow of(String profile, byte[] sample, int start, int length) {
        int end = start + length;
        boolean v4 = (sample[start] >> 4 & 0xf) == 4;
        int extensions;
        int transport;
        int protocol;
        if (v4) {
            extensions = start + IPV4_BYTES;
            transport = Math.max(extensions, start + (sample[start] & 0xf) * 4 - IPV4_ADDRESSES);
            protocol = at(sample, start + 9, end);
        } else {
            extensions = start + IPV6_BYTES + (profile.equals(Quantizer.CLASSIC) ? CLASSIC_IPV6_ADDRESSES : 0);
            transport = extensions;
            protocol = at(sample, start + 6, end);
            while (isExtension(protocol) && transport + 1 < end) {
                int header = extensionBytes(protocol, at(sample, transport + 1, end));
                protocol = at(sample, transport, end);
                transport += header;
            }
        }
        transport = Math.min(end, transport);
        int header = switch (protocol) {
            case TCP -> Math.max(TCP_OPTIONS, (at(sample, transport + TCP_DATA_OFFSET, end) >> 4) * 4);
            case UDP -> UDP_BYTES;
            default -> OTHER_BYTES;
        };
        int payload = Math.min(end, transport + header);
        return new PacketRow(start, Math.min(end, extensions), transport, payload, end, v4, protocol);
    }

    /** Whether a number in IPv6's next header field is that of an extension header (RFC 8200, section 4). */
    static boolean isExtension(int protocol) {
        return protocol == HOP_BY_HOP
                || protocol == ROUTING
                || protocol == FRAGMENT
                || protocol == AUTHENTICATION
                || protocol == DESTINATION_OPTIONS;
    }

    /** The bytes of an extension header by its length field; AH counts words of four bytes (RFC 4302, section 2.2). */
    static int extensionBytes(int protocol, int length) {
        return switch (protocol) {
            case FRAGMENT -> 8;
            case AUTHENTICATION -> 8 + 4 * length;
            default -> 8 + 8 * length;
        };
    }

    static int at(byte[] sample, int index, int end) {
        return index < end ? sample[index] & 0xff : 0;
    }

    /** Offset of the total length (IPv4) or the payload length (IPv6). */
    public int lengthField() {
        return start + (v4 ? 2 : 4);
    }

    /** Bytes behind the transport header, whether they are in the row or not. */
    public int payloadLength(byte[] sample) {
        int length = word(sample, lengthField());
        // The length of IPv6 counts extension headers, but not the fixed one.
        return v4 ? length - (payload - start + IPV4_ADDRESSES) : length - (payload - extensions);
    }

    /** The flags of a TCP header, 0 of other protocols. */
    public int flags(byte[] sample) {
        return protocol == TCP ? at(sample, transport + TCP_FLAGS, end) : 0;
    }

    /** A value of 16 bits in network order, 0 where the row is too short. */
    public int word(byte[] sample, int index) {
        return index + 1 < end ? (sample[index] & 0xff) << 8 | (sample[index + 1] & 0xff) : 0;
    }

    /** Sets a value of 16 bits in network order, as far as the row reaches. */
    public void word(byte[] sample, int index, int value) {
        if (index < end) {
            sample[index] = (byte) (value >> 8);
        }
        if (index + 1 < end) {
            sample[index + 1] = (byte) value;
        }
    }
}
