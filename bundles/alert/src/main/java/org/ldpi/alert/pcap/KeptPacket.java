package org.ldpi.alert.pcap;

/**
 * A copy of a captured packet.
 *
 * @param originalLength bytes on the wire
 * @param linkType see {@link org.ldpi.api.packet.LinkType}
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record KeptPacket(long timestampNanos, int originalLength, int linkType, byte[] bytes) {}
