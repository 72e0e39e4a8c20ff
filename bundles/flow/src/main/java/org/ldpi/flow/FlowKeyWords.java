package org.ldpi.flow;

import java.nio.ByteBuffer;
import org.ldpi.api.flow.FlowShare;
import org.ldpi.api.packet.IpPacket;

/**
 * The key of one packet's flow as two longs, with the addresses beside them where these are of IPv6, and their hash. Reused
 * from packet to packet. Not thread-safe.
 *
 * <p>In a two-way key the numerically lower endpoint comes first, and {@link #swapped} tells whether that is the destination.
 */
final class FlowKeyWords {
    /** The bits of {@link #addresses} that hold a hash of addresses of IPv6; the others are zero then. */
    static final long IPV6_HASH = 0xFFFF_FFFF_0000_0000L;

    private static final long IPV4_ADDRESS = 0xFFFF_FFFFL;
    private static final int VERSION = 0xFF;

    private final boolean twoWay;
    private final boolean vlanInKey;
    private final FlowHash hashes;

    /** Of IPv4 the first address and the second one, from high to low; of IPv6 {@link #IPV6_HASH}. */
    long addresses;

    /** First port, second port, VLAN id (16 bits each), protocol and IP version (8 bits each), from high to low. */
    long rest;

    /** Addresses of IPv6; of an earlier packet if this one's are not. */
    long firstHigh;

    long firstLow;
    long secondHigh;
    long secondLow;

    int hash;
    boolean swapped;

    /**
     * @param twoWay whether packets both ways have the same key
     * @param vlanInKey whether the VLAN id is part of the key
     */
    FlowKeyWords(boolean twoWay, boolean vlanInKey, FlowHash hashes) {
        this.twoWay = twoWay;
        this.vlanInKey = vlanInKey;
        this.hashes = hashes;
    }

    /** Takes the key of a packet. */
    void set(IpPacket packet) {
        int ports = packet.sourcePort() << 16 | packet.destinationPort();
        boolean ipv4 = packet.version() == 4;
        if (ipv4) {
            addresses = packet.buffer().getLong(packet.ipOffset() + Ipv4.SOURCE);
        } else {
            readIpv6(packet.buffer(), packet.ipOffset());
        }
        swapped = twoWay && secondIsLower(ipv4, ports);
        if (swapped) {
            ports = Integer.rotateLeft(ports, Short.SIZE);
            swapAddresses();
        }
        if (!ipv4) {
            addresses = hashes.ofAddresses(firstHigh, firstLow, secondHigh, secondLow) & IPV6_HASH;
        }
        int vlan = vlanInKey ? packet.vlan() : 0;
        rest = (long) ports << 32 | (long) vlan << 16 | packet.protocol() << 8 | packet.version();
        hash = hashes.of(addresses, rest);
    }

    private void readIpv6(ByteBuffer buffer, int ip) {
        firstHigh = buffer.getLong(ip + Ipv6.SOURCE);
        firstLow = buffer.getLong(ip + Ipv6.SOURCE + Long.BYTES);
        secondHigh = buffer.getLong(ip + Ipv6.DESTINATION);
        secondLow = buffer.getLong(ip + Ipv6.DESTINATION + Long.BYTES);
    }

    private boolean secondIsLower(boolean ipv4, int ports) {
        int order;
        if (ipv4) {
            order = Integer.compareUnsigned((int) addresses, (int) (addresses >>> 32));
        } else {
            order = Long.compareUnsigned(secondHigh, firstHigh);
            if (order == 0) {
                order = Long.compareUnsigned(secondLow, firstLow);
            }
        }
        return order == 0 ? (ports & 0xFFFF) < ports >>> 16 : order < 0;
    }

    private void swapAddresses() {
        addresses = Long.rotateLeft(addresses, Integer.SIZE);
        long high = firstHigh;
        firstHigh = secondHigh;
        secondHigh = high;
        long low = firstLow;
        firstLow = secondLow;
        secondLow = low;
    }

    /** Whether the key is one of IPv4. */
    boolean isIpv4() {
        return isIpv4(rest);
    }

    /** Whether a key with this {@link #rest} is one of IPv4. */
    static boolean isIpv4(long rest) {
        return (rest & VERSION) == 4;
    }

    /** The index of the share that takes the flow; the same for packets both ways. */
    int share(FlowShare shares) {
        long seed = shares.seed();
        int firstPort = (int) (rest >>> 48);
        int secondPort = (int) (rest >>> 32) & 0xFFFF;
        long both = isIpv4()
                ? endpoint(0, addresses >>> 32, firstPort, seed)
                        + endpoint(0, addresses & IPV4_ADDRESS, secondPort, seed)
                : endpoint(firstHigh, firstLow, firstPort, seed) + endpoint(secondHigh, secondLow, secondPort, seed);
        long h = FlowHash.mix(both, (rest & 0xFFFF_FFFFL) ^ 0x9E3779B97F4A7C15L);
        return (int) ((((h ^ (h >>> 32)) & 0xFFFF_FFFFL) * shares.count()) >>> 32);
    }

    private static long endpoint(long high, long low, int port, long seed) {
        return FlowHash.mix(high ^ seed ^ 0xBF58476D1CE4E5B9L, low ^ ((long) port << 40) ^ 0x94D049BB133111EBL);
    }
}
