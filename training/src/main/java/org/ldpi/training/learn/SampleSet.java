package org.ldpi.training.learn;

import java.util.Arrays;
import java.util.List;

/**
 * Different samples of a list, by their bytes: a hash table of places in the list (open addressing, at most half full),
 * 12 to 20 bytes a sample on the heap, whatever a sample's size. Not thread-safe while it is filled.
 */
final class SampleSet {
    private static final int LEAST = 1 << 10;

    private final List<byte[]> samples;
    /** Place in the list + 1, 0 for none. */
    private int[] table = new int[LEAST];
    /** By slot of the table. */
    private int[] hashes = new int[LEAST];

    private int size;

    SampleSet(List<byte[]> samples) {
        this.samples = samples;
    }

    /** All different samples of a list. */
    static SampleSet of(List<byte[]> samples) {
        SampleSet set = new SampleSet(samples);
        for (int i = 0; i < samples.size(); i++) {
            set.add(i, samples.get(i));
        }
        return set;
    }

    int size() {
        return size;
    }

    /** Adds the sample at a place of the list; false where there is one like it already. */
    boolean add(int place, byte[] sample) {
        int hash = hash(sample);
        int slot = slot(sample, hash);
        if (table[slot] != 0) {
            return false;
        }
        if (2 * size >= table.length) {
            grow();
            slot = slot(sample, hash);
        }
        table[slot] = place + 1;
        hashes[slot] = hash;
        size++;
        return true;
    }

    boolean contains(byte[] sample) {
        return table[slot(sample, hash(sample))] != 0;
    }

    /** Where a sample is, or the empty slot where it belongs. */
    private int slot(byte[] sample, int hash) {
        int slot = hash & (table.length - 1);
        while (table[slot] != 0 && !(hashes[slot] == hash && Arrays.equals(samples.get(table[slot] - 1), sample))) {
            slot = (slot + 1) & (table.length - 1);
        }
        return slot;
    }

    private void grow() {
        int[] old = table;
        int[] oldHashes = hashes;
        table = new int[2 * old.length];
        hashes = new int[2 * old.length];
        for (int i = 0; i < old.length; i++) {
            if (old[i] != 0) {
                int slot = oldHashes[i] & (table.length - 1);
                while (table[slot] != 0) {
                    slot = (slot + 1) & (table.length - 1);
                }
                table[slot] = old[i];
                hashes[slot] = oldHashes[i];
            }
        }
    }

    private static int hash(byte[] sample) {
        int hash = Arrays.hashCode(sample);
        // Multipliers of 31 leave the low bits of like samples alike; the table goes by these (Knuth 1973, section
        // 6.4).
        hash *= 0x9E3779B9;
        return hash ^ hash >>> 15;
    }
}
