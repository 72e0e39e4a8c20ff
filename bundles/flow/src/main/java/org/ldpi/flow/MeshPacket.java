package org.ldpi.flow;

import org.ldpi.api.packet.SkipReason;

/**
 * Reads batman-adv packets (EtherType 0x4305) of compatibility version 15, as in the Linux header
 * {@code uapi/linux/batadv_packet.h}, and sets what comes behind them.
 */
final class MeshPacket {
    private static final int VERSION = 15;
    private static final int PACKET_TYPE = 0;
    private static final int PACKET_VERSION = 1;
    private static final int MIN_LENGTH = 2;

    private static final int UNICAST = 0x40;
    private static final int UNICAST_FRAGMENT = 0x41;
    private static final int UNICAST_4ADDR = 0x42;

    /** Type, version, TTL, translation table version, destination. */
    private static final int UNICAST_HEADER = 10;
    /** The same, source, subtype, reserved. */
    private static final int UNICAST_4ADDR_HEADER = 18;

    /** Type, version, TTL, fragment number, destination, originator, sequence number, total size. */
    private static final int FRAGMENT_HEADER = 20;

    private static final int TOTAL_SIZE = 18;
    private static final int ETHERNET_HEADER = 14;
    private static final int ETHERNET_TYPE = 12;

    private static final int DESTINATION = 4;
    private static final int DESTINATION_LENGTH = 6;

    private MeshPacket() {}

    static SkipReason read(Cursor cursor) {
        if (!cursor.has(MIN_LENGTH)) {
            return SkipReason.TRUNCATED;
        }
        if (cursor.u8(PACKET_VERSION) != VERSION) {
            return SkipReason.MESH_CONTROL;
        }
        return switch (cursor.u8(PACKET_TYPE)) {
            case UNICAST -> unwrap(cursor, UNICAST_HEADER);
            case UNICAST_4ADDR -> unwrap(cursor, UNICAST_4ADDR_HEADER);
            case UNICAST_FRAGMENT -> fragment(cursor);
            default -> SkipReason.MESH_CONTROL;
        };
    }

    // A fragment does not say where its bytes belong: the sender numbers fragments from the packet's end, which the
    // last
    // number does not reveal. But the first bytes are those of a unicast packet to the same node, and they are far more
    // than a sample needs, as only packets longer than the link's MTU are cut. The other fragments add nothing.
    private static SkipReason fragment(Cursor cursor) {
        if (!cursor.has(FRAGMENT_HEADER + UNICAST_HEADER)) {
            return cursor.has(FRAGMENT_HEADER) ? SkipReason.FRAGMENT : SkipReason.TRUNCATED;
        }
        int type = cursor.u8(FRAGMENT_HEADER + PACKET_TYPE);
        if ((type == UNICAST || type == UNICAST_4ADDR)
                && cursor.u8(FRAGMENT_HEADER + PACKET_VERSION) == VERSION
                && sameDestination(cursor)) {
            cursor.skip(FRAGMENT_HEADER, Layer.MESH);
            return null;
        }
        if (isFrame(cursor)) {
            cursor.skip(FRAGMENT_HEADER, Layer.ETHERNET);
            return cursor.nest();
        }
        return SkipReason.FRAGMENT;
    }

    // Senders other than Linux's may cut the Ethernet frame itself: then its IP header has the packet's whole length.
    private static boolean isFrame(Cursor cursor) {
        if (!cursor.has(FRAGMENT_HEADER + ETHERNET_HEADER + Ipv6.HEADER)) {
            return false;
        }
        int type = cursor.u16(FRAGMENT_HEADER + ETHERNET_TYPE);
        int ip = FRAGMENT_HEADER + ETHERNET_HEADER;
        int rest = cursor.u16(TOTAL_SIZE) - ETHERNET_HEADER;
        return (type == Layer.IPV4 && cursor.u16(ip + Ipv4.TOTAL_LENGTH) == rest)
                || (type == Layer.IPV6 && cursor.u16(ip + Ipv6.PAYLOAD_LENGTH) == rest - Ipv6.HEADER);
    }

    private static boolean sameDestination(Cursor cursor) {
        for (int i = DESTINATION; i < DESTINATION + DESTINATION_LENGTH; i++) {
            if (cursor.u8(i) != cursor.u8(FRAGMENT_HEADER + i)) {
                return false;
            }
        }
        return true;
    }

    private static SkipReason unwrap(Cursor cursor, int header) {
        if (!cursor.has(header)) {
            return SkipReason.TRUNCATED;
        }
        cursor.skip(header, Layer.ETHERNET);
        return cursor.nest();
    }
}
