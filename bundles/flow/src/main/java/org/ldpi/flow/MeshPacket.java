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
            case UNICAST_FRAGMENT -> SkipReason.FRAGMENT_DROPPED;
            default -> SkipReason.MESH_CONTROL;
        };
    }

    private static SkipReason unwrap(Cursor cursor, int header) {
        if (!cursor.has(header)) {
            return SkipReason.TRUNCATED;
        }
        cursor.skip(header, Layer.ETHERNET);
        return cursor.nest();
    }
}
