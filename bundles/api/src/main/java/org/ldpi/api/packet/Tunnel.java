package org.ldpi.api.packet;

import java.util.Arrays;
import java.util.EnumSet;
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

    /** The text that {@link #named} takes for every tunnel. */
    public static final String ALL = "all";

    private static final String NONE = "none";

    /**
     * The tunnels that an operator names.
     *
     * @param text {@code all}, {@code none}, or names with commas between them, in any case
     * @throws IllegalArgumentException for another name; the message says which there are
     */
    public static Set<Tunnel> named(String text) {
        String trimmed = text.trim();
        if (trimmed.equalsIgnoreCase(ALL)) {
            return EnumSet.allOf(Tunnel.class);
        }
        Set<Tunnel> tunnels = EnumSet.noneOf(Tunnel.class);
        if (!trimmed.equalsIgnoreCase(NONE)) {
            for (String name : trimmed.split(",", -1)) {
                tunnels.add(one(name.trim()));
            }
        }
        return tunnels;
    }

    private static Tunnel one(String name) {
        return Arrays.stream(values())
                .filter(tunnel -> tunnel.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "tunnel '" + name + "' is not all, none or of " + Arrays.toString(values())));
    }
}
