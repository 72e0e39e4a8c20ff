package org.ldpi.api.packet;

/**
 * Why a packet that was read did not become part of a flow. Each packet read is either decoded or counted under exactly
 * one of these.
 */
public enum SkipReason {
    /** The capture names a link-layer type that is not decoded. */
    UNKNOWN_LINK_TYPE,
    /** The link layer carries something other than IP, ARP for one. */
    NOT_IP,
    /** A batman-adv packet that carries no unicast payload, or has an unknown version. */
    MESH_CONTROL,
    /** An 802.11 frame that carries no readable data: management, control, encrypted. */
    WIRELESS_CONTROL,
    /** Cut before the end of the headers that make the flow's key. */
    TRUNCATED,
    /** An IP header whose version, header length or total length cannot be. */
    MALFORMED,
    /** A fragment other than the first, held for or merged into its datagram. */
    FRAGMENT,
    /** A fragment that could not be reassembled: bound reached, timeout, or contradiction. */
    FRAGMENT_DROPPED,
    /** Encapsulated more deeply than the bound allows. */
    NESTED_TOO_DEEP
}
