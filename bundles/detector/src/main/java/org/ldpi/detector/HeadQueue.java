package org.ldpi.detector;

import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.ldpi.api.flow.FlowHead;
import org.ldpi.api.model.ModelSignature;

/**
 * A bounded queue of copies of heads, first in, first out. Any thread may put heads in, one takes them out.
 *
 * <p>Copies live in slots that are made when first needed, at most as many as the capacity, and used again ever after;
 * only a change of the samples' shape makes new ones. A head is copied outside the lock, between the reservation of its
 * slot and its turn in the queue.
 */
final class HeadQueue {
    /** Gives the basis by which heads are judged that were made for a model before the present one. */
    @FunctionalInterface
    interface Earlier {
        /** The basis of heads of a signature, its model acquired; null where they are the present one's, or nobody's. */
        VerdictBasis of(ModelSignature signature);
    }

    /** A copy of a head, and how its sample was made. */
    static final class Slot {
        private FlowHead head;
        private ModelSignature signature;
        private VerdictBasis earlier;

        /** What the head is judged by where that is not the present model; its model stays acquired until then. */
        VerdictBasis earlier() {
            return earlier;
        }

        private void letGo() {
            if (earlier != null) {
                earlier.model().release();
                earlier = null;
            }
        }

        FlowHead head() {
            return head;
        }

        ModelSignature signature() {
            return signature;
        }

        private void set(FlowHead from, ModelSignature by) {
            if (head == null || !head.shape().equals(from.shape())) {
                head = new FlowHead(from.shape());
            }
            head.copyFrom(from);
            signature = by;
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition headsCame = lock.newCondition();
    private final Condition roomCame = lock.newCondition();
    private final ArrayDeque<Slot> waiting = new ArrayDeque<>();
    private final ArrayDeque<Slot> free = new ArrayDeque<>();
    private int capacity;
    /** Slots that exist: free, being filled, waiting, or taken out and not yet given back. */
    private int slots;
    /** How many waiting heads wake the taker. */
    private int wakeAt = 1;

    private final Earlier earlier;
    private long accepted;
    private long refused;
    private boolean closed;

    HeadQueue(int capacity) {
        this(capacity, signature -> null);
    }

    HeadQueue(int capacity, Earlier earlier) {
        this.capacity = capacity;
        this.earlier = earlier;
    }

    /** Puts a copy in, or counts the head as refused when there is no room. */
    boolean offer(FlowHead head, ModelSignature signature) {
        Slot slot;
        lock.lock();
        try {
            slot = reserve();
            if (slot == null) {
                refused++;
                return false;
            }
        } finally {
            lock.unlock();
        }
        fill(slot, head, signature);
        return true;
    }

    /** Puts a copy in as soon as there is room; a head that comes when the queue is closed is counted as refused. */
    void put(FlowHead head, ModelSignature signature) throws InterruptedException {
        Slot slot;
        lock.lockInterruptibly();
        try {
            while ((slot = reserve()) == null) {
                if (closed) {
                    refused++;
                    return;
                }
                roomCame.await();
            }
        } finally {
            lock.unlock();
        }
        fill(slot, head, signature);
    }

    private Slot reserve() {
        if (closed || slots - free.size() >= capacity) {
            return null;
        }
        // Counted before the head has its turn: whoever waits for this many decisions never returns too early.
        accepted++;
        Slot slot = free.poll();
        if (slot == null) {
            slots++;
            return new Slot();
        }
        return slot;
    }

    private void fill(Slot slot, FlowHead head, ModelSignature signature) {
        slot.set(head, signature);
        lock.lock();
        try {
            slot.earlier = earlier.of(signature);
            waiting.add(slot);
            if (waiting.size() >= wakeAt) {
                headsCame.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until a head is there, and then a little for more.
     *
     * @param enough stop waiting when so many are there
     * @param lingerNanos the longest wait after the first
     * @return false when the queue is closed
     */
    boolean awaitHeads(int enough, long lingerNanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            wakeAt = 1;
            while (waiting.isEmpty() && !closed) {
                headsCame.await();
            }
            // A full queue cannot get fuller, however many would be enough.
            wakeAt = Math.min(enough, capacity);
            long left = lingerNanos;
            while (waiting.size() < wakeAt && left > 0 && !closed) {
                left = headsCame.awaitNanos(left);
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    /** Takes out up to so many heads as are there; does not wait. */
    void drain(List<Slot> into, int limit) {
        lock.lock();
        try {
            Slot slot;
            while (into.size() < limit && (slot = waiting.poll()) != null) {
                into.add(slot);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Gives back slots that were taken out and clears the list. */
    void giveBack(List<Slot> taken) {
        lock.lock();
        try {
            for (Slot slot : taken) {
                slot.letGo();
                if (slots > capacity) {
                    slots--;
                } else {
                    free.push(slot);
                }
            }
            taken.clear();
            roomCame.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The model has changed: heads that wait and were made for the one before stay with it. */
    void modelChanged() {
        lock.lock();
        try {
            for (Slot slot : waiting) {
                if (slot.earlier == null) {
                    slot.earlier = earlier.of(slot.signature);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Lets go of the models that waiting heads hold; these heads are not taken out any more. */
    void abandon() {
        lock.lock();
        try {
            waiting.forEach(Slot::letGo);
        } finally {
            lock.unlock();
        }
    }

    /** Changes the bound. Heads that wait stay, also where there are now more of them than the bound allows. */
    void capacity(int now) {
        lock.lock();
        try {
            capacity = now;
            while (slots > capacity && free.poll() != null) {
                slots--;
            }
            roomCame.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Takes no more heads and wakes everyone. */
    void close() {
        lock.lock();
        try {
            closed = true;
            headsCame.signalAll();
            roomCame.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** One consistent look. */
    Counts counts() {
        lock.lock();
        try {
            return new Counts(accepted, refused, waiting.size(), capacity);
        } finally {
            lock.unlock();
        }
    }

    /** How many heads came, were refused, and wait. */
    record Counts(long accepted, long refused, int waiting, int capacity) {}
}
