package org.ldpi.flow;

import java.nio.ByteBuffer;
import java.util.Set;
import org.ldpi.api.packet.CapturedPacket;
import org.ldpi.api.packet.IpPacket;
import org.ldpi.api.packet.LinkType;
import org.ldpi.api.packet.SkipReason;
import org.ldpi.api.packet.Tunnel;

/**
 * Finds the IP packet in a captured one, by walking from layer to layer; where tunnels are unwrapped, the innermost one.
 * What looks like a tunnel but holds nothing readable is taken for what it is outside.
 *
 * <p>Never reads outside the captured bytes, allocates nothing and never throws for what a packet holds. Each step but
 * the last goes at least one byte forward, so that it ends. Not thread-safe.
 */
final class PacketDecoder {
    private static final int PORTS_LENGTH = 4;
    private static final int TCP_FLAGS = 13;
    private static final int EXTENSION_MIN_LENGTH = 8;

    // Type IPv4, version 4, five words of header.
    private static final int PLAIN_TYPE_AND_VERSION = Layer.IPV4 << 8 | 0x45;
    // With these the whole header up to TCP's flags is there.
    private static final int PLAIN_MIN_TOTAL = Ipv4.MIN_HEADER + TCP_FLAGS + 1;
    private static final int PLAIN_MIN_LENGTH = Encapsulation.ETHERNET_HEADER + PLAIN_MIN_TOTAL;

    // A row is at most so many bytes shorter than the packet that it comes from: the addresses of IPv6.
    private static final int ADDRESSES = 32;

    private final Cursor cursor = new Cursor();
    private final Fragment fragment = new Fragment();
    private final Reassembler reassembler;
    private final TunnelHeader tunnels;
    private long nowNanos;

    /**
     * @param rowLength bytes of a packet that a sample holds
     * @param tunnels the tunnels to look through
     * @param seed of the hash over fragments
     */
    PacketDecoder(int rowLength, Set<Tunnel> tunnels, long seed) {
        this.reassembler = new Reassembler(rowLength + ADDRESSES, seed);
        this.tunnels = new TunnelHeader(tunnels);
    }

    /**
     * Decodes a packet.
     *
     * @param packet the captured packet
     * @param ip set to the IP packet in it if there is one; undefined otherwise
     * @param nowNanos the time by which fragments grow old, ns; only differences mean something
     * @return {@code null} if it was decoded, else why not
     */
    SkipReason decode(CapturedPacket packet, IpPacket ip, long nowNanos) {
        return plain(packet, ip) ? null : decodeLayers(packet, ip, nowNanos);
    }

    /**
     * Decodes a packet of the kind that most are of: Ethernet, IPv4 with neither options nor fragments, TCP or UDP that
     * can be no tunnel, all of it there. What is not, or is wrong in any way, is left to {@link #decodeLayers}, which
     * gives the same for these.
     *
     * @return whether it was such a packet
     */
    boolean plain(CapturedPacket packet, IpPacket ip) {
        int frame = packet.offset();
        if (packet.linkType() != LinkType.ETHERNET || packet.capturedLength() < PLAIN_MIN_LENGTH) {
            return false;
        }
        ByteBuffer buffer = packet.buffer();
        // EtherType, version and header length, type of service, total length, identification.
        long first = buffer.getLong(frame + Encapsulation.ETHERNET_TYPE);
        int header = frame + Encapsulation.ETHERNET_HEADER;
        // Identification, flags and fragment offset, time to live, protocol, checksum.
        long second = buffer.getLong(header + Ipv4.IDENTIFICATION);
        int total = (int) (first >>> 16) & 0xFFFF;
        if (first >>> 40 != PLAIN_TYPE_AND_VERSION
                || total < PLAIN_MIN_TOTAL
                || (second >>> 32 & (Ipv4.MORE_FRAGMENTS | Ipv4.FRAGMENT_OFFSET)) != 0) {
            return false;
        }
        int protocol = (int) (second >>> 16) & 0xFF;
        int transport = header + Ipv4.MIN_HEADER;
        int ports = buffer.getInt(transport);
        int flags = 0;
        if (protocol == IpPacket.TCP) {
            flags = Byte.toUnsignedInt(buffer.get(transport + TCP_FLAGS));
        } else if (protocol != IpPacket.UDP || TunnelHeader.isTunnelPort(ports & 0xFFFF)) {
            return false;
        }
        int end = header + Math.min(packet.capturedLength() - Encapsulation.ETHERNET_HEADER, total);
        ip.ip(buffer, 4, header, end, transport, protocol, packet.timestampNanos())
                .transport(ports >>> 16, ports & 0xFFFF, flags)
                .link(buffer, frame + Encapsulation.ETHERNET_SOURCE, frame, 0)
                .outer(cursor.outerAddresses, 0);
        return true;
    }

    /** Decodes a packet of any kind, layer by layer. */
    SkipReason decodeLayers(CapturedPacket packet, IpPacket ip, long nowNanos) {
        this.nowNanos = nowNanos;
        Cursor at = cursor;
        at.begin(packet);
        SkipReason skip = LinkHeader.read(packet.linkType(), at);
        boolean outer = false;
        while (skip == null && at.layer != Layer.DONE) {
            if (at.layer == Layer.IPV4) {
                skip = ipv4(at, ip);
                outer |= skip == null;
            } else if (at.layer == Layer.IPV6) {
                skip = ipv6(at, ip);
                outer |= skip == null;
            } else {
                skip = Encapsulation.read(at);
            }
        }
        return outer && skip != null && isUnreadable(skip) ? null : skip;
    }

    private static boolean isUnreadable(SkipReason skip) {
        return skip != SkipReason.FRAGMENT && skip != SkipReason.FRAGMENT_DROPPED && skip != SkipReason.NESTED_TOO_DEEP;
    }

    private SkipReason ipv4(Cursor at, IpPacket ip) {
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
        if (!at.whole) {
            int end = total == 0 ? at.end : Math.min(at.end, at.offset + total);
            if ((at.u16(Ipv4.FRAGMENT) & (Ipv4.MORE_FRAGMENTS | Ipv4.FRAGMENT_OFFSET)) != 0) {
                SkipReason held = ipv4Fragment(at, header, total, end);
                return held != null ? held : ipv4(at, ip);
            }
            at.end = end;
        }
        int protocol = at.u8(Ipv4.PROTOCOL);
        return transport(at, ip, 4, at.offset + header, protocol);
    }

    private SkipReason ipv4Fragment(Cursor at, int header, int total, int end) {
        Fragment f = fragment;
        int field = at.u16(Ipv4.FRAGMENT);
        f.sourceHigh = 0;
        f.sourceLow = at.buffer.getInt(at.offset + Ipv4.SOURCE);
        f.destinationHigh = 0;
        f.destinationLow = at.buffer.getInt(at.offset + Ipv4.DESTINATION);
        f.rest = (long) at.u16(Ipv4.IDENTIFICATION) << 16 | at.u8(Ipv4.PROTOCOL) << 8 | 4;
        f.header = at.offset;
        f.data = at.offset + header;
        f.end = end;
        f.length = total == 0 ? end - f.data : total - header;
        f.offset = (field & Ipv4.FRAGMENT_OFFSET) * 8;
        f.more = (field & Ipv4.MORE_FRAGMENTS) != 0;
        return reassembler.take(f, at, nowNanos);
    }

    private SkipReason ipv6(Cursor at, IpPacket ip) {
        if (!at.has(Ipv6.HEADER)) {
            return at.has(1) && at.u8(0) >>> 4 != 6 ? SkipReason.MALFORMED : SkipReason.TRUNCATED;
        }
        if (at.u8(0) >>> 4 != 6) {
            return SkipReason.MALFORMED;
        }
        int header = at.u8(Ipv6.NEXT_HEADER);
        int payload = at.u16(Ipv6.PAYLOAD_LENGTH);
        int offset = at.offset + Ipv6.HEADER;
        int wireEnd = offset + payload;
        if (!at.whole) {
            // A payload length of 0 with something behind the header is a jumbogram (RFC 2675) or segmentation offload.
            if (payload == 0 && header != Ipv6.NO_NEXT_HEADER) {
                wireEnd = at.end;
            }
            at.end = Math.min(at.end, wireEnd);
        }

        ByteBuffer buffer = at.buffer;
        while (isExtension(header)) {
            if (at.end - offset < EXTENSION_MIN_LENGTH) {
                return SkipReason.TRUNCATED;
            }
            int next = Byte.toUnsignedInt(buffer.get(offset));
            int length = Byte.toUnsignedInt(buffer.get(offset + 1));
            if (header == Ipv6.FRAGMENT) {
                int field = Short.toUnsignedInt(buffer.getShort(offset + Ipv6.FRAGMENT_FIELD));
                offset += EXTENSION_MIN_LENGTH;
                if (!at.whole && (field & (Ipv6.FRAGMENT_OFFSET | Ipv6.MORE_FRAGMENTS)) != 0) {
                    SkipReason held = ipv6Fragment(at, offset, field, wireEnd);
                    return held != null ? held : ipv6(at, ip);
                }
            } else if (next == Ipv6.NO_NEXT_HEADER && header >= Ipv6.MOBILITY) {
                // These are protocols of their own when nothing follows.
                break;
            } else {
                offset += EXTENSION_MIN_LENGTH + length * (header == Ipv6.AUTHENTICATION ? 4 : 8);
            }
            header = next;
        }
        if (offset > at.end) {
            return SkipReason.TRUNCATED;
        }
        return transport(at, ip, 6, offset, header);
    }

    private SkipReason ipv6Fragment(Cursor at, int data, int field, int wireEnd) {
        Fragment f = fragment;
        f.sourceHigh = at.buffer.getLong(at.offset + Ipv6.SOURCE);
        f.sourceLow = at.buffer.getLong(at.offset + Ipv6.SOURCE + Long.BYTES);
        f.destinationHigh = at.buffer.getLong(at.offset + Ipv6.DESTINATION);
        f.destinationLow = at.buffer.getLong(at.offset + Ipv6.DESTINATION + Long.BYTES);
        int identification = at.buffer.getInt(data - EXTENSION_MIN_LENGTH + Ipv6.FRAGMENT_IDENTIFICATION);
        f.rest = Integer.toUnsignedLong(identification) << 16 | 6;
        f.header = at.offset;
        f.data = data;
        f.end = at.end;
        f.length = wireEnd - data;
        f.offset = field & Ipv6.FRAGMENT_OFFSET;
        f.more = (field & Ipv6.MORE_FRAGMENTS) != 0;
        return reassembler.take(f, at, nowNanos);
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

    /** Takes the IP packet at the cursor as decoded, and looks for a tunnel in it. */
    private SkipReason transport(Cursor at, IpPacket ip, int version, int offset, int protocol) {
        ByteBuffer buffer = at.buffer;
        int captured = at.end - offset;
        int ports = 0;
        int flags = 0;
        if (protocol == IpPacket.TCP) {
            if (captured <= TCP_FLAGS) {
                return SkipReason.TRUNCATED;
            }
            ports = buffer.getInt(offset);
            flags = Byte.toUnsignedInt(buffer.get(offset + TCP_FLAGS));
        } else if (protocol == IpPacket.UDP) {
            if (captured < PORTS_LENGTH) {
                return SkipReason.TRUNCATED;
            }
            ports = buffer.getInt(offset);
        }
        ip.ip(buffer, version, at.offset, at.end, offset, protocol, at.timestampNanos)
                .transport(ports >>> 16, ports & 0xFFFF, flags)
                .link(at.linkBuffer, at.sourceMac, at.destinationMac, at.vlan)
                .outer(at.outerAddresses, at.outerAddressLength);
        if (protocol == IpPacket.TCP) {
            at.layer = Layer.DONE;
            return null;
        }
        int header = at.offset;
        SkipReason skip = tunnels.enter(at, offset, at.end, protocol);
        if (at.layer != Layer.DONE && at.outerAddressLength == 0) {
            keepAddresses(at, version, header);
        }
        return skip;
    }

    private static void keepAddresses(Cursor at, int version, int header) {
        int first = version == 4 ? Ipv4.SOURCE : Ipv6.SOURCE;
        at.outerAddressLength = version == 4 ? Ipv4.ADDRESS : Ipv6.ADDRESS;
        at.buffer.get(header + first, at.outerAddresses, 0, 2 * at.outerAddressLength);
    }
}
