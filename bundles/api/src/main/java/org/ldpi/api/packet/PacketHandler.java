package org.ldpi.api.packet;

import org.osgi.annotation.versioning.ConsumerType;

/** Receives packets, one at a time, from the thread that reads them. */
@ConsumerType
@FunctionalInterface
public interface PacketHandler {
    /**
     * Takes one packet. Must not throw for what the packet holds.
     *
     * @param packet valid only during the call
     */
    void onPacket(CapturedPacket packet);
}
