package org.ldpi.flow;

/** What a layer is: EtherTypes (IEEE 802 numbers) where there is one, else numbers of our own above them. */
final class Layer {
    static final int IPV4 = 0x0800;
    /** batman-adv. */
    static final int MESH = 0x4305;
    /** Transparent Ethernet bridging (RFC 1701): an Ethernet frame in a tunnel. */
    static final int BRIDGED_ETHERNET = 0x6558;

    static final int VLAN = 0x8100;
    static final int IPV6 = 0x86DD;
    static final int MPLS = 0x8847;
    static final int MPLS_MULTICAST = 0x8848;
    static final int PPPOE_SESSION = 0x8864;
    static final int SERVICE_VLAN = 0x88A8;
    /** Cisco FabricPath: two bytes of tag and an Ethernet frame. */
    static final int FABRIC_PATH = 0x8903;

    /** Service tags before IEEE 802.1ad gave them a type. */
    static final int OLD_SERVICE_VLAN = 0x9100;

    static final int OLDER_SERVICE_VLAN = 0x9200;

    /** Types below this are lengths of IEEE 802.3 frames. */
    static final int FIRST_ETHERTYPE = 0x0600;

    /** An Ethernet frame. */
    static final int ETHERNET = 0x1_0000;
    /** An IEEE 802.2 header. */
    static final int LLC = 0x1_0001;
    /** A PPP protocol field. */
    static final int PPP = 0x1_0002;
    /** IPv4 or IPv6 by the first four bits. */
    static final int IP = 0x1_0003;
    /** The packet is decoded. */
    static final int DONE = 0x1_0004;

    private Layer() {}
}
