package org.ldpi.flow;

import java.util.Set;
import org.ldpi.api.packet.IpPacket;
import org.ldpi.api.packet.SkipReason;
import org.ldpi.api.packet.Tunnel;

/** Looks for a tunnel in the payload of IP and sets what comes behind its header. */
final class TunnelHeader {
    private static final int IPV4_IN_IP = 4;
    private static final int IPV6_IN_IP = 41;
    private static final int GRE = 47;
    private static final int UDP_HEADER = 8;
    private static final int UDP_DESTINATION = 2;

    // RFC 2784 and 2890; version 1 is that of PPTP (RFC 2637, section 4.1), which carries PPP.
    private static final int GRE_MIN_HEADER = 4;
    private static final int GRE_CHECKSUM = 0x8000;
    private static final int GRE_ROUTING = 0x4000;
    private static final int GRE_KEY = 0x2000;
    private static final int GRE_SEQUENCE = 0x1000;
    private static final int GRE_ACKNOWLEDGEMENT = 0x0080;
    private static final int GRE_VERSION = 0x0007;
    private static final int GRE_FIELD = 4;
    private static final int GRE_PPP = 0x880B;

    // RFC 7348, section 5.
    private static final int VXLAN_PORT = 4789;
    private static final int VXLAN_HEADER = 8;
    private static final int VXLAN_NETWORK_ID_VALID = 0x08;

    // RFC 8926, section 3.4.
    private static final int GENEVE_PORT = 6081;
    private static final int GENEVE_HEADER = 8;
    private static final int GENEVE_OPTIONS = 0x3F;
    private static final int GENEVE_CONTROL = 0x80;

    // 3GPP TS 29.281, section 5.1.
    private static final int GTP_PORT = 2152;
    private static final int GTP_HEADER = 8;
    private static final int GTP_VERSION_AND_PROTOCOL = 0xF0;
    private static final int GTP_VERSION_1 = 0x30;
    private static final int GTP_OPTIONAL_FIELDS = 0x07;
    private static final int GTP_OPTIONAL_LENGTH = 4;
    private static final int GTP_EXTENSION = 0x04;
    private static final int GTP_USER_DATA = 0xFF;

    private final boolean ipv4InIp;
    private final boolean ipv6InIp;
    private final boolean gre;
    private final boolean vxlan;
    private final boolean geneve;
    private final boolean gtp;

    /** Looks through these tunnels only. */
    TunnelHeader(Set<Tunnel> tunnels) {
        this.ipv4InIp = tunnels.contains(Tunnel.IP_IN_IP);
        this.ipv6InIp = tunnels.contains(Tunnel.IPV6_IN_IP);
        this.gre = tunnels.contains(Tunnel.GRE);
        this.vxlan = tunnels.contains(Tunnel.VXLAN);
        this.geneve = tunnels.contains(Tunnel.GENEVE);
        this.gtp = tunnels.contains(Tunnel.GTP_U);
    }

    /** Whether UDP to this port may be a tunnel. */
    static boolean isTunnelPort(int port) {
        return port == VXLAN_PORT || port == GENEVE_PORT || port == GTP_PORT;
    }

    /**
     * Goes behind the tunnel's header if there is one, else sets {@link Layer#DONE}.
     *
     * @param cursor at the outer IP header
     * @param transport index of what is behind the outer IP header
     * @param end index behind the outer packet
     * @param protocol the outer packet's protocol
     */
    SkipReason enter(Cursor cursor, int transport, int end, int protocol) {
        cursor.layer = Layer.DONE;
        switch (protocol) {
            case IPV4_IN_IP -> {
                if (ipv4InIp) {
                    begin(cursor, transport, end, Layer.IPV4);
                }
            }
            case IPV6_IN_IP -> {
                if (ipv6InIp) {
                    begin(cursor, transport, end, Layer.IPV6);
                }
            }
            case GRE -> {
                if (gre) {
                    begin(cursor, transport, end, Layer.DONE);
                    gre(cursor);
                }
            }
            case IpPacket.UDP -> {
                begin(cursor, transport, end, Layer.DONE);
                if (cursor.has(UDP_HEADER)) {
                    udp(cursor);
                }
            }
            default -> {
                return null;
            }
        }
        return cursor.layer == Layer.DONE ? null : cursor.nest();
    }

    private static void begin(Cursor cursor, int offset, int end, int layer) {
        cursor.offset = offset;
        cursor.end = end;
        cursor.layer = layer;
    }

    private static void gre(Cursor cursor) {
        if (!cursor.has(GRE_MIN_HEADER)) {
            return;
        }
        int flags = cursor.u16(0);
        int type = cursor.u16(2);
        int version = flags & GRE_VERSION;
        int header = GRE_MIN_HEADER
                + ((flags & GRE_CHECKSUM) != 0 ? GRE_FIELD : 0)
                + ((flags & GRE_KEY) != 0 ? GRE_FIELD : 0)
                + ((flags & GRE_SEQUENCE) != 0 ? GRE_FIELD : 0);
        if ((flags & GRE_ROUTING) != 0) {
            return;
        }
        if (version == 0) {
            cursor.skip(header, type);
        } else if (version == 1 && type == GRE_PPP) {
            cursor.skip(header + ((flags & GRE_ACKNOWLEDGEMENT) != 0 ? GRE_FIELD : 0), Layer.PPP);
        }
    }

    private void udp(Cursor cursor) {
        int port = cursor.u16(UDP_DESTINATION);
        cursor.offset += UDP_HEADER;
        if (port == VXLAN_PORT && vxlan) {
            if (cursor.has(VXLAN_HEADER) && (cursor.u8(0) & VXLAN_NETWORK_ID_VALID) != 0) {
                cursor.skip(VXLAN_HEADER, Layer.ETHERNET);
            }
        } else if (port == GENEVE_PORT && geneve) {
            geneve(cursor);
        } else if (port == GTP_PORT && gtp) {
            gtp(cursor);
        }
    }

    private static void geneve(Cursor cursor) {
        if (!cursor.has(GENEVE_HEADER)) {
            return;
        }
        int versionAndOptions = cursor.u8(0);
        if (versionAndOptions <= GENEVE_OPTIONS && (cursor.u8(1) & GENEVE_CONTROL) == 0) {
            cursor.skip(GENEVE_HEADER + 4 * versionAndOptions, cursor.u16(2));
        }
    }

    private static void gtp(Cursor cursor) {
        if (!cursor.has(GTP_HEADER)) {
            return;
        }
        int flags = cursor.u8(0);
        if ((flags & GTP_VERSION_AND_PROTOCOL) != GTP_VERSION_1 || cursor.u8(1) != GTP_USER_DATA) {
            return;
        }
        cursor.offset += GTP_HEADER;
        if ((flags & GTP_OPTIONAL_FIELDS) != 0) {
            if (!cursor.has(GTP_OPTIONAL_LENGTH)) {
                return;
            }
            int next = (flags & GTP_EXTENSION) != 0 ? cursor.u8(GTP_OPTIONAL_LENGTH - 1) : 0;
            cursor.offset += GTP_OPTIONAL_LENGTH;
            while (next != 0) {
                int length = cursor.has(1) ? 4 * cursor.u8(0) : 0;
                if (length == 0 || !cursor.has(length)) {
                    return;
                }
                next = cursor.u8(length - 1);
                cursor.offset += length;
            }
        }
        cursor.layer = Layer.IP;
    }
}
