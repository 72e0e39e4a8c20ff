package org.ldpi.evidence;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/** A map with a bound: what was not used for longest makes room. Not thread-safe. */
final class LeastRecentlyUsed<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1L;
    private static final float LOAD = 0.75f;

    private final int bound;
    private final transient BiConsumer<K, V> forgotten;
    private long forgottenCount;

    LeastRecentlyUsed(int bound, BiConsumer<K, V> forgotten) {
        super(16, LOAD, true);
        this.bound = bound;
        this.forgotten = forgotten;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        if (size() <= bound) {
            return false;
        }
        forgottenCount++;
        forgotten.accept(eldest.getKey(), eldest.getValue());
        return true;
    }

    /** How many entries had to make room. */
    long forgottenCount() {
        return forgottenCount;
    }
}
