package org.ldpi.api.packet;

import org.osgi.annotation.versioning.ConsumerType;

/** Receives packets from the thread that reads them. */
@ConsumerType
@FunctionalInterface
public interface PacketHandler {
    /**
     * Takes one packet. Must not throw for what the packet holds.
     *
     * @param packet valid only during the call
     */
    void onPacket(CapturedPacket packet);

    /**
     * Takes several packets, as if one after the other. Who has more than one at hand calls this, so that a handler may look
     * ahead.
     *
     * @param packets valid only during the call
     * @param count how many of them there are, from the first on
     */
    default void onPackets(CapturedPacket[] packets, int count) {
        for (int i = 0; i < count; i++) {
            onPacket(packets[i]);
        }
    }
}
