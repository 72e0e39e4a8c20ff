package org.ldpi.lab.plan;

import org.ldpi.lab.scenario.Scenario;

/**
 * A subnet of the lab, /24 and /64.
 *
 * @param name its name
 * @param prefix4 first three octets, for example {@code 10.7.31}
 * @param prefix6 first four groups, for example {@code fd4c:12:9:31}
 * @param router octet and interface identifier of its router
 * @param hops routers between it and the servers; 0 for the servers' own
 * @param megabits rate of the uplink, Mbit/s, 0 for no limit
 * @param mesh whether a second, longer way leads to the servers
 * @param link what its uplink does to packets
 */
public record Subnet(
        String name,
        String prefix4,
        String prefix6,
        int router,
        int hops,
        int megabits,
        boolean mesh,
        Scenario.Link link) {
    /** The router's IPv4 address. */
    public String router4() {
        return ip4(router);
    }

    /** The router's IPv6 address. */
    public String router6() {
        return ip6(router);
    }

    /** The IPv4 address of a host number. */
    public String ip4(int host) {
        return prefix4 + "." + host;
    }

    /** The IPv6 address of a host number. */
    public String ip6(int host) {
        return prefix6 + "::" + Integer.toHexString(host);
    }
}
