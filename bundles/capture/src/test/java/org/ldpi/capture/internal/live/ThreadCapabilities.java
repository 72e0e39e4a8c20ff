package org.ldpi.capture.internal.live;

import com.sun.jna.Library;
import com.sun.jna.Native;

/** What the calling thread may do, capabilities(7): each thread of a process has a set of its own. */
final class ThreadCapabilities {
    private static final int VERSION_3 = 0x20080522;
    private static final int THIS_THREAD = 0;

    private interface LibC extends Library {
        int capget(int[] header, int[] data);

        int capset(int[] header, int[] data);
    }

    private static final LibC LIBC = Native.load("c", LibC.class);

    private ThreadCapabilities() {}

    /** Takes all of them from the thread, or gives back those it is permitted to have. */
    static void effective(boolean permitted) {
        int[] header = {VERSION_3, THIS_THREAD};
        // Effective, permitted and inheritable ones, the first 32 of each and then the others.
        int[] data = new int[6];
        check(LIBC.capget(header, data));
        data[0] = permitted ? data[1] : 0;
        data[3] = permitted ? data[4] : 0;
        check(LIBC.capset(header, data));
    }

    private static void check(int result) {
        if (result != 0) {
            throw new IllegalStateException("error " + Native.getLastError());
        }
    }
}
