package org.ldpi.lab.plan;

/**
 * A host of the lab: a network namespace with one interface.
 *
 * @param name its name, also the name of its namespace after the lab's prefix
 * @param subnet index of its subnet in the layout
 * @param ip4 IPv4 address
 * @param ip6 IPv6 address, empty if it has none
 * @param mac link address
 * @param ttl initial TTL and hop limit of its packets
 * @param tcp what its operating system does with TCP
 * @param weight share of the normal load it starts, relative to the other clients
 */
public record Host(
        String name, int subnet, String ip4, String ip6, String mac, int ttl, TcpSettings tcp, double weight) {

    /** Whether the host speaks IPv6 too. */
    public boolean dualStack() {
        return !ip6.isEmpty();
    }
}
