package org.ldpi.evidence;

import org.ldpi.api.flow.Flow;

/**
 * Whether a flow without ports asks for an echo, as a ping does, or answers one: by the ICMP type of its first packet (RFC 792, RFC
 * 4443), which is in every sample. Router advertisements, errors and the rest are neither.
 */
enum Echo {
    REQUEST,
    REPLY,
    NEITHER;

    private static final int ICMP = 1;
    private static final int ICMPV6 = 58;

    /** The addresses of both ends are not in samples of IPv4. */
    private static final int IPV4_ADDRESSES = 8;

    private static final int IPV6_HEADER = 40;
    private static final int IPV6_ADDRESSES = 32;

    static Echo of(Flow flow) {
        byte[] sample = flow.sample();
        int bytes = flow.shape().bytes();
        if (flow.key().protocol() == ICMP) {
            return type(sample, (sample[0] & 0x0F) * Integer.BYTES - IPV4_ADDRESSES, bytes, 8, 0);
        }
        if (flow.key().protocol() == ICMPV6) {
            Echo echo = type(sample, IPV6_HEADER - IPV6_ADDRESSES, bytes, 128, 129);
            // The classic profile keeps addresses of IPv6, and none of these begins with such a byte.
            return echo == NEITHER ? type(sample, IPV6_HEADER, bytes, 128, 129) : echo;
        }
        return NEITHER;
    }

    private static Echo type(byte[] sample, int offset, int bytes, int request, int reply) {
        if (offset < 0 || offset >= bytes) {
            return NEITHER;
        }
        int type = sample[offset] & 0xFF;
        if (type == request) {
            return REQUEST;
        }
        return type == reply ? REPLY : NEITHER;
    }
}
