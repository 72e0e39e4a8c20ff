package org.ldpi.lab.pcap;

/**
 * One-way flow key as written in label files.
 *
 * @param source source address as text
 * @param sourcePort source port, 0 where the protocol is neither TCP nor UDP
 * @param destination destination address as text
 * @param destinationPort destination port, 0 where the protocol is neither TCP nor UDP
 * @param protocol IP protocol number
 */
public record FiveTuple(String source, int sourcePort, String destination, int destinationPort, int protocol) {
    /** The same conversation seen from the other side. */
    public FiveTuple reversed() {
        return new FiveTuple(destination, destinationPort, source, sourcePort, protocol);
    }
}
