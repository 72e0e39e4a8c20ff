package org.ldpi.flow;

/**
 * Doubly linked lists of slot numbers in two preallocated arrays; each slot is in one list at most. All operations take
 * constant time. Not thread-safe.
 */
final class SlotLists {
    /** No slot. */
    static final int NONE = -1;

    private final int slots;
    private final int lists;
    // Behind the slots comes one sentinel for each list, which is its own neighbour while the list is empty.
    private final int[] next;
    private final int[] previous;

    SlotLists(int slots, int lists) {
        this.slots = slots;
        this.lists = lists;
        this.next = new int[slots + lists];
        this.previous = new int[slots + lists];
        clear();
    }

    /** Empties all lists. */
    void clear() {
        for (int sentinel = slots; sentinel < slots + lists; sentinel++) {
            next[sentinel] = sentinel;
            previous[sentinel] = sentinel;
        }
    }

    /** The first slot of a list, or {@link #NONE}. */
    int first(int list) {
        int first = next[slots + list];
        return first < slots ? first : NONE;
    }

    /** Appends a slot that is in no list. */
    void append(int list, int slot) {
        int sentinel = slots + list;
        int last = previous[sentinel];
        next[last] = slot;
        previous[slot] = last;
        next[slot] = sentinel;
        previous[sentinel] = slot;
    }

    /** Takes a slot out of the list that it is in. */
    void remove(int slot) {
        int before = previous[slot];
        int after = next[slot];
        next[before] = after;
        previous[after] = before;
    }

    /** Moves all slots of a list to the end of another one. */
    void moveAll(int from, int to) {
        int source = slots + from;
        int first = next[source];
        if (first == source) {
            return;
        }
        int last = previous[source];
        int target = slots + to;
        int before = previous[target];
        next[before] = first;
        previous[first] = before;
        next[last] = target;
        previous[target] = last;
        next[source] = source;
        previous[source] = source;
    }
}
