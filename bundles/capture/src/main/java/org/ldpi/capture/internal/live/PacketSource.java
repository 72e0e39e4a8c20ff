package org.ldpi.capture.internal.live;

import org.ldpi.api.capture.CaptureException;
import org.ldpi.api.packet.PacketHandler;

/** An open handle on an interface. Belongs to one thread. */
interface PacketSource extends AutoCloseable {
    /** Opens handles on one interface, again when one broke. */
    @FunctionalInterface
    interface Opener {
        /**
         * Opens a handle.
         *
         * @throws CaptureException with one line that says what is wrong and what to do
         */
        PacketSource open() throws CaptureException;
    }

    /**
     * Hands on the packets that the kernel has ready, without waiting.
     *
     * @return their number, at most {@code limit}
     * @throws CaptureException when the handle is of no use any more
     */
    int dispatch(PacketHandler handler, int limit) throws CaptureException;

    /** Captured bytes of all packets that this handle has handed on. */
    long capturedBytes();

    /** Asks the kernel for its counts; where it does not answer, the last ones stay. */
    void count();

    /** Packets dropped by the kernel, as of the last {@link #count}. */
    long kernelDrops();

    /** Packets dropped by the interface or its driver, as of the last {@link #count}. */
    long interfaceDrops();

    @Override
    void close();
}
