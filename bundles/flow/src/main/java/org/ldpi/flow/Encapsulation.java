package org.ldpi.flow;

import org.ldpi.api.packet.SkipReason;

/** Reads one header between the link layer and IP, and sets what comes behind it. */
final class Encapsulation {
    static final int ETHERNET_HEADER = 14;
    static final int ETHERNET_SOURCE = 6;
    static final int ETHERNET_TYPE = 12;

    private static final int VLAN_HEADER = 4;
    private static final int VLAN_ID = 0x0FFF;

    private static final int MPLS_HEADER = 4;
    private static final int MPLS_BOTTOM_OF_STACK = 0x01;

    private static final int FABRIC_PATH_TAG = 2;

    private static final int LLC_SNAP_HEADER = 8;
    private static final int LLC_SNAP = 0xAAAA;
    private static final int LLC_UNNUMBERED = 0x03;
    private static final int SNAP_ETHERNET = 0x000000;
    private static final int SNAP_BRIDGE_TUNNEL = 0x0000F8;

    private static final int PPPOE_HEADER = 6;
    private static final int PPPOE_VERSION_AND_TYPE = 0x11;

    private static final int PPP_ALL_STATIONS = 0xFF03;
    private static final int PPP_IPV4 = 0x0021;
    private static final int PPP_IPV6 = 0x0057;
    private static final int PPP_MPLS = 0x0281;

    private Encapsulation() {}

    /** Goes behind the header of the cursor's layer, or returns why that is not possible. */
    static SkipReason read(Cursor cursor) {
        return switch (cursor.layer) {
            case Layer.ETHERNET, Layer.BRIDGED_ETHERNET -> ethernet(cursor);
            case Layer.VLAN, Layer.SERVICE_VLAN, Layer.OLD_SERVICE_VLAN, Layer.OLDER_SERVICE_VLAN -> vlan(cursor);
            case Layer.MPLS, Layer.MPLS_MULTICAST -> mpls(cursor);
            case Layer.LLC -> llc(cursor);
            case Layer.MESH -> MeshPacket.read(cursor);
            case Layer.FABRIC_PATH -> fabricPath(cursor);
            case Layer.PPPOE_SESSION -> pppoe(cursor);
            case Layer.PPP -> ppp(cursor);
            case Layer.IP -> ipByVersion(cursor);
            default -> SkipReason.NOT_IP;
        };
    }

    private static SkipReason ethernet(Cursor cursor) {
        if (!cursor.has(ETHERNET_HEADER)) {
            return SkipReason.TRUNCATED;
        }
        cursor.destinationMac = cursor.offset;
        cursor.sourceMac = cursor.offset + ETHERNET_SOURCE;
        type(cursor, ETHERNET_HEADER, cursor.u16(ETHERNET_TYPE));
        return null;
    }

    // IEEE 802.1Q, section 9.6: three bits of priority, one of drop eligibility, twelve of VLAN id, then a type.
    private static SkipReason vlan(Cursor cursor) {
        if (!cursor.has(VLAN_HEADER)) {
            return SkipReason.TRUNCATED;
        }
        if (cursor.vlan == 0) {
            cursor.vlan = cursor.u16(0) & VLAN_ID;
        }
        type(cursor, VLAN_HEADER, cursor.u16(2));
        return null;
    }

    private static void type(Cursor cursor, int header, int typeOrLength) {
        if (typeOrLength >= Layer.FIRST_ETHERTYPE) {
            cursor.skip(header, typeOrLength);
        } else {
            cursor.skip(header, Layer.LLC);
            cursor.end = Math.min(cursor.end, cursor.offset + typeOrLength);
        }
    }

    // RFC 3032, section 2.1. What is behind the last label is not said: by common practice its first four bits tell,
    // which
    // are a version of IP, or 0 for the control word of a pseudowire (RFC 4385) that carries Ethernet.
    private static SkipReason mpls(Cursor cursor) {
        if (!cursor.has(MPLS_HEADER + 1)) {
            return SkipReason.TRUNCATED;
        }
        boolean last = (cursor.u8(2) & MPLS_BOTTOM_OF_STACK) != 0;
        if (!last) {
            cursor.skip(MPLS_HEADER, Layer.MPLS);
            return null;
        }
        cursor.skip(MPLS_HEADER, Layer.IP);
        if (cursor.u8(0) >>> 4 != 0) {
            return null;
        }
        if (!cursor.has(MPLS_HEADER)) {
            return SkipReason.TRUNCATED;
        }
        cursor.skip(MPLS_HEADER, Layer.ETHERNET);
        return cursor.nest();
    }

    private static SkipReason fabricPath(Cursor cursor) {
        if (!cursor.has(FABRIC_PATH_TAG)) {
            return SkipReason.TRUNCATED;
        }
        cursor.skip(FABRIC_PATH_TAG, Layer.ETHERNET);
        return cursor.nest();
    }

    // IEEE 802.2, and SNAP (IEEE 802, section 9.5; RFC 1042).
    private static SkipReason llc(Cursor cursor) {
        if (!cursor.has(LLC_SNAP_HEADER)) {
            return cursor.has(2) && cursor.u16(0) == LLC_SNAP ? SkipReason.TRUNCATED : SkipReason.NOT_IP;
        }
        if (cursor.u16(0) != LLC_SNAP || cursor.u8(2) != LLC_UNNUMBERED) {
            return SkipReason.NOT_IP;
        }
        int organisation = cursor.u8(3) << 16 | cursor.u16(4);
        if (organisation != SNAP_ETHERNET && organisation != SNAP_BRIDGE_TUNNEL) {
            return SkipReason.NOT_IP;
        }
        cursor.skip(LLC_SNAP_HEADER, cursor.u16(6));
        return null;
    }

    // RFC 2516, section 4. Code 0 is session data.
    private static SkipReason pppoe(Cursor cursor) {
        if (!cursor.has(PPPOE_HEADER)) {
            return SkipReason.TRUNCATED;
        }
        if (cursor.u8(0) != PPPOE_VERSION_AND_TYPE || cursor.u8(1) != 0) {
            return SkipReason.NOT_IP;
        }
        int length = cursor.u16(4);
        cursor.skip(PPPOE_HEADER, Layer.PPP);
        cursor.end = Math.min(cursor.end, cursor.offset + length);
        return null;
    }

    // RFC 1662, section 3.1: address and control bytes are there or not. RFC 1661, section 2: the protocol field has
    // one byte if the first one is odd.
    private static SkipReason ppp(Cursor cursor) {
        if (!cursor.has(2)) {
            return SkipReason.TRUNCATED;
        }
        if (cursor.u16(0) == PPP_ALL_STATIONS) {
            cursor.offset += 2;
            return null;
        }
        int first = cursor.u8(0);
        int length = first & 1;
        int protocol = length == 1 ? first : cursor.u16(0);
        int header = length == 1 ? 1 : 2;
        switch (protocol) {
            case PPP_IPV4 -> cursor.skip(header, Layer.IPV4);
            case PPP_IPV6 -> cursor.skip(header, Layer.IPV6);
            case PPP_MPLS -> cursor.skip(header, Layer.MPLS);
            default -> {
                return SkipReason.NOT_IP;
            }
        }
        return null;
    }

    private static SkipReason ipByVersion(Cursor cursor) {
        if (!cursor.has(1)) {
            return SkipReason.TRUNCATED;
        }
        switch (cursor.u8(0) >>> 4) {
            case 4 -> cursor.layer = Layer.IPV4;
            case 6 -> cursor.layer = Layer.IPV6;
            default -> {
                return SkipReason.NOT_IP;
            }
        }
        return null;
    }
}
