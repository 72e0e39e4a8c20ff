package org.ldpi.flow;

import java.nio.ByteBuffer;
import org.ldpi.api.packet.CapturedPacket;
import org.ldpi.api.packet.IpPacket;
import org.ldpi.api.packet.SkipReason;

/**
 * Where decoding is in a packet, and what the layers passed have told so far. Reused from packet to packet. Not
 * thread-safe.
 */
final class Cursor {
    /** The most packets that may be within one another. */
    static final int MAX_NESTING = 4;

    ByteBuffer buffer;
    /** Index of the next layer's first byte. */
    int offset;
    /** Index behind the last captured byte that belongs to the next layer. */
    int end;
    /** What the next layer is: an EtherType (IEEE 802, 16 bits) or one of the numbers of {@link Layer}. */
    int layer;

    /** Whether the next layer is an IP packet that is there as far as it will ever be, whatever it says of fragments. */
    boolean whole;

    /** What the MAC addresses are in: the captured packet. */
    ByteBuffer linkBuffer;

    int sourceMac;
    int destinationMac;
    int vlan;
    long timestampNanos;
    /** Source and destination of the outermost packet, once another one was found in it. */
    final byte[] outerAddresses = new byte[2 * Ipv6.ADDRESS];

    /** Bytes of each of them, 0 as long as there is no tunnel. */
    int outerAddressLength;

    private int nesting;

    /** Begins with a packet whose first layer is still to be set. */
    void begin(CapturedPacket packet) {
        buffer = packet.buffer();
        linkBuffer = buffer;
        whole = false;
        nesting = 0;
        outerAddressLength = 0;
        offset = packet.offset();
        end = offset + packet.capturedLength();
        sourceMac = IpPacket.NO_LINK_ADDRESS;
        destinationMac = IpPacket.NO_LINK_ADDRESS;
        vlan = 0;
        timestampNanos = packet.timestampNanos();
    }

    /** Whether so many bytes are there. */
    boolean has(int bytes) {
        return end - offset >= bytes;
    }

    /** Goes behind a header. */
    void skip(int bytes, int nextLayer) {
        offset += bytes;
        layer = nextLayer;
    }

    /** Enters a packet within a packet, or returns why that is not possible. */
    SkipReason nest() {
        whole = false;
        return ++nesting > MAX_NESTING ? SkipReason.NESTED_TOO_DEEP : null;
    }

    /** The unsigned byte so many bytes on. */
    int u8(int ahead) {
        return Byte.toUnsignedInt(buffer.get(offset + ahead));
    }

    /** The unsigned 16-bit number so many bytes on. */
    int u16(int ahead) {
        return Short.toUnsignedInt(buffer.getShort(offset + ahead));
    }
}
