package org.ldpi.lab.plan;

/** What both ends of the tunnels through the resolver have to know. */
public final class Tunnels {
    /** Label of their traffic. */
    public static final String LABEL = "malicious/exfiltration/dns_tunnel";

    /** Shared password of the tunnels' ends. */
    public static final String PASSWORD = "lantern";

    /** The far end's address inside of the IP tunnel. */
    public static final String GATEWAY = "192.168.217.1";

    private Tunnels() {}

    /** Zone whose queries the resolver hands to iodine's server. */
    public static String iodineDomain(String zone) {
        return "cdn." + zone;
    }

    /** Zone whose queries the resolver hands to dns2tcp's server. */
    public static String dns2tcpDomain(String zone) {
        return "api." + zone;
    }
}
