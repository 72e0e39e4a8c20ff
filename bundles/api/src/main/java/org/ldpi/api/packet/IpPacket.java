package org.ldpi.api.packet;

import java.nio.ByteBuffer;

/**
 * A view of the IP packet that decoding found in a captured one: the innermost by default where tunnels are unwrapped.
 *
 * <p>Offsets are absolute indices into {@link #buffer()}. The view and its buffer are valid only during the call that
 * handed them out. Not thread-safe.
 */
public final class IpPacket {
    /** IP protocol numbers (IANA) that have ports here. */
    public static final int TCP = 6;

    public static final int UDP = 17;

    /** TCP flag bits (RFC 9293, section 3.1). */
    public static final int FIN = 0x01;

    public static final int SYN = 0x02;
    public static final int RST = 0x04;
    public static final int ACK = 0x10;

    /** Value of {@link #sourceMacOffset()} where the link layer has no MAC addresses. */
    public static final int NO_LINK_ADDRESS = -1;

    private ByteBuffer buffer;
    private long timestampNanos;
    private int version;
    private int ipOffset;
    private int ipEnd;
    private int transportOffset;
    private int protocol;
    private int sourcePort;
    private int destinationPort;
    private int tcpFlags;
    private int destinationMacOffset;
    private int sourceMacOffset;
    private ByteBuffer linkBuffer;
    private int vlan;
    private byte[] outerAddresses;
    private int outerAddressLength;

    /** Sets what the IP layer says; the decoder calls this first. */
    public IpPacket ip(
            ByteBuffer buffer,
            int version,
            int ipOffset,
            int ipEnd,
            int transportOffset,
            int protocol,
            long timestamp) {
        this.buffer = buffer;
        this.version = version;
        this.ipOffset = ipOffset;
        this.ipEnd = ipEnd;
        this.transportOffset = transportOffset;
        this.protocol = protocol;
        this.timestampNanos = timestamp;
        return this;
    }

    /** Sets what the transport layer says: ports (0 where there are none) and TCP flags (0 for other protocols). */
    public IpPacket transport(int sourcePort, int destinationPort, int tcpFlags) {
        this.sourcePort = sourcePort;
        this.destinationPort = destinationPort;
        this.tcpFlags = tcpFlags;
        return this;
    }

    /** Sets where the MAC addresses are ({@link #NO_LINK_ADDRESS} for none) and the outermost VLAN id (0 for none). */
    public IpPacket link(ByteBuffer linkBuffer, int sourceMacOffset, int destinationMacOffset, int vlan) {
        this.linkBuffer = linkBuffer;
        this.sourceMacOffset = sourceMacOffset;
        this.destinationMacOffset = destinationMacOffset;
        this.vlan = vlan;
        return this;
    }

    /**
     * Sets the addresses of the outermost packet of a tunnel.
     *
     * @param addresses source and destination, one behind the other
     * @param addressLength bytes of each, 4 or 16; 0 where there is no tunnel
     */
    public IpPacket outer(byte[] addresses, int addressLength) {
        this.outerAddresses = addresses;
        this.outerAddressLength = addressLength;
        return this;
    }

    /** The buffer that holds the IP packet; big-endian, absolute gets only. Reassembled packets are in a buffer of the decoder. */
    public ByteBuffer buffer() {
        return buffer;
    }

    /** Capture time in nanoseconds since the epoch. */
    public long timestampNanos() {
        return timestampNanos;
    }

    /** 4 or 6. */
    public int version() {
        return version;
    }

    /** Index of the first byte of the IP header. */
    public int ipOffset() {
        return ipOffset;
    }

    /** Index behind the last captured byte of the IP packet; link-layer padding is not part of it. */
    public int ipEnd() {
        return ipEnd;
    }

    /** Index of the first byte behind the IP header, its options and its extension headers. May equal {@link #ipEnd()}. */
    public int transportOffset() {
        return transportOffset;
    }

    /** Number of the transport protocol (IANA), 0 to 255. */
    public int protocol() {
        return protocol;
    }

    /** 0 to 65535; 0 where the protocol has no ports. */
    public int sourcePort() {
        return sourcePort;
    }

    /** 0 to 65535; 0 where the protocol has no ports. */
    public int destinationPort() {
        return destinationPort;
    }

    /** The low byte of TCP's flags, 0 for other protocols. */
    public int tcpFlags() {
        return tcpFlags;
    }

    /** The buffer that {@link #sourceMacOffset()} and {@link #destinationMacOffset()} point into. */
    public ByteBuffer linkBuffer() {
        return linkBuffer;
    }

    /** Index of the six bytes of the source MAC address, or {@link #NO_LINK_ADDRESS}. */
    public int sourceMacOffset() {
        return sourceMacOffset;
    }

    /** Index of the six bytes of the destination MAC address, or {@link #NO_LINK_ADDRESS}. */
    public int destinationMacOffset() {
        return destinationMacOffset;
    }

    /** Outermost VLAN id, 1 to 4094, or 0 for none. */
    public int vlan() {
        return vlan;
    }

    /** Bytes of an address of the outermost packet of the tunnel that this one came through, 4 or 16; 0 for no tunnel. */
    public int outerAddressLength() {
        return outerAddressLength;
    }

    /**
     * The first {@link #outerAddressLength()} bytes are the source of the outermost packet, as many behind them its
     * destination. Shared, not a copy; undefined for no tunnel.
     */
    public byte[] outerAddresses() {
        return outerAddresses;
    }
}
