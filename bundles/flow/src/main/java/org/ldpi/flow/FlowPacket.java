package org.ldpi.flow;

import org.ldpi.api.packet.CapturedPacket;
import org.ldpi.api.packet.IpPacket;

/** A packet on its way through a flow table. Reused from packet to packet. Not thread-safe. */
final class FlowPacket {
    /** What was decoded of it. */
    final IpPacket ip = new IpPacket();

    /** The key of its flow, once it is decoded. */
    final FlowKeyWords key;

    /** Whether it was decoded ahead, as a plain packet. */
    boolean plain;

    /** The whole of it. */
    CapturedPacket captured;

    FlowPacket(FlowKeyWords key) {
        this.key = key;
    }
}
