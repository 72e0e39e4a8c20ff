package org.ldpi.flow;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import org.ldpi.api.packet.CapturedPacket;
import org.ldpi.api.packet.IpPacket;
import org.ldpi.api.packet.LinkType;

/**
 * Builds packets for tests from the inside out: a transport header and payload first, then each header around it.
 *
 * <p>{@code tcp(SYN).ports(1000, 80).ipv4("10.0.0.1", "10.0.0.2").ethernet()}
 */
final class PacketBuilder {
    static final String SOURCE_MAC = "02:00:00:00:00:01";
    static final String DESTINATION_MAC = "02:00:00:00:00:02";

    private byte[] bytes;
    private int protocol;
    private int etherType;
    private int linkType = LinkType.ETHERNET;
    private long nanos;
    private int captured = Integer.MAX_VALUE;

    private PacketBuilder(int protocol, byte[] bytes) {
        this.protocol = protocol;
        this.bytes = bytes;
    }

    static PacketBuilder tcp(int flags) {
        byte[] header = new byte[20];
        header[12] = 5 << 4;
        header[13] = (byte) flags;
        return new PacketBuilder(IpPacket.TCP, header);
    }

    static PacketBuilder udp(int payload) {
        byte[] datagram = new byte[8 + payload];
        ByteBuffer.wrap(datagram).putShort(4, (short) datagram.length);
        Arrays.fill(datagram, 8, datagram.length, (byte) 0xAB);
        return new PacketBuilder(IpPacket.UDP, datagram);
    }

    static PacketBuilder protocol(int protocol, byte... bytes) {
        return new PacketBuilder(protocol, bytes);
    }

    /** Bytes given as hex digits, of no layer known yet. */
    static PacketBuilder hex(String digits) {
        return new PacketBuilder(0, HexFormat.of().parseHex(digits.replace(" ", "")));
    }

    PacketBuilder ports(int source, int destination) {
        ByteBuffer.wrap(bytes).putShort(0, (short) source).putShort(2, (short) destination);
        return this;
    }

    /** TCP's sequence number. */
    PacketBuilder sequence(int number) {
        ByteBuffer.wrap(bytes).putInt(4, number);
        return this;
    }

    PacketBuilder payload(byte... payload) {
        bytes = concat(bytes, payload);
        return this;
    }

    PacketBuilder ipv4(String source, String destination) {
        return ipv4(source, destination, new byte[0]);
    }

    PacketBuilder ipv4(String source, String destination, byte[] options) {
        byte[] header = new byte[20 + options.length];
        ByteBuffer ip = ByteBuffer.wrap(header);
        ip.put(0, (byte) (0x40 | header.length / 4));
        ip.putShort(2, (short) (header.length + bytes.length));
        ip.putShort(4, (short) 0x1234);
        ip.put(8, (byte) 64);
        ip.put(9, (byte) protocol);
        ip.putShort(10, (short) 0x7777);
        ip.put(12, address(source)).put(16, address(destination)).put(20, options);
        return wrap(header, 0x0800);
    }

    PacketBuilder ipv6(String source, String destination) {
        byte[] header = new byte[40];
        ByteBuffer ip = ByteBuffer.wrap(header);
        ip.putInt(0, 0x60012345);
        ip.putShort(4, (short) bytes.length);
        ip.put(6, (byte) protocol);
        ip.put(7, (byte) 64);
        ip.put(8, address(source)).put(24, address(destination));
        return wrap(header, 0x86DD);
    }

    /** Puts an IPv6 extension header in front, of 8 bytes and the given ones, which make it a multiple of 8. */
    PacketBuilder extension(int number, byte... more) {
        byte[] header = new byte[8 + more.length];
        header[0] = (byte) protocol;
        header[1] = (byte) (more.length / 8);
        System.arraycopy(more, 0, header, 8, more.length);
        wrap(header, etherType);
        protocol = number;
        return this;
    }

    PacketBuilder ethernet() {
        return ethernet(etherType);
    }

    PacketBuilder ethernet(int type) {
        byte[] header = new byte[14];
        ByteBuffer.wrap(header)
                .put(0, mac(DESTINATION_MAC))
                .put(6, mac(SOURCE_MAC))
                .putShort(12, (short) type);
        linkType = LinkType.ETHERNET;
        return wrap(header, type);
    }

    PacketBuilder vlan(int tagType, int id) {
        byte[] header = new byte[4];
        ByteBuffer.wrap(header).putShort(0, (short) id).putShort(2, (short) etherType);
        return wrap(header, tagType);
    }

    /** Puts any header in front, given as hex digits, which says to be of a type where a type is asked for. */
    PacketBuilder header(String digits, int type) {
        return wrap(HexFormat.of().parseHex(digits.replace(" ", "")), type);
    }

    /** Says what protocol the bytes so far are, for an IP header around them. */
    PacketBuilder asProtocol(int number) {
        protocol = number;
        return this;
    }

    /** Appends bytes that belong to no header, such as Ethernet padding. */
    PacketBuilder trailer(int length) {
        bytes = Arrays.copyOf(bytes, bytes.length + length);
        return this;
    }

    PacketBuilder link(int type) {
        linkType = type;
        return this;
    }

    PacketBuilder at(long nanos) {
        this.nanos = nanos;
        return this;
    }

    PacketBuilder atSeconds(double seconds) {
        return at((long) (seconds * 1e9));
    }

    /** Cuts the packet to so many captured bytes. */
    PacketBuilder cut(int captured) {
        this.captured = captured;
        return this;
    }

    /** Replaces one byte, counted from the outermost header's first one. */
    PacketBuilder set(int index, int value) {
        bytes[index] = (byte) value;
        return this;
    }

    int etherType() {
        return etherType;
    }

    byte[] bytes() {
        return Arrays.copyOf(bytes, Math.min(bytes.length, captured));
    }

    /** The packet, in the middle of a buffer whose other bytes are not its own. */
    CapturedPacket packet() {
        byte[] data = bytes();
        byte[] around = new byte[data.length + 32];
        Arrays.fill(around, (byte) 0xEE);
        System.arraycopy(data, 0, around, 16, data.length);
        return new CapturedPacket()
                .wrap(ByteBuffer.wrap(around), 16, data.length, Math.max(bytes.length, data.length), nanos, linkType);
    }

    private PacketBuilder wrap(byte[] header, int type) {
        bytes = concat(header, bytes);
        etherType = type;
        if (type == 0x0800) {
            protocol = 4;
        } else if (type == 0x86DD) {
            protocol = 41;
        }
        return this;
    }

    static byte[] mac(String text) {
        return HexFormat.ofDelimiter(":").parseHex(text);
    }

    private static byte[] address(String text) {
        try {
            return InetAddress.getByName(text).getAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    private static byte[] concat(byte[] a, byte[] b) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(a);
        out.writeBytes(b);
        return out.toByteArray();
    }
}
