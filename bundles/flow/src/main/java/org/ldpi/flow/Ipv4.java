package org.ldpi.flow;

/** Offsets in the IPv4 header (RFC 791, section 3.1). */
final class Ipv4 {
    static final int TOTAL_LENGTH = 2;
    static final int IDENTIFICATION = 4;
    static final int FRAGMENT = 6;
    static final int PROTOCOL = 9;
    static final int CHECKSUM = 10;
    /** Bytes of an address. */
    static final int ADDRESS = 4;

    static final int SOURCE = 12;
    static final int DESTINATION = 16;
    static final int MIN_HEADER = 20;

    /** Bits of the field at {@link #FRAGMENT}. */
    static final int MORE_FRAGMENTS = 0x2000;

    static final int FRAGMENT_OFFSET = 0x1FFF;

    private Ipv4() {}
}
