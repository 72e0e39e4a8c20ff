package org.ldpi.quantizer;

import org.ldpi.api.packet.IpPacket;
import org.ldpi.api.quantizer.Quantizer;
import org.osgi.service.component.annotations.Component;

/**
 * A profile without the fields that tell who was captured, where and when, rather than what was done: the packet from
 * the IP header on, without its two addresses, with the fields below set to zero, cut or padded with zeros to l.
 *
 * <table>
 * <caption>What is taken out (removed) or set to zero, by offset from its header</caption>
 * <tr><th>header</th><th>field</th><th>offset, length</th><th>reference</th></tr>
 * <tr><td>IPv4</td><td>source and destination address, removed</td><td>12, 8</td><td>RFC 791, 3.1</td></tr>
 * <tr><td>IPv4</td><td>identification</td><td>4, 2</td><td>RFC 791, 3.1; RFC 6864</td></tr>
 * <tr><td>IPv4</td><td>time to live</td><td>8, 1</td><td>RFC 791, 3.1</td></tr>
 * <tr><td>IPv4</td><td>header checksum</td><td>10, 2</td><td>RFC 791, 3.1</td></tr>
 * <tr><td>IPv4</td><td>data of the route and timestamp options</td><td>2 on</td><td>RFC 791, 3.1</td></tr>
 * <tr><td>IPv6</td><td>source and destination address, removed</td><td>8, 32</td><td>RFC 8200, 3</td></tr>
 * <tr><td>IPv6</td><td>flow label</td><td>20 bits from bit 12</td><td>RFC 6437</td></tr>
 * <tr><td>IPv6</td><td>hop limit</td><td>7, 1</td><td>RFC 8200, 3</td></tr>
 * <tr><td>IPv6 routing</td><td>all behind the segments left</td><td>4 on</td><td>RFC 8200, 4.4</td></tr>
 * <tr><td>IPv6 fragment</td><td>identification</td><td>4, 4</td><td>RFC 8200, 4.5</td></tr>
 * <tr><td>IPv6 destination options</td><td>home address</td><td>2, 16</td><td>RFC 6275, 6.3</td></tr>
 * <tr><td>AH</td><td>SPI, sequence number, check value</td><td>4 on</td><td>RFC 4302, 2</td></tr>
 * <tr><td>TCP, UDP, SCTP</td><td>ports from {@value #FIRST_EPHEMERAL_PORT} on</td><td>0, 2 and 2, 2</td>
 *     <td>RFC 6335, 6</td></tr>
 * <tr><td>TCP</td><td>sequence and acknowledgement number</td><td>4, 8</td><td>RFC 9293, 3.1</td></tr>
 * <tr><td>TCP</td><td>checksum</td><td>16, 2</td><td>RFC 9293, 3.1</td></tr>
 * <tr><td>TCP</td><td>values of the timestamps option</td><td>2, 8</td><td>RFC 7323, 3.2</td></tr>
 * <tr><td>TCP</td><td>edges of the SACK option</td><td>2 on</td><td>RFC 2018, 3</td></tr>
 * <tr><td>UDP</td><td>checksum</td><td>6, 2</td><td>RFC 768</td></tr>
 * <tr><td>SCTP</td><td>verification tag, checksum</td><td>4, 8</td><td>RFC 9260, 3.1</td></tr>
 * <tr><td>ESP</td><td>SPI, sequence number</td><td>0, 8</td><td>RFC 4303, 2</td></tr>
 * <tr><td>ICMP, ICMPv6</td><td>checksum and what {@link IcmpMask} lists</td><td>2, 2</td><td>RFC 792, RFC 4443</td></tr>
 * </table>
 *
 * <p>Service ports, lengths, flags, windows, the traffic class and the payload stay.
 */
@Component(service = Quantizer.class, property = Quantizer.PROFILE + "=" + Quantizer.ROBUST)
public final class RobustQuantizer implements Quantizer {
    /**
     * Ports from here on are taken for ephemeral ones. Linux draws them from 32768 on by default; the range that IANA
     * calls dynamic (RFC 6335, section 6), 49152 on, is part of it.
     */
    static final int FIRST_EPHEMERAL_PORT = 32_768;

    private static final int IPV4_ADDRESSES = 12;
    private static final int IPV4_ADDRESSES_LENGTH = 8;
    private static final int IPV6_ADDRESSES = 8;
    private static final int IPV6_ADDRESSES_LENGTH = 32;

    private static final int ICMP = 1;
    private static final int ESP = 50;
    private static final int ICMPV6 = 58;
    private static final int SCTP = 132;

    @Override
    public String profile() {
        return ROBUST;
    }

    @Override
    public void quantize(IpPacket packet, byte[] row, int offset, int length) {
        if (!PlainRow.write(packet, row, offset, length)) {
            quantizeAny(packet, row, offset, length);
        }
    }

    /** Quantizes a packet of any kind. */
    static void quantizeAny(IpPacket packet, byte[] row, int offset, int length) {
        int start = packet.ipOffset();
        boolean v4 = packet.version() == 4;
        int addresses = v4 ? IPV4_ADDRESSES : IPV6_ADDRESSES;
        int removed = v4 ? IPV4_ADDRESSES_LENGTH : IPV6_ADDRESSES_LENGTH;
        PacketBytes.copyWithout(packet.buffer(), start, packet.ipEnd(), addresses, removed, row, offset, length);

        int end = offset + Math.max(0, Math.min(length, packet.ipEnd() - start - removed));
        int transport = offset + Math.max(addresses, packet.transportOffset() - start - removed);
        if (v4) {
            IpMask.ipv4(row, offset, transport, end);
        } else {
            IpMask.ipv6(row, offset, transport, end);
        }
        switch (packet.protocol()) {
            case IpPacket.TCP -> TcpMask.mask(row, transport, end);
            case IpPacket.UDP -> {
                maskPorts(row, transport, end);
                Row.zero(row, transport + 6, 2, end);
            }
            case ICMP -> IcmpMask.icmp(row, transport, end);
            case ICMPV6 -> IcmpMask.icmpv6(row, transport, end);
            case SCTP -> {
                maskPorts(row, transport, end);
                Row.zero(row, transport + 4, 8, end);
            }
            case ESP -> Row.zero(row, transport, 8, end);
            default -> {
                // Nothing is known of other protocols that would have to go.
            }
        }
    }

    static void maskPorts(byte[] row, int transport, int end) {
        maskPort(row, transport, end);
        maskPort(row, transport + 2, end);
    }

    private static void maskPort(byte[] row, int index, int end) {
        // The first byte decides (FIRST_EPHEMERAL_PORT is the highest bit), so a port cut in half is masked too.
        if (Row.read(row, index, end) >= FIRST_EPHEMERAL_PORT >>> 8) {
            Row.zero(row, index, 2, end);
        }
    }
}
