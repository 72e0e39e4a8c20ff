package org.ldpi.training.data;

/**
 * Where the headers are in a packet's row of a sample, in both profiles: the IP header without its addresses first, the
 * transport header behind it. Offsets are within the sample.
 *
 * @param start of the row
 * @param transport of the transport header
 * @param payload behind the transport header, within the row
 * @param end behind the row
 * @param protocol number of the protocol behind IP
 */
public record PacketRow(int start, int transport, int payload, int end, boolean v4, int protocol) {
    public static final int TCP = 6;
    public static final int UDP = 17;

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
    /** RFC 791, section 3.1, and RFC 8200, section 3, without the addresses. */
    private static final int ADDRESSES = 8;

    private static final int IPV6_BYTES = 8;

    /** Finds the headers of a row. */
    public static PacketRow of(byte[] sample, int start, int length) {
        int end = start + length;
        boolean v4 = (sample[start] >> 4 & 0xf) == 4;
        int ip = v4 ? Math.max(12, (sample[start] & 0xf) * 4 - ADDRESSES) : IPV6_BYTES;
        int protocol = at(sample, start + (v4 ? 9 : 6), end);
        int transport = Math.min(end, start + ip);
        int header = switch (protocol) {
            case TCP -> Math.max(TCP_OPTIONS, (at(sample, transport + TCP_DATA_OFFSET, end) >> 4) * 4);
            case UDP -> UDP_BYTES;
            default -> OTHER_BYTES;
        };
        return new PacketRow(start, transport, Math.min(end, transport + header), end, v4, protocol);
    }

    private static int at(byte[] sample, int index, int end) {
        return index < end ? sample[index] & 0xff : 0;
    }

    /** Offset of the total length (IPv4) or the payload length (IPv6). */
    public int lengthField() {
        return start + (v4 ? 2 : 4);
    }

    /** Bytes behind the transport header, whether they are in the row or not. */
    public int payloadLength(byte[] sample) {
        int length = word(sample, lengthField());
        return v4 ? length - (payload - start + ADDRESSES) : length - (payload - transport);
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
