package org.ldpi.api.capture;

import org.ldpi.api.packet.PacketHandler;
import org.osgi.annotation.versioning.ProviderType;

/**
 * An open capture, polled by one thread in a duty cycle.
 *
 * <p>{@link #poll} and {@link #close} belong to one thread; {@link #statistics} may be called from any.
 */
@ProviderType
public interface Capture extends AutoCloseable {
    /** Returned by {@link #poll} when no packet will follow. */
    int END = -1;

    /** The file or interface, as the operator named it. */
    String name();

    /** Whether packets come at their own pace and are lost when not taken in time. */
    boolean live();

    /**
     * Hands on the packets that are there, in order, without waiting longer than about 100 ms for the first.
     *
     * @param handler called in this thread for each packet
     * @param limit the most packets to hand on, at least 1
     * @return the number handed on, 0 if none came, or {@link #END}
     * @throws CaptureException when the capture broke, a file that ends within a packet for one; all packets before that
     *     place have been handed on. The next call returns {@link #END}
     */
    int poll(PacketHandler handler, int limit) throws CaptureException;

    /** Counters up to now. */
    CaptureStatistics statistics();

    /** Releases files and handles. Idempotent. */
    @Override
    void close();
}
