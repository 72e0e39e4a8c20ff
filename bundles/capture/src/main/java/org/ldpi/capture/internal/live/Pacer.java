package org.ldpi.capture.internal.live;

import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

/** Time, and waiting for it to pass. */
interface Pacer {
    /** As {@link System#nanoTime()}. */
    long nanoTime();

    /** Time of day. */
    Instant instant();

    /** Waits; less when the thread is interrupted. */
    void pause(long nanos);

    /** That of the system. */
    static Pacer system() {
        return new Pacer() {
            @Override
            public long nanoTime() {
                return System.nanoTime();
            }

            @Override
            public Instant instant() {
                return Instant.now();
            }

            @Override
            public void pause(long nanos) {
                LockSupport.parkNanos(nanos);
            }
        };
    }
}
