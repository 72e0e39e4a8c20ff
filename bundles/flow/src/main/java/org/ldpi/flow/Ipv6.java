package org.ldpi.flow;

/** Offsets in the IPv6 header (RFC 8200, section 3) and numbers of its extension headers (section 4). */
final class Ipv6 {
    static final int PAYLOAD_LENGTH = 4;
    static final int NEXT_HEADER = 6;
    /** Bytes of an address. */
    static final int ADDRESS = 16;

    static final int SOURCE = 8;
    static final int DESTINATION = 24;
    static final int HEADER = 40;

    static final int HOP_BY_HOP = 0;
    static final int ROUTING = 43;
    static final int FRAGMENT = 44;
    static final int AUTHENTICATION = 51;
    static final int NO_NEXT_HEADER = 59;
    static final int DESTINATION_OPTIONS = 60;
    static final int MOBILITY = 135;
    static final int HIP = 139;
    static final int SHIM6 = 140;

    /** Fragment header (RFC 8200, section 4.5): offset of the field with fragment offset and M flag, and its bits. */
    static final int FRAGMENT_FIELD = 2;

    static final int FRAGMENT_IDENTIFICATION = 4;
    static final int FRAGMENT_OFFSET = 0xFFF8;
    static final int MORE_FRAGMENTS = 0x0001;

    private Ipv6() {}
}
