package org.ldpi.flow;

/**
 * Doubly linked lists of slot numbers in one preallocated array; each slot is in one list at most. All operations take
 * constant time. Not thread-safe.
 */
final class SlotLists {
    /** No slot. */
    static final int NONE = -1;

    private final int slots;
    private final int lists;
    // Two ints for each slot, side by side for the cache: the next one and the one before. Behind the slots comes one
    // sentinel for each list, which is its own neighbour while the list is empty.
    private final int[] links;

    SlotLists(int slots, int lists) {
        this.slots = slots;
        this.lists = lists;
        this.links = new int[2 * (slots + lists)];
        clear();
    }

    /** Empties all lists. */
    void clear() {
        for (int sentinel = slots; sentinel < slots + lists; sentinel++) {
            link(sentinel, sentinel);
        }
    }

    /** The first slot of a list, or {@link #NONE}. */
    int first(int list) {
        int first = next(slots + list);
        return first < slots ? first : NONE;
    }

    /** Appends a slot that is in no list. */
    void append(int list, int slot) {
        int sentinel = slots + list;
        link(previous(sentinel), slot);
        link(slot, sentinel);
    }

    /** Takes a slot out of the list that it is in. */
    void remove(int slot) {
        link(previous(slot), next(slot));
    }

    /** Moves all slots of a list to the end of another one. */
    void moveAll(int from, int to) {
        int source = slots + from;
        int first = next(source);
        if (first == source) {
            return;
        }
        int last = previous(source);
        int target = slots + to;
        link(previous(target), first);
        link(last, target);
        link(source, source);
    }

    private int next(int node) {
        return links[2 * node];
    }

    private int previous(int node) {
        return links[2 * node + 1];
    }

    private void link(int before, int after) {
        links[2 * before] = after;
        links[2 * after + 1] = before;
    }
}
