package org.ldpi.detector;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.ldpi.api.detector.Verdict;

/** The last verdicts, a bounded number of them. Thread-safe. */
final class RecentVerdicts {
    private final ArrayDeque<Verdict> newestFirst = new ArrayDeque<>();
    private int capacity;

    RecentVerdicts(int capacity) {
        this.capacity = capacity;
    }

    synchronized void add(Verdict verdict) {
        newestFirst.addFirst(verdict);
        trim();
    }

    synchronized void capacity(int now) {
        capacity = now;
        trim();
    }

    synchronized List<Verdict> newest(int limit) {
        List<Verdict> found = new ArrayList<>();
        Iterator<Verdict> verdicts = newestFirst.iterator();
        while (found.size() < limit && verdicts.hasNext()) {
            found.add(verdicts.next());
        }
        return found;
    }

    private void trim() {
        while (newestFirst.size() > capacity) {
            newestFirst.removeLast();
        }
    }
}
