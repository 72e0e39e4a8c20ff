package org.ldpi.flow;

/**
 * Hashes of flow keys, with a secret seed, so that nobody can choose keys that collide: products of seeded words, folded from
 * 128 bits to 64. Immutable, so safe for use by several threads.
 */
final class FlowHash {
    private final long seed0;
    private final long seed1;
    private final long seed2;

    FlowHash(long seed) {
        this.seed0 = mix(seed ^ 0x9E3779B97F4A7C15L, 0xBF58476D1CE4E5B9L);
        this.seed1 = mix(seed + 0x9E3779B97F4A7C15L, 0x94D049BB133111EBL);
        this.seed2 = mix(seed0 ^ 0xD6E8FEB86659FD93L, seed1);
    }

    /** The hash of the two words of a key. */
    int of(long addresses, long rest) {
        long h = mix(mix(addresses ^ seed0, rest ^ seed1), rest ^ seed2);
        return (int) (h ^ h >>> 32);
    }

    /** The hash of two addresses of 16 bytes; another one when they are swapped. */
    long ofAddresses(long firstHigh, long firstLow, long secondHigh, long secondLow) {
        return mix(mix(firstHigh ^ seed0, firstLow ^ seed1) ^ secondHigh, secondLow ^ seed2);
    }

    static long mix(long a, long b) {
        return Math.multiplyHigh(a, b) ^ a * b;
    }
}
