package org.ldpi.flow;

import java.util.Arrays;

/**
 * A timer wheel over slots, all with the same timeout.
 *
 * <p>A slot is put where its deadline falls and stays there, however often it is touched meanwhile; when that time has
 * come the owner looks whether it was really idle, and arms it again if not. A packet therefore costs the wheel nothing.
 * Arming and disarming take constant time, advancing takes time proportional to the buckets passed, at most
 * {@value #BUCKETS}, and to the slots that fall due. Not thread-safe.
 *
 * <p>After scheme 4 of Varghese and Lauck, "Hashed and hierarchical timing wheels" (SOSP 1987). Times are compared by
 * their differences, so they may wrap around.
 */
final class TimerWheel {
    /** Lists that a wheel takes of its {@link SlotLists}. */
    static final int LISTS = 257;

    private static final int BUCKETS = 256;
    private static final int DUE = BUCKETS;

    private final SlotLists lists;
    private final int firstList;
    private final long timeoutNanos;
    private final int tickShift;
    // One bit per bucket; clear means empty, set means perhaps not.
    private final long[] occupied = new long[BUCKETS / Long.SIZE];
    private int cursor;
    private long cursorNanos;

    /**
     * A wheel at time 0.
     *
     * @param firstList the first of the {@link #LISTS} lists that the wheel uses
     */
    TimerWheel(SlotLists lists, int firstList, long timeoutNanos) {
        this.lists = lists;
        this.firstList = firstList;
        this.timeoutNanos = timeoutNanos;
        int shift = 0;
        while (timeoutNanos >>> shift > BUCKETS - 2) {
            shift++;
        }
        this.tickShift = shift;
    }

    /** The next time at which {@link #advance} may find something due; the same for wheels advanced together. */
    long nextTickNanos() {
        return cursorNanos + (1L << tickShift);
    }

    /**
     * Arms a slot that is not armed.
     *
     * @param seenNanos when it was last seen; not later than {@link #nextTickNanos}
     */
    void arm(int slot, long seenNanos) {
        long ticks = Math.max(0, (seenNanos + timeoutNanos - cursorNanos) >> tickShift);
        int bucket = (int) (cursor + ticks) & BUCKETS - 1;
        occupied[bucket / Long.SIZE] |= 1L << bucket;
        lists.append(firstList + bucket, slot);
    }

    /** Disarms a slot. */
    void disarm(int slot) {
        lists.remove(slot);
    }

    /** Moves time forward; what became due is then there for {@link #pollDue}. Time that moved back is ignored. */
    void advance(long nowNanos) {
        long ticks = (nowNanos - cursorNanos) >> tickShift;
        if (ticks <= 0) {
            return;
        }
        makeDue((int) Math.min(ticks, BUCKETS));
        cursor = (int) (cursor + ticks) & BUCKETS - 1;
        cursorNanos += ticks << tickShift;
    }

    /** Makes all armed slots due, in the order of their deadlines. */
    void makeAllDue() {
        makeDue(BUCKETS);
    }

    private void makeDue(int buckets) {
        for (int i = 0; i < buckets; i++) {
            int bucket = cursor + i & BUCKETS - 1;
            if ((occupied[bucket / Long.SIZE] & 1L << bucket) != 0) {
                occupied[bucket / Long.SIZE] &= ~(1L << bucket);
                lists.moveAll(firstList + bucket, firstList + DUE);
            }
        }
    }

    /** Disarms and returns a slot whose deadline has come, or returns {@link SlotLists#NONE}. */
    int pollDue() {
        int slot = lists.first(firstList + DUE);
        if (slot != SlotLists.NONE) {
            lists.remove(slot);
        }
        return slot;
    }

    /** The slot that was armed for the earliest time, or {@link SlotLists#NONE} if none is armed. */
    int earliest() {
        int due = lists.first(firstList + DUE);
        if (due != SlotLists.NONE) {
            return due;
        }
        for (int i = 0; i < BUCKETS; ) {
            int bucket = cursor + i & BUCKETS - 1;
            long rest = occupied[bucket / Long.SIZE] >>> bucket;
            if (rest == 0) {
                i += Long.SIZE - bucket % Long.SIZE;
                continue;
            }
            int skipped = Long.numberOfTrailingZeros(rest);
            bucket += skipped;
            int slot = lists.first(firstList + bucket);
            if (slot != SlotLists.NONE) {
                return slot;
            }
            occupied[bucket / Long.SIZE] &= ~(1L << bucket);
            i += skipped + 1;
        }
        return SlotLists.NONE;
    }

    /** Empties the wheel and sets its time; the lists are cleared by their owner. */
    void reset(long nowNanos) {
        Arrays.fill(occupied, 0);
        cursor = 0;
        cursorNanos = nowNanos;
    }
}
