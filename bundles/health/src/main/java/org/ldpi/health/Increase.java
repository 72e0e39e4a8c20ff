package org.ldpi.health;

/** How much a counter has grown since it was last looked at. Thread-safe. */
final class Increase {
    private long last;

    /** The growth since the last call, since 0 in the first; a counter that began anew has grown by its value. */
    synchronized long to(long now) {
        long grown = now >= last ? now - last : now;
        last = now;
        return grown;
    }
}
