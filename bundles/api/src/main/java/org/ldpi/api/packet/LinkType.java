package org.ldpi.api.packet;

/**
 * Link-layer header types of captured packets, by their numbers in capture files.
 *
 * <p>The numbers are those of the registry of the tcpdump group (LINKTYPE_ values), also used by pcap
 * (draft-ietf-opsawg-pcap) and pcapng (draft-ietf-opsawg-pcapng). They are plain integers, not an enumeration, because
 * a capture may name any of them and the packet path compares them for every packet.
 */
public final class LinkType {
    /** BSD loopback: protocol family in the byte order of the capturing machine. */
    public static final int NULL = 0;

    public static final int ETHERNET = 1;

    /** PPP, with or without the HDLC address and control bytes (RFC 1662). */
    public static final int PPP = 9;

    /** Raw IPv4 or IPv6, the number in which some BSDs wrote {@link #RAW}. */
    public static final int RAW_BSD = 12;

    /** PPP in HDLC-like framing (RFC 1662). */
    public static final int PPP_HDLC = 50;

    /** PPP over Ethernet, beginning at the PPPoE header (RFC 2516). */
    public static final int PPP_ETHER = 51;

    /** Raw IP: the version is in the first four bits. */
    public static final int RAW = 101;

    /** IEEE 802.11 frame. */
    public static final int IEEE802_11 = 105;

    /** OpenBSD loopback: protocol family in network byte order. */
    public static final int LOOP = 108;

    /** Linux cooked capture, version 1. */
    public static final int LINUX_SLL = 113;

    /** IEEE 802.11 frame behind a radiotap header. */
    public static final int IEEE802_11_RADIOTAP = 127;

    public static final int IPV4 = 228;
    public static final int IPV6 = 229;

    /** Linux cooked capture, version 2. */
    public static final int LINUX_SLL2 = 276;

    private LinkType() {}
}
