package org.ldpi.api.flow;

import org.ldpi.api.packet.CapturedPacket;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Keeps the packets of flow heads as they were captured, for a while. A service; where there is none, no packet is kept. One
 * thread keeps packets at a time.
 */
@ProviderType
public interface PacketStore {
    /** The place of no packet. */
    long NOWHERE = -1;

    /**
     * Keeps a copy of a packet, in place of the oldest ones where there is no room. Allocates nothing.
     *
     * @param before the place of the packet before of the same head, {@link #NOWHERE} for the first one
     * @return its place, which a {@link FlowHead} carries
     */
    long keep(CapturedPacket packet, long before);
}
