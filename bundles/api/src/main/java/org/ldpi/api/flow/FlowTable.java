package org.ldpi.api.flow;

import org.ldpi.api.packet.CapturedPacket;
import org.ldpi.api.packet.PacketHandler;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Builds flow heads from packets.
 *
 * <p>One writer: {@link #onPacket}, {@link #onKnownFlow}, {@link #advanceTo} and {@link #closeAll} belong to one thread, which is also the one
 * that calls the {@link FlowHeadHandler}. {@link #counters} may be called from any thread.
 */
@ProviderType
public interface FlowTable extends PacketHandler {
    /** Names the file or interface of the packets that follow; heads carry it. */
    void capture(String name);

    /**
     * Keeps the packets of heads from now on: heads that begin later have all of theirs kept.
     *
     * <p>Of a packet that was put together from fragments, the last one is kept.
     *
     * @param store null for none, which costs nothing
     */
    void packets(PacketStore store);

    /**
     * Takes a packet only if it belongs to a flow that is in the table, open or decided: so a table goes on with its flows
     * while new ones begin in another. Time goes on either way.
     *
     * @return false when the packet is no flow's of this table, or would begin one; it is in no counter then
     */
    boolean onKnownFlow(CapturedPacket packet);

    /**
     * Tells the time where no packet does, and closes what has been idle for too long. Time that does not move forward is
     * ignored.
     *
     * @param nowNanos capture time, ns since the epoch
     */
    void advanceTo(long nowNanos);

    /** Closes every open head as {@link CloseReason#SHUTDOWN} and forgets all flows. The counters go on. */
    void closeAll();

    /** Counters up to now; after the writer's last call they add up, before they may be a few packets apart. */
    FlowCounters counters();
}
