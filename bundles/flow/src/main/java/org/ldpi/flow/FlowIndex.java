package org.ldpi.flow;

/**
 * Finds the slot of a flow by its key: open addressing with linear probing over one array of ints, at most half full.
 *
 * <p>An entry is 0 if empty, else a tag (high byte, never 0) and a slot (24 bits). The tag comes from the hash, so that a
 * record is read only if it is very likely the right one: a lookup touches one cache line here and one there. Removal
 * shifts entries back (Knuth, TAOCP volume 3, 6.4, algorithm R), so that there are no tombstones and lookups do not
 * slow down with age. Not thread-safe.
 */
final class FlowIndex {
    private static final int SLOT_BITS = 24;
    private static final int SLOT = (1 << SLOT_BITS) - 1;

    // To fill so much once takes longer than copying, as it is compiled only meanwhile.
    private static final int[] EMPTY = new int[1 << 12];

    private final FlowRecords records;
    private final int[] entries;
    private final int mask;

    /** The empty entry at which the last search ended that found nothing. */
    private int vacant;

    FlowIndex(FlowRecords records, int maxFlows) {
        this.records = records;
        this.entries = new int[size(maxFlows)];
        this.mask = entries.length - 1;
    }

    /** Entries for a number of flows: a power of two, at least twice that number. */
    static int size(int maxFlows) {
        return Integer.highestOneBit(2 * maxFlows - 1) << 1;
    }

    /** The slot of a key, or {@link SlotLists#NONE}. */
    int find(FlowKeyWords key) {
        int tag = tag(key.hash);
        int i = key.hash & mask;
        for (int entry = entries[i]; entry != 0; entry = entries[i]) {
            if (entry >>> SLOT_BITS == tag && records.matches(entry & SLOT, key)) {
                return entry & SLOT;
            }
            i = i + 1 & mask;
        }
        vacant = i;
        return SlotLists.NONE;
    }

    /** The slot of a key of that hash if it is where it is looked for first, else {@link SlotLists#NONE}; very rarely another. */
    int likely(int hash) {
        int entry = entries[hash & mask];
        return entry >>> SLOT_BITS == tag(hash) ? entry & SLOT : SlotLists.NONE;
    }

    /** Adds the slot of the key that {@link #find} did not find just now. */
    void insert(int hash, int slot) {
        entries[vacant] = tag(hash) << SLOT_BITS | slot;
    }

    /** Removes a slot that is in the index and whose record still holds its hash. */
    void remove(int slot) {
        int hole = records.hash(slot) & mask;
        while ((entries[hole] & SLOT) != slot || entries[hole] == 0) {
            hole = hole + 1 & mask;
        }
        for (int i = hole + 1 & mask; entries[i] != 0; i = i + 1 & mask) {
            int home = records.hash(entries[i] & SLOT) & mask;
            // The entry may move into the hole if its home is not behind the hole on the way to where it is.
            if ((i - home & mask) >= (i - hole & mask)) {
                entries[hole] = entries[i];
                hole = i;
            }
        }
        entries[hole] = 0;
    }

    void clear() {
        for (int i = 0; i < entries.length; i += EMPTY.length) {
            System.arraycopy(EMPTY, 0, entries, i, Math.min(EMPTY.length, entries.length - i));
        }
    }

    // The position uses the low bits, the tag the high ones; the highest is set so that no tag is 0.
    private static int tag(int hash) {
        return hash >>> SLOT_BITS | 0x80;
    }
}
