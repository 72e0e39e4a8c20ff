package org.ldpi.flow;

import java.nio.ByteBuffer;
import org.ldpi.api.flow.FlowShare;
import org.ldpi.api.packet.IpPacket;

/**
 * The key of one packet's flow as five longs, and their hash. Reused from packet to packet. Not thread-safe.
 *
 * <p>Addresses take 16 bytes for both versions of IP, those of IPv4 the last four of them; the version is part of the
 * last word, so that no IPv4 address equals an IPv6 one. In a two-way key the numerically lower endpoint comes first, and
 * {@link #swapped} tells whether that is the destination.
 */
final class FlowKeyWords {
    private final boolean twoWay;
    private final boolean vlanInKey;
    private final long seed0;
    private final long seed1;
    private final long seed2;

    long firstHigh;
    long firstLow;
    long secondHigh;
    long secondLow;
    /** First port, second port, VLAN id (16 bits each), protocol and IP version (8 bits each), from high to low. */
    long rest;

    int hash;
    boolean swapped;

    /**
     * @param twoWay whether packets both ways have the same key
     * @param vlanInKey whether the VLAN id is part of the key
     * @param seed makes the hash unpredictable, so that nobody can choose keys that collide
     */
    FlowKeyWords(boolean twoWay, boolean vlanInKey, long seed) {
        this.twoWay = twoWay;
        this.vlanInKey = vlanInKey;
        this.seed0 = mix(seed ^ 0x9E3779B97F4A7C15L, 0xBF58476D1CE4E5B9L);
        this.seed1 = mix(seed + 0x9E3779B97F4A7C15L, 0x94D049BB133111EBL);
        this.seed2 = mix(seed0 ^ 0xD6E8FEB86659FD93L, seed1);
    }

    /** Takes the key of a packet. */
    void set(IpPacket packet) {
        ByteBuffer buffer = packet.buffer();
        int ip = packet.ipOffset();
        if (packet.version() == 4) {
            long both = buffer.getLong(ip + Ipv4.SOURCE);
            firstHigh = 0;
            firstLow = both >>> Integer.SIZE;
            secondHigh = 0;
            secondLow = both & 0xFFFF_FFFFL;
        } else {
            firstHigh = buffer.getLong(ip + Ipv6.SOURCE);
            firstLow = buffer.getLong(ip + Ipv6.SOURCE + Long.BYTES);
            secondHigh = buffer.getLong(ip + Ipv6.DESTINATION);
            secondLow = buffer.getLong(ip + Ipv6.DESTINATION + Long.BYTES);
        }
        int firstPort = packet.sourcePort();
        int secondPort = packet.destinationPort();
        swapped = twoWay && secondIsLower(firstPort, secondPort);
        if (swapped) {
            long high = firstHigh;
            firstHigh = secondHigh;
            secondHigh = high;
            long low = firstLow;
            firstLow = secondLow;
            secondLow = low;
            firstPort = packet.destinationPort();
            secondPort = packet.sourcePort();
        }
        int vlan = vlanInKey ? packet.vlan() : 0;
        rest = (long) firstPort << 48
                | (long) secondPort << 32
                | (long) vlan << 16
                | packet.protocol() << 8
                | packet.version();
        hash = hash();
    }

    private boolean secondIsLower(int firstPort, int secondPort) {
        int order = Long.compareUnsigned(secondHigh, firstHigh);
        if (order == 0) {
            order = Long.compareUnsigned(secondLow, firstLow);
        }
        return order == 0 ? secondPort < firstPort : order < 0;
    }

    /** The index of the share that takes the flow; the same for packets both ways. */
    int share(FlowShare shares) {
        long a = endpoint(firstHigh, firstLow, (int) (rest >>> 48), shares.seed());
        long b = endpoint(secondHigh, secondLow, (int) (rest >>> 32) & 0xFFFF, shares.seed());
        long h = mix(a + b, (rest & 0xFFFF_FFFFL) ^ 0x9E3779B97F4A7C15L);
        return (int) ((((h ^ (h >>> 32)) & 0xFFFF_FFFFL) * shares.count()) >>> 32);
    }

    private static long endpoint(long high, long low, int port, long seed) {
        return mix(high ^ seed ^ 0xBF58476D1CE4E5B9L, low ^ ((long) port << 40) ^ 0x94D049BB133111EBL);
    }

    // Products of seeded words, folded from 128 bits to 64.
    private int hash() {
        long a = mix(firstLow ^ seed0, secondLow ^ rest ^ seed1);
        long b = firstHigh == 0 && secondHigh == 0 ? seed2 : mix(firstHigh ^ seed2, secondHigh ^ seed0);
        long h = mix(a ^ b, rest ^ seed1);
        return (int) (h ^ h >>> 32);
    }

    private static long mix(long a, long b) {
        return Math.multiplyHigh(a, b) ^ a * b;
    }
}
