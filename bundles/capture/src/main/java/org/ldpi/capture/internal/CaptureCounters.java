package org.ldpi.capture.internal;

import org.ldpi.api.capture.CaptureStatistics;

/**
 * What a capture has done, set by the thread that polls it and read by any. A reader may see the counters of two polls
 * mixed, never a counter going back. Making a record of them is left to the reader, so that setting them allocates
 * nothing.
 */
public final class CaptureCounters {
    private volatile long packets;
    private volatile long bytes;
    private volatile long kernelDrops;
    private volatile long interfaceDrops;
    private volatile long damaged;
    private volatile String state = CaptureStatistics.RUNNING;

    public void packets(long packets, long bytes) {
        this.packets = packets;
        this.bytes = bytes;
    }

    public void drops(long kernelDrops, long interfaceDrops) {
        this.kernelDrops = kernelDrops;
        this.interfaceDrops = interfaceDrops;
    }

    public void damaged(long damaged) {
        this.damaged = damaged;
    }

    public void state(String state) {
        this.state = state;
    }

    /** The counters as they are now. */
    public CaptureStatistics statistics() {
        return new CaptureStatistics(packets, bytes, kernelDrops, interfaceDrops, damaged, state);
    }
}
