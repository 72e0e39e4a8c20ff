package org.ldpi.flow;

import java.nio.ByteBuffer;
import org.ldpi.api.packet.CapturedPacket;
import org.ldpi.api.packet.IpPacket;
import org.ldpi.api.packet.SkipReason;

/**
 * Finds the IP packet in a captured one, by walking from layer to layer.
 *
 * <p>Never reads outside the captured bytes, allocates nothing and never throws for what a packet holds. Each step but
 * the last goes at least one byte forward, so that it ends. Not thread-safe.
 */
final class PacketDecoder {
    private static final int PORTS_LENGTH = 4;
    private static final int TCP_FLAGS = 13;
    private static final int EXTENSION_MIN_LENGTH = 8;

    private final Cursor cursor = new Cursor();

    /**
     * Decodes a packet.
     *
     * @param packet the captured packet
     * @param ip set to the IP packet in it if there is one; undefined otherwise
     * @return {@code null} if it was decoded, else why not
     */
    SkipReason decode(CapturedPacket packet, IpPacket ip) {
        Cursor at = cursor;
        at.begin(packet);
        SkipReason skip = LinkHeader.read(packet.linkType(), at);
        while (skip == null && at.layer != Layer.DONE) {
            skip = switch (at.layer) {
                case Layer.IPV4 -> ipv4(at, ip);
                case Layer.IPV6 -> ipv6(at, ip);
                default -> Encapsulation.read(at);
            };
        }
        return skip;
    }

    private static SkipReason ipv4(Cursor at, IpPacket ip) {
        if (!at.has(Ipv4.MIN_HEADER)) {
            return at.has(1) && at.u8(0) >>> 4 != 4 ? SkipReason.MALFORMED : SkipReason.TRUNCATED;
        }
        int versionAndLength = at.u8(0);
        int header = (versionAndLength & 0x0F) * 4;
        int total = at.u16(Ipv4.TOTAL_LENGTH);
        // A total length of 0 is what segmentation offload leaves in captures of sent packets.
        if (versionAndLength >>> 4 != 4 || header < Ipv4.MIN_HEADER || (total < header && total != 0)) {
            return SkipReason.MALFORMED;
        }
        if (!at.has(header)) {
            return SkipReason.TRUNCATED;
        }
        int end = total == 0 ? at.end : Math.min(at.end, at.offset + total);
        int fragment = at.u16(Ipv4.FRAGMENT);
        if ((fragment & Ipv4.FRAGMENT_OFFSET) != 0) {
            return SkipReason.FRAGMENT;
        }
        int protocol = at.u8(Ipv4.PROTOCOL);
        ip.ip(at.buffer, 4, at.offset, end, at.offset + header, protocol, at.timestampNanos);
        return transport(at, ip, at.offset + header, end, protocol);
    }

    private static SkipReason ipv6(Cursor at, IpPacket ip) {
        if (!at.has(Ipv6.HEADER)) {
            return at.has(1) && at.u8(0) >>> 4 != 6 ? SkipReason.MALFORMED : SkipReason.TRUNCATED;
        }
        if (at.u8(0) >>> 4 != 6) {
            return SkipReason.MALFORMED;
        }
        int header = at.u8(Ipv6.NEXT_HEADER);
        int payload = at.u16(Ipv6.PAYLOAD_LENGTH);
        int start = at.offset + Ipv6.HEADER;
        // A payload length of 0 with something behind the header is a jumbogram (RFC 2675) or segmentation offload.
        int end = payload == 0 && header != Ipv6.NO_NEXT_HEADER ? at.end : Math.min(at.end, start + payload);

        ByteBuffer buffer = at.buffer;
        int offset = start;
        while (isExtension(header)) {
            if (end - offset < EXTENSION_MIN_LENGTH) {
                return SkipReason.TRUNCATED;
            }
            int next = Byte.toUnsignedInt(buffer.get(offset));
            int length = Byte.toUnsignedInt(buffer.get(offset + 1));
            if (header == Ipv6.FRAGMENT) {
                if ((buffer.getShort(offset + Ipv6.FRAGMENT_FIELD) & Ipv6.FRAGMENT_OFFSET) != 0) {
                    return SkipReason.FRAGMENT;
                }
                offset += EXTENSION_MIN_LENGTH;
            } else if (next == Ipv6.NO_NEXT_HEADER && header >= Ipv6.MOBILITY) {
                // These are protocols of their own when nothing follows.
                break;
            } else {
                offset += EXTENSION_MIN_LENGTH + length * (header == Ipv6.AUTHENTICATION ? 4 : 8);
            }
            header = next;
        }
        if (offset > end) {
            return SkipReason.TRUNCATED;
        }
        ip.ip(buffer, 6, at.offset, end, offset, header, at.timestampNanos);
        return transport(at, ip, offset, end, header);
    }

    private static boolean isExtension(int header) {
        return switch (header) {
            case Ipv6.HOP_BY_HOP,
                    Ipv6.ROUTING,
                    Ipv6.FRAGMENT,
                    Ipv6.AUTHENTICATION,
                    Ipv6.DESTINATION_OPTIONS,
                    Ipv6.MOBILITY,
                    Ipv6.HIP,
                    Ipv6.SHIM6 -> true;
            default -> false;
        };
    }

    private static SkipReason transport(Cursor at, IpPacket ip, int offset, int end, int protocol) {
        if (protocol == IpPacket.TCP) {
            if (end - offset <= TCP_FLAGS) {
                return SkipReason.TRUNCATED;
            }
            int ports = at.buffer.getInt(offset);
            ip.transport(ports >>> 16, ports & 0xFFFF, Byte.toUnsignedInt(at.buffer.get(offset + TCP_FLAGS)));
        } else if (protocol == IpPacket.UDP) {
            if (end - offset < PORTS_LENGTH) {
                return SkipReason.TRUNCATED;
            }
            int ports = at.buffer.getInt(offset);
            ip.transport(ports >>> 16, ports & 0xFFFF, 0);
        } else {
            ip.transport(0, 0, 0);
        }
        ip.link(at.buffer, at.sourceMac, at.destinationMac, at.vlan);
        at.layer = Layer.DONE;
        return null;
    }
}
