package org.ldpi.quantizer;

import java.nio.ByteBuffer;
import org.ldpi.api.packet.IpPacket;
import org.ldpi.api.quantizer.Quantizer;
import org.osgi.service.component.annotations.Component;

/**
 * The profile of the original LDPI, bit for bit for IPv4: the packet from the IP header on without bytes 12 to 19, cut
 * or padded with zeros to l.
 *
 * <p>For IPv4 these eight bytes are the two addresses (RFC 791, section 3.1). The original cuts the same bytes out of
 * IPv6 packets, where they are the middle of the source address (RFC 8200, section 3), so the rest of both addresses
 * stays in the sample; {@link RobustQuantizer} takes them out.
 *
 * <p>The original serialises IPv4 packets anew, and its library then fills in fields that it finds zero, as
 * network cards with checksum offload leave them in captures. These are part of its samples:
 *
 * <table>
 * <caption>Fields filled in, by offset from their header</caption>
 * <tr><th>field</th><th>where</th><th>when</th></tr>
 * <tr><td>IPv4 header checksum</td><td>10, RFC 791</td><td>it is 0</td></tr>
 * <tr><td>IPv4 total length</td><td>2, RFC 791</td><td>the header checksum is 0; set to the captured length</td></tr>
 * <tr><td>TCP checksum</td><td>16, RFC 9293</td><td>it and the header checksum are 0</td></tr>
 * <tr><td>UDP checksum</td><td>6, RFC 768</td><td>it and the header checksum are 0</td></tr>
 * <tr><td>ICMP and IGMP checksum</td><td>2, RFC 792 and RFC 3376</td><td>it is 0</td></tr>
 * </table>
 */
@Component(service = Quantizer.class, property = Quantizer.PROFILE + "=" + Quantizer.CLASSIC)
public final class ClassicQuantizer implements Quantizer {
    private static final int ADDRESSES = 12;
    private static final int ADDRESSES_LENGTH = 8;
    private static final int MIN_HEADER = 20;

    private static final int TOTAL_LENGTH = 2;
    private static final int FRAGMENT = 6;
    private static final int HEADER_CHECKSUM = 10;
    private static final int MORE_FRAGMENTS_AND_OFFSET = 0x3FFF;

    private static final int ICMP = 1;
    private static final int IGMP = 2;
    private static final int ICMP_CHECKSUM = 2;
    private static final int ICMP_MIN_LENGTH = 4;
    private static final int IGMP_MIN_LENGTH = 8;
    private static final int TCP_CHECKSUM = 16;
    private static final int TCP_MIN_LENGTH = 20;
    private static final int UDP_CHECKSUM = 6;
    private static final int UDP_MIN_LENGTH = 8;

    @Override
    public String profile() {
        return CLASSIC;
    }

    @Override
    public void quantize(IpPacket packet, byte[] row, int offset, int length) {
        ByteBuffer buffer = packet.buffer();
        int ip = packet.ipOffset();
        int end = packet.ipEnd();
        PacketBytes.copyWithout(buffer, ip, end, ADDRESSES, ADDRESSES_LENGTH, row, offset, length);
        if (packet.version() != 4 || end - ip < MIN_HEADER) {
            return;
        }
        if (packet.protocol() == ICMP || packet.protocol() == IGMP) {
            fillControlChecksum(packet, row, offset, length);
        }
        if (buffer.getShort(ip + HEADER_CHECKSUM) == 0) {
            fillHeader(packet, row, offset, length);
        }
    }

    private static void fillHeader(IpPacket packet, byte[] row, int offset, int length) {
        ByteBuffer buffer = packet.buffer();
        int ip = packet.ipOffset();
        int captured = packet.ipEnd() - ip;
        int given = Short.toUnsignedInt(buffer.getShort(ip + TOTAL_LENGTH));
        long sum = InternetChecksum.add(0, buffer, ip, packet.transportOffset()) - given + (captured & 0xFFFF);
        put(row, offset, length, TOTAL_LENGTH, captured);
        put(row, offset, length, HEADER_CHECKSUM, InternetChecksum.fold(sum));
        if ((buffer.getShort(ip + FRAGMENT) & MORE_FRAGMENTS_AND_OFFSET) == 0) {
            fillTransport(packet, row, offset, length);
        }
    }

    private static void fillTransport(IpPacket packet, byte[] row, int offset, int length) {
        boolean tcp = packet.protocol() == IpPacket.TCP;
        if (!tcp && packet.protocol() != IpPacket.UDP) {
            return;
        }
        ByteBuffer buffer = packet.buffer();
        int transport = packet.transportOffset();
        int captured = packet.ipEnd() - transport;
        int field = tcp ? TCP_CHECKSUM : UDP_CHECKSUM;
        if (captured < (tcp ? TCP_MIN_LENGTH : UDP_MIN_LENGTH)
                || (tcp && dataOffset(buffer, transport) < TCP_MIN_LENGTH)
                || buffer.getShort(transport + field) != 0) {
            return;
        }
        int addresses = packet.ipOffset() + ADDRESSES;
        long pseudoHeader = InternetChecksum.add(0, buffer, addresses, addresses + ADDRESSES_LENGTH)
                + packet.protocol()
                + (captured & 0xFFFF);
        int checksum = InternetChecksum.fold(InternetChecksum.add(pseudoHeader, buffer, transport, packet.ipEnd()));
        // RFC 768: a UDP checksum of zero is sent as all ones, because zero says that there is none.
        put(row, offset, length, inRow(packet, field), !tcp && checksum == 0 ? 0xFFFF : checksum);
    }

    private static void fillControlChecksum(IpPacket packet, byte[] row, int offset, int length) {
        ByteBuffer buffer = packet.buffer();
        int transport = packet.transportOffset();
        int minimum = packet.protocol() == ICMP ? ICMP_MIN_LENGTH : IGMP_MIN_LENGTH;
        if (packet.ipEnd() - transport >= minimum && buffer.getShort(transport + ICMP_CHECKSUM) == 0) {
            int checksum = InternetChecksum.fold(InternetChecksum.add(0, buffer, transport, packet.ipEnd()));
            put(row, offset, length, inRow(packet, ICMP_CHECKSUM), checksum);
        }
    }

    private static int dataOffset(ByteBuffer buffer, int transport) {
        return (buffer.get(transport + 12) & 0xF0) >> 2;
    }

    private static int inRow(IpPacket packet, int transportField) {
        return packet.transportOffset() - packet.ipOffset() - ADDRESSES_LENGTH + transportField;
    }

    private static void put(byte[] row, int offset, int length, int index, int value) {
        if (index < length) {
            row[offset + index] = (byte) (value >>> 8);
        }
        if (index + 1 < length) {
            row[offset + index + 1] = (byte) value;
        }
    }
}
