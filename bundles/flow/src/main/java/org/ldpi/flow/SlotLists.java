package org.ldpi.flow;

/**
 * Doubly linked lists of slot numbers; each slot is in one list at most. All operations take constant time. Not
 * thread-safe.
 */
final class SlotLists {
    /** No slot. */
    static final int NONE = -1;

    private static final int CHUNK_SHIFT = 12;
    private static final int CHUNK_NODES = 1 << CHUNK_SHIFT;

    private final int lists;
    private final int nodes;
    // Two ints for each node, side by side for the cache: the next one and the one before. First comes one sentinel for
    // each list, which is its own neighbour while the list is empty; behind them come the slots.
    private final int[][] chunks;

    /**
     * Empty lists.
     *
     * @param preallocated whether storage is allocated at once; else chunk by chunk with the slots that are appended
     */
    SlotLists(int slots, int lists, boolean preallocated) {
        this.lists = lists;
        this.nodes = lists + slots;
        this.chunks = new int[(nodes + CHUNK_NODES - 1) >>> CHUNK_SHIFT][];
        for (int i = 0; i < chunks.length && (preallocated || i << CHUNK_SHIFT < lists); i++) {
            allocateChunk(i);
        }
        clear();
    }

    private void allocateChunk(int number) {
        chunks[number] = new int[2 * Math.min(CHUNK_NODES, nodes - (number << CHUNK_SHIFT))];
    }

    /** Empties all lists. */
    void clear() {
        for (int sentinel = 0; sentinel < lists; sentinel++) {
            link(sentinel, sentinel);
        }
    }

    /** The first slot of a list, or {@link #NONE}. */
    int first(int list) {
        int first = next(list);
        return first < lists ? NONE : first - lists;
    }

    /** Appends a slot that is in no list. */
    void append(int list, int slot) {
        int node = lists + slot;
        if (chunks[node >>> CHUNK_SHIFT] == null) {
            allocateChunk(node >>> CHUNK_SHIFT);
        }
        link(previous(list), node);
        link(node, list);
    }

    /** Takes a slot out of the list that it is in. */
    void remove(int slot) {
        link(previous(lists + slot), next(lists + slot));
    }

    /** Moves all slots of a list to the end of another one. */
    void moveAll(int from, int to) {
        int first = next(from);
        if (first == from) {
            return;
        }
        int last = previous(from);
        link(previous(to), first);
        link(last, to);
        link(from, from);
    }

    private int next(int node) {
        return chunks[node >>> CHUNK_SHIFT][2 * (node & CHUNK_NODES - 1)];
    }

    private int previous(int node) {
        return chunks[node >>> CHUNK_SHIFT][2 * (node & CHUNK_NODES - 1) + 1];
    }

    private void link(int before, int after) {
        chunks[before >>> CHUNK_SHIFT][2 * (before & CHUNK_NODES - 1)] = after;
        chunks[after >>> CHUNK_SHIFT][2 * (after & CHUNK_NODES - 1) + 1] = before;
    }
}
