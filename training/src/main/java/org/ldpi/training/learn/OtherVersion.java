package org.ldpi.training.learn;

import java.util.Arrays;
import org.ldpi.api.quantizer.PacketRow;
import org.ldpi.api.quantizer.SampleShape;

/**
 * The same conversation over the other version of IP, as dual-stack hosts have it: TCP and UDP do not change, but for
 * the segment size that fits (RFC 879, RFC 8200). What is zero in the robust profile is zero here. Immutable, thread-safe.
 */
final class OtherVersion {
    private static final int IPV4_ROW = 12;
    private static final int IPV6_ROW = 8;
    private static final int IPV4_HEADER = 20;
    private static final int DO_NOT_FRAGMENT = 0x40;
    /** Of Ethernet's 1500 bytes. */
    private static final int IPV4_SEGMENT = 1460;

    private static final int IPV6_SEGMENT = 1440;
    private static final int SEGMENT_SIZE_OPTION = 2;

    private final SampleShape shape;

    OtherVersion(SampleShape shape) {
        this.shape = shape;
    }

    /** A copy over the other version; the flow itself where it is neither TCP nor UDP, or has more headers of IP. */
    byte[] of(byte[] sample) {
        byte[] out = new byte[sample.length];
        for (int start = 0; start < sample.length && sample[start] != 0; start += shape.bytes()) {
            PacketRow row = PacketRow.of(sample, start, shape.bytes());
            boolean plain = row.transport() - start == (row.v4() ? IPV4_ROW : IPV6_ROW);
            if (!plain || (row.protocol() != PacketRow.TCP && row.protocol() != PacketRow.UDP)) {
                return sample;
            }
            if (row.v4()) {
                toIpv6(sample, row, out);
            } else {
                toIpv4(sample, row, out);
            }
        }
        return out;
    }

    private static void toIpv6(byte[] sample, PacketRow row, byte[] out) {
        int start = row.start();
        int trafficClass = sample[start + 1] & 0xff;
        out[start] = (byte) (0x60 | trafficClass >> 4);
        out[start + 1] = (byte) (trafficClass << 4);
        row.word(out, start + 4, row.word(sample, start + 2) - IPV4_HEADER);
        out[start + 6] = (byte) row.protocol();
        byte[] rest = Arrays.copyOfRange(sample, row.transport(), row.end());
        System.arraycopy(rest, 0, out, start + IPV6_ROW, rest.length);
        segmentSize(out, PacketRow.of(out, start, row.end() - start), IPV4_SEGMENT, IPV6_SEGMENT);
    }

    private static void toIpv4(byte[] sample, PacketRow row, byte[] out) {
        int start = row.start();
        out[start] = 0x45;
        out[start + 1] = (byte) ((sample[start] & 0xf) << 4 | (sample[start + 1] >> 4 & 0xf));
        row.word(out, start + 2, row.word(sample, start + 4) + IPV4_HEADER);
        out[start + 6] = (byte) (row.protocol() == PacketRow.TCP ? DO_NOT_FRAGMENT : 0);
        out[start + 9] = (byte) row.protocol();
        System.arraycopy(sample, row.transport(), out, start + IPV4_ROW, row.end() - start - IPV4_ROW);
        segmentSize(out, PacketRow.of(out, start, row.end() - start), IPV6_SEGMENT, IPV4_SEGMENT);
    }

    private static void segmentSize(byte[] out, PacketRow row, int from, int to) {
        int options = row.transport() + PacketRow.TCP_OPTIONS;
        boolean first = row.protocol() == PacketRow.TCP
                && (row.flags(out) & PacketRow.SYN) != 0
                && options + 4 <= row.end()
                && out[options] == SEGMENT_SIZE_OPTION;
        if (first && row.word(out, options + 2) == from) {
            row.word(out, options + 2, to);
        }
    }
}
