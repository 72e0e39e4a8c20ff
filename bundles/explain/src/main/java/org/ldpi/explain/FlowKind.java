package org.ldpi.explain;

import org.ldpi.api.flow.FlowKey;
import org.ldpi.api.quantizer.PacketRow;

/**
 * What makes flows comparable: the protocols, the service, and which of its sides sends.
 *
 * @param v4 whether it is IPv4
 * @param service the lower of the ports, which is the service's where the client's is ephemeral; 0 for none
 * @param toService whether the flow goes to that port
 */
record FlowKind(boolean v4, int protocol, int service, boolean toService) {
    private static final int IPV4_BYTES = 4;

    static FlowKind of(FlowKey key) {
        boolean toService = key.destinationPort() <= key.sourcePort();
        return new FlowKind(
                key.source().getAddress().length == IPV4_BYTES,
                key.protocol(),
                toService ? key.destinationPort() : key.sourcePort(),
                toService);
    }

    /** The kind of a sample whose key is not known; ports that the quantizer took out are those of clients. */
    static FlowKind of(String profile, byte[] sample, int rowLength) {
        PacketRow row = PacketRow.of(profile, sample, 0, rowLength);
        boolean ports = row.protocol() == PacketRow.TCP || row.protocol() == PacketRow.UDP;
        int source = ports ? row.word(sample, row.transport()) : 0;
        int destination = ports ? row.word(sample, row.transport() + 2) : 0;
        boolean toService = source == 0 || (destination != 0 && destination <= source);
        return new FlowKind(row.v4(), row.protocol(), toService ? destination : source, toService);
    }

    boolean sameProtocol(FlowKind other) {
        return v4 == other.v4 && protocol == other.protocol;
    }
}
