package org.ldpi.flow;

import org.ldpi.api.packet.LinkType;
import org.ldpi.api.packet.SkipReason;

/** Reads the header that a capture's link type says is first, and sets what comes behind it. */
final class LinkHeader {
    private static final int SLL_HEADER = 16;
    private static final int SLL_ADDRESS_LENGTH = 4;
    private static final int SLL_ADDRESS = 6;
    private static final int SLL_PROTOCOL = 14;
    private static final int SLL2_HEADER = 20;
    private static final int SLL2_ADDRESS_LENGTH = 11;
    private static final int SLL2_ADDRESS = 12;
    private static final int SLL_PROTOCOL_LLC = 0x0004;
    private static final int MAC_LENGTH = 6;

    private static final int LOOPBACK_HEADER = 4;
    private static final int AF_INET = 2;

    private static final int HDLC_HEADER = 4;
    private static final int CISCO_UNICAST = 0x0F00;
    private static final int CISCO_MULTICAST = 0x8F00;

    private LinkHeader() {}

    /** Goes behind the header, or returns why that is not possible. */
    static SkipReason read(int linkType, Cursor cursor) {
        switch (linkType) {
            case LinkType.ETHERNET -> cursor.layer = Layer.ETHERNET;
            case LinkType.RAW, LinkType.RAW_BSD -> cursor.layer = Layer.IP;
            case LinkType.IPV4 -> cursor.layer = Layer.IPV4;
            case LinkType.IPV6 -> cursor.layer = Layer.IPV6;
            case LinkType.LINUX_SLL -> {
                return cooked(cursor);
            }
            case LinkType.LINUX_SLL2 -> {
                return cooked2(cursor);
            }
            case LinkType.NULL, LinkType.LOOP -> {
                return loopback(cursor);
            }
            case LinkType.PPP, LinkType.PPP_HDLC -> {
                return ppp(cursor);
            }
            case LinkType.IEEE802_11 -> {
                return WirelessFrame.read(cursor, false);
            }
            case LinkType.IEEE802_11_RADIOTAP -> {
                return WirelessFrame.readRadiotap(cursor);
            }
            case LinkType.PPP_ETHER -> cursor.layer = Layer.PPPOE_SESSION;
            default -> {
                return SkipReason.UNKNOWN_LINK_TYPE;
            }
        }
        return null;
    }

    private static SkipReason cooked(Cursor cursor) {
        if (!cursor.has(SLL_HEADER)) {
            return SkipReason.TRUNCATED;
        }
        if (cursor.u16(SLL_ADDRESS_LENGTH) == MAC_LENGTH) {
            cursor.sourceMac = cursor.offset + SLL_ADDRESS;
        }
        cursor.skip(SLL_HEADER, cookedLayer(cursor.u16(SLL_PROTOCOL)));
        return null;
    }

    private static SkipReason cooked2(Cursor cursor) {
        if (!cursor.has(SLL2_HEADER)) {
            return SkipReason.TRUNCATED;
        }
        if (cursor.u8(SLL2_ADDRESS_LENGTH) == MAC_LENGTH) {
            cursor.sourceMac = cursor.offset + SLL2_ADDRESS;
        }
        cursor.skip(SLL2_HEADER, cookedLayer(cursor.u16(0)));
        return null;
    }

    private static int cookedLayer(int protocol) {
        return protocol == SLL_PROTOCOL_LLC ? Layer.LLC : protocol;
    }

    // The protocol family is in the byte order of the machine that captured (NULL) or in network order (LOOP). Families
    // are small numbers, so the order shows. Systems differ in their number for IPv6, so that is left to the IP header.
    private static SkipReason loopback(Cursor cursor) {
        if (!cursor.has(LOOPBACK_HEADER)) {
            return SkipReason.TRUNCATED;
        }
        int family = cursor.buffer.getInt(cursor.offset);
        if (family >>> 16 != 0) {
            family = Integer.reverseBytes(family);
        }
        switch (family) {
            case AF_INET -> cursor.skip(LOOPBACK_HEADER, Layer.IPV4);
            // NetBSD and OpenBSD 24, FreeBSD 28, Darwin 30, Linux 10, Windows 23.
            case 10, 23, 24, 28, 30 -> cursor.skip(LOOPBACK_HEADER, Layer.IPV6);
            default -> {
                return SkipReason.NOT_IP;
            }
        }
        return null;
    }

    // Cisco HDLC has an EtherType where PPP has a protocol.
    private static SkipReason ppp(Cursor cursor) {
        if (!cursor.has(HDLC_HEADER)) {
            return SkipReason.TRUNCATED;
        }
        int addressAndControl = cursor.u16(0);
        if (addressAndControl == CISCO_UNICAST || addressAndControl == CISCO_MULTICAST) {
            cursor.skip(HDLC_HEADER, cursor.u16(2));
        } else {
            cursor.layer = Layer.PPP;
        }
        return null;
    }
}
