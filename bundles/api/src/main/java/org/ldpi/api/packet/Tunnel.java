package org.ldpi.api.packet;

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
    GTP_U
}
