package org.ldpi.api.packet;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** Ways to carry a packet within another one, which decoding can look through. */
public enum Tunnel {
    /** Generic routing encapsulation, and that of PPTP (RFC 2784, RFC 2890, RFC 2637). */
    GRE,
    /** IPv4 in IPv4 or IPv6 (RFC 2003, RFC 2473). */
    IP_IN_IP,
    /** IPv6 in IPv4 or IPv6 (RFC 4213, RFC 2473). */
    IPV6_IN_IP,
    /** UDP port 4789 (RFC 7348). */
    VXLAN,
    /** UDP port 6081 (RFC 8926). */
    GENEVE,
    /** User data of GTP, UDP port 2152 (3GPP TS 29.281). */
    GTP_U;

    /** In {@link #parse}, every tunnel. */
    public static final String ALL = "all";

    /** In {@link #parse}, no tunnel. */
    public static final String NONE = "none";

    /**
     * Tunnels as operators name them.
     *
     * @param names {@link #ALL}, {@link #NONE} or names with commas between them, in any case
     * @throws IllegalArgumentException naming what is none
     */
    public static Set<Tunnel> parse(String names) {
        String text = names.strip().toUpperCase(Locale.ROOT);
        Set<Tunnel> tunnels = EnumSet.noneOf(Tunnel.class);
        if (text.equalsIgnoreCase(ALL)) {
            return EnumSet.allOf(Tunnel.class);
        }
        if (text.equalsIgnoreCase(NONE)) {
            return tunnels;
        }
        for (String name : text.split(",", -1)) {
            try {
                tunnels.add(valueOf(name.strip()));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "tunnel '" + name.strip() + "' is not " + ALL + ", " + NONE + " or of "
                                + EnumSet.allOf(Tunnel.class),
                        e);
            }
        }
        return tunnels;
    }
}
