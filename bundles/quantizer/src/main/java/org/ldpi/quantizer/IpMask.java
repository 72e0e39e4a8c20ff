package org.ldpi.quantizer;

/**
 * Zeroes in IP headers whose addresses are already taken out what {@link RobustQuantizer} lists.
 *
 * <p>Offsets are those of the header without its addresses.
 */
final class IpMask {
    private static final int V4_IDENTIFICATION = 4;
    private static final int V4_TIME_TO_LIVE = 8;
    private static final int V4_CHECKSUM = 10;
    private static final int V4_OPTIONS = 12;
    private static final int V4_END_OF_OPTIONS = 0;
    private static final int V4_NO_OPERATION = 1;
    private static final int V4_RECORD_ROUTE = 7;
    private static final int V4_TIMESTAMP = 68;
    private static final int V4_LOOSE_SOURCE_ROUTE = 131;
    private static final int V4_STRICT_SOURCE_ROUTE = 137;

    private static final int V6_FLOW_LABEL = 1;
    private static final int V6_NEXT_HEADER = 6;
    private static final int V6_HOP_LIMIT = 7;
    private static final int V6_EXTENSIONS = 8;
    private static final int V6_ROUTING = 43;
    private static final int V6_FRAGMENT = 44;
    private static final int V6_AUTHENTICATION = 51;
    private static final int V6_DESTINATION_OPTIONS = 60;
    private static final int V6_PAD1 = 0;
    private static final int V6_HOME_ADDRESS = 201;

    private IpMask() {}

    /** Masks the IPv4 header from ip to transport. */
    static void ipv4(byte[] row, int ip, int transport, int end) {
        Row.zero(row, ip + V4_IDENTIFICATION, 2, end);
        Row.zero(row, ip + V4_TIME_TO_LIVE, 1, end);
        Row.zero(row, ip + V4_CHECKSUM, 2, end);
        int stop = Math.min(transport, end);
        int i = ip + V4_OPTIONS;
        while (i < stop) {
            int type = Byte.toUnsignedInt(row[i]);
            if (type == V4_END_OF_OPTIONS) {
                return;
            }
            if (type == V4_NO_OPERATION) {
                i++;
                continue;
            }
            int length = Row.read(row, i + 1, stop);
            if (length < 2) {
                return;
            }
            if (type == V4_RECORD_ROUTE
                    || type == V4_TIMESTAMP
                    || type == V4_LOOSE_SOURCE_ROUTE
                    || type == V4_STRICT_SOURCE_ROUTE) {
                Row.zero(row, i + 2, length - 2, stop);
            }
            i += length;
        }
    }

    /** Masks the IPv6 header from ip to transport, extension headers included. */
    static void ipv6(byte[] row, int ip, int transport, int end) {
        // The flow label's first four bits share a byte with the traffic class.
        if (ip + V6_FLOW_LABEL < end) {
            row[ip + V6_FLOW_LABEL] &= (byte) 0xF0;
        }
        Row.zero(row, ip + V6_FLOW_LABEL + 1, 2, end);
        int header = Row.read(row, ip + V6_NEXT_HEADER, end);
        Row.zero(row, ip + V6_HOP_LIMIT, 1, end);

        int stop = Math.min(transport, end);
        int i = ip + V6_EXTENSIONS;
        while (i + 1 < stop) {
            int next = Row.read(row, i, stop);
            int length = 8 + 8 * Row.read(row, i + 1, stop);
            switch (header) {
                case V6_ROUTING -> Row.zero(row, i + 4, length - 4, stop);
                case V6_FRAGMENT -> {
                    length = 8;
                    Row.zero(row, i + 4, 4, stop);
                }
                case V6_AUTHENTICATION -> {
                    // RFC 4302, section 2.2: this length counts 32-bit words, less two.
                    length = 8 + 4 * Row.read(row, i + 1, stop);
                    Row.zero(row, i + 4, length - 4, stop);
                }
                case V6_DESTINATION_OPTIONS -> maskHomeAddress(row, i + 2, Math.min(i + length, stop));
                default -> {
                    // The other extension headers say nothing of who and when.
                }
            }
            header = next;
            i += length;
        }
    }

    private static void maskHomeAddress(byte[] row, int options, int end) {
        int i = options;
        while (i < end) {
            int type = Byte.toUnsignedInt(row[i]);
            if (type == V6_PAD1) {
                i++;
                continue;
            }
            int length = Row.read(row, i + 1, end);
            if (length < 0) {
                return;
            }
            if (type == V6_HOME_ADDRESS) {
                Row.zero(row, i + 2, length, end);
            }
            i += 2 + length;
        }
    }
}
