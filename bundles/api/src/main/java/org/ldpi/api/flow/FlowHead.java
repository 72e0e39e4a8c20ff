package org.ldpi.api.flow;

import java.util.Arrays;
import org.ldpi.api.quantizer.SampleShape;

/**
 * A closed flow head: the key, the times and the sample.
 *
 * <p>Mutable and reused, so that handing heads over makes no garbage: whoever is given one copies what it keeps, with
 * {@link #copyFrom} or {@link Flow#of}. Not thread-safe; hand it over by a queue.
 */
public final class FlowHead {
    private final SampleShape shape;
    private final byte[] sample;
    private final byte[] sourceAddress = new byte[16];
    private final byte[] destinationAddress = new byte[16];
    private final byte[] sourceMac = new byte[6];
    private final byte[] destinationMac = new byte[6];
    private final byte[] outerAddresses = new byte[32];
    private int outerAddressLength;
    private int addressLength;
    private int sourcePort;
    private int destinationPort;
    private int protocol;
    private int vlan;
    private int packets;
    private long startNanos;
    private long endNanos;
    private CloseReason close;
    private String capture = "";
    private long keptAt = PacketStore.NOWHERE;

    public FlowHead(SampleShape shape) {
        this.shape = shape;
        this.sample = new byte[shape.size()];
    }

    /** Sets the protocol, the ports (0 where there are none) and the VLAN id (0 for none). */
    public FlowHead key(int addressLength, int sourcePort, int destinationPort, int protocol, int vlan) {
        this.addressLength = addressLength;
        this.sourcePort = sourcePort;
        this.destinationPort = destinationPort;
        this.protocol = protocol;
        this.vlan = vlan;
        return this;
    }

    /** Sets the length of {@link #outerAddresses()}, which are set in place. */
    public FlowHead outer(int addressLength) {
        this.outerAddressLength = addressLength;
        return this;
    }

    /**
     * Sets what was seen.
     *
     * @param packets packets in the head, 1 to n
     * @param startNanos capture time of its first packet, ns since the epoch
     * @param endNanos capture time of its last packet, ns since the epoch
     */
    public FlowHead seen(int packets, long startNanos, long endNanos, CloseReason close) {
        this.packets = packets;
        this.startNanos = startNanos;
        this.endNanos = endNanos;
        this.close = close;
        return this;
    }

    /** Names the file or interface that the flow was seen on. */
    public FlowHead capture(String name) {
        this.capture = name;
        return this;
    }

    /** Says where the {@link PacketStore} has its last packet. */
    public FlowHead keptAt(long place) {
        this.keptAt = place;
        return this;
    }

    /** Makes this head equal to another one of the same shape. */
    public FlowHead copyFrom(FlowHead other) {
        if (!shape.equals(other.shape)) {
            throw new IllegalArgumentException("head of shape " + other.shape + " copied into one of shape " + shape);
        }
        System.arraycopy(other.sample, 0, sample, 0, sample.length);
        System.arraycopy(other.sourceAddress, 0, sourceAddress, 0, 16);
        System.arraycopy(other.destinationAddress, 0, destinationAddress, 0, 16);
        System.arraycopy(other.sourceMac, 0, sourceMac, 0, 6);
        System.arraycopy(other.destinationMac, 0, destinationMac, 0, 6);
        System.arraycopy(other.outerAddresses, 0, outerAddresses, 0, 2 * other.outerAddressLength);
        return key(other.addressLength, other.sourcePort, other.destinationPort, other.protocol, other.vlan)
                .seen(other.packets, other.startNanos, other.endNanos, other.close)
                .outer(other.outerAddressLength)
                .capture(other.capture)
                .keptAt(other.keptAt);
    }

    /** Where the {@link PacketStore} has its last packet; {@link PacketStore#NOWHERE} where none is kept. */
    public long keptAt() {
        return keptAt;
    }

    public SampleShape shape() {
        return shape;
    }

    /** The sample, n x l unsigned bytes, rows of packets that never came are zero. Shared, not a copy. */
    public byte[] sample() {
        return sample;
    }

    /** The first {@link #addressLength()} bytes are the source address. Shared, not a copy. */
    public byte[] sourceAddress() {
        return sourceAddress;
    }

    /** The first {@link #addressLength()} bytes are the destination address. Shared, not a copy. */
    public byte[] destinationAddress() {
        return destinationAddress;
    }

    /** Six bytes, all zero where the link layer has no addresses. Shared, not a copy. */
    public byte[] sourceMac() {
        return sourceMac;
    }

    /** Six bytes, all zero where the link layer has no addresses. Shared, not a copy. */
    public byte[] destinationMac() {
        return destinationMac;
    }

    /**
     * Where the flow came through a tunnel, the addresses of the outermost packet that its first packet was in: source,
     * then destination, {@link #outerAddressLength()} bytes each. Shared, not a copy.
     */
    public byte[] outerAddresses() {
        return outerAddresses;
    }

    /** 4 or 16; 0 where the flow came through no tunnel. */
    public int outerAddressLength() {
        return outerAddressLength;
    }

    /** 4 or 16. */
    public int addressLength() {
        return addressLength;
    }

    public int sourcePort() {
        return sourcePort;
    }

    public int destinationPort() {
        return destinationPort;
    }

    /** IP protocol number. */
    public int protocol() {
        return protocol;
    }

    /** VLAN id, 0 for none or where it is not part of the key. */
    public int vlan() {
        return vlan;
    }

    /** Packets in the head, 1 to n. */
    public int packets() {
        return packets;
    }

    public long startNanos() {
        return startNanos;
    }

    public long endNanos() {
        return endNanos;
    }

    public CloseReason close() {
        return close;
    }

    public String capture() {
        return capture;
    }

    @Override
    public String toString() {
        return "FlowHead[protocol " + protocol + ", " + packets + " packets, " + close + ", sample "
                + Arrays.hashCode(sample) + "]";
    }
}
