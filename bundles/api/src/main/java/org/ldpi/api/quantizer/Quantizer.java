package org.ldpi.api.quantizer;

import org.ldpi.api.packet.IpPacket;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Turns a packet into one row of a sample, by one profile.
 *
 * <p>A service with the property {@link #PROFILE}. Implementations are stateless, thread-safe, allocate nothing and never
 * throw for what a packet holds. The same packet gives the same row, in training as in detection.
 */
@ProviderType
public interface Quantizer {
    /** Service property that holds {@link #profile()}. */
    String PROFILE = "ldpi.quantizer.profile";

    /** The original's profile: addresses of IPv4 dropped, cut or padded. */
    String CLASSIC = "classic";

    /** Addresses dropped for IPv4 and IPv6, and fields that tell the capture rather than the behaviour zeroed. */
    String ROBUST = "robust";

    /** The name of the profile; part of a model's signature. */
    String profile();

    /**
     * Writes one row: the packet from the IP header on, as the profile says, padded with zeros. Every byte of the row is
     * written.
     *
     * @param packet the packet
     * @param row receives the bytes
     * @param offset index of the row's first byte
     * @param length l, the bytes of the row
     */
    void quantize(IpPacket packet, byte[] row, int offset, int length);
}
