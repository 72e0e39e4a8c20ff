package org.ldpi.api.flow;

import java.net.InetAddress;
import java.util.Objects;

/**
 * What tells one flow from another.
 *
 * @param sourcePort 0 where the protocol has no ports
 * @param destinationPort 0 where the protocol has no ports
 * @param protocol IP protocol number
 * @param vlan VLAN id, 0 for none or where it is not part of the key
 */
public record FlowKey(
        InetAddress source, int sourcePort, InetAddress destination, int destinationPort, int protocol, int vlan) {
    public FlowKey {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(destination, "destination");
    }

    /** For people: {@code 10.1.0.2:40312 > 10.1.0.9:22 TCP}. */
    @Override
    public String toString() {
        String text = endpoint(source, sourcePort) + " > " + endpoint(destination, destinationPort) + " "
                + protocolName(protocol);
        return vlan == 0 ? text : text + " vlan " + vlan;
    }

    /** The usual name of an IP protocol, or its number. */
    public static String protocolName(int protocol) {
        return switch (protocol) {
            case 1 -> "ICMP";
            case 2 -> "IGMP";
            case 6 -> "TCP";
            case 17 -> "UDP";
            case 47 -> "GRE";
            case 50 -> "ESP";
            case 51 -> "AH";
            case 58 -> "IPv6-ICMP";
            case 89 -> "OSPF";
            case 132 -> "SCTP";
            default -> Integer.toString(protocol);
        };
    }

    private static String endpoint(InetAddress address, int port) {
        String host = address.getHostAddress();
        if (port == 0) {
            return host;
        }
        return host.indexOf(':') < 0 ? host + ":" + port : "[" + host + "]:" + port;
    }
}
