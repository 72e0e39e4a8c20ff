package org.ldpi.quantizer;

import java.nio.ByteBuffer;
import org.ldpi.api.packet.IpPacket;
import org.ldpi.api.quantizer.SampleShape;

/**
 * Rows of what most packets are: TCP or UDP behind an IPv4 header without options, where the row holds these headers
 * whole. Writes at once what copying and masking, which {@link RobustQuantizer} does for all others, would leave of them.
 */
final class PlainRow {
    private static final int IP_HEADER = 20;
    /** Bytes of the IP header without its addresses. */
    private static final int IP_ROW = 12;

    private static final int TCP_HEADER = 20;
    private static final int TCP_OFFSET_TO_URGENT = 12;
    private static final int UDP_HEADER = 8;

    // Of the first eight bytes of IPv4, all but the identification, and of the last eight bytes of TCP without options,
    // all but the checksum.
    private static final long FIRST_FOUR_LAST_TWO = 0xFFFF_FFFF_0000_FFFFL;
    // Of the last four bytes of UDP, all but the checksum.
    private static final int FIRST_TWO = 0xFFFF_0000;

    // Copying zeros takes less time than filling with them.
    private static final byte[] ZEROS = new byte[SampleShape.MAX_BYTES];

    private PlainRow() {}

    /** Writes the row, or returns false for a packet of another kind, of which nothing is written. */
    static boolean write(IpPacket packet, byte[] row, int offset, int length) {
        boolean tcp = packet.protocol() == IpPacket.TCP;
        int header = tcp ? TCP_HEADER : UDP_HEADER;
        int ip = packet.ipOffset();
        int transport = packet.transportOffset();
        int payload = transport + header;
        if (packet.version() != 4
                || transport - ip != IP_HEADER
                || (!tcp && packet.protocol() != IpPacket.UDP)
                || payload > packet.ipEnd()
                || IP_ROW + header > length
                || length > SampleShape.MAX_BYTES) {
            return false;
        }
        ByteBuffer buffer = packet.buffer();
        // Ports, and of UDP the length and the checksum.
        long begin = buffer.getLong(transport);
        putLong(row, offset, buffer.getLong(ip) & FIRST_FOUR_LAST_TWO);
        // Neither time to live nor checksum.
        putLong(row, offset + 8, (long) packet.protocol() << 48 | ports((int) (begin >>> Integer.SIZE)));
        int at = offset + IP_ROW;
        if (tcp) {
            putLong(row, at + 4, 0);
            putLong(
                    row,
                    at + TCP_OFFSET_TO_URGENT,
                    buffer.getLong(transport + TCP_OFFSET_TO_URGENT) & FIRST_FOUR_LAST_TWO);
        } else {
            putInt(row, at + 4, (int) begin & FIRST_TWO);
        }
        int rest = at + header;
        int end = offset + length;
        int copied = Math.min(end - rest, packet.ipEnd() - payload);
        if (copied > 0) {
            buffer.get(payload, row, rest, copied);
        }
        System.arraycopy(ZEROS, 0, row, rest + copied, end - rest - copied);
        if (tcp) {
            TcpMask.maskOptions(row, at, rest + copied);
        }
        return true;
    }

    /** Source and destination port, zero where they are ephemeral. */
    private static long ports(int both) {
        int source = both >>> 16;
        int destination = both & 0xFFFF;
        return (source < RobustQuantizer.FIRST_EPHEMERAL_PORT ? source << 16 : 0)
                | (destination < RobustQuantizer.FIRST_EPHEMERAL_PORT ? destination : 0);
    }

    private static void putLong(byte[] row, int index, long value) {
        putInt(row, index, (int) (value >>> Integer.SIZE));
        putInt(row, index + Integer.BYTES, (int) value);
    }

    private static void putInt(byte[] row, int index, int value) {
        row[index] = (byte) (value >>> 24);
        row[index + 1] = (byte) (value >>> 16);
        row[index + 2] = (byte) (value >>> 8);
        row[index + 3] = (byte) value;
    }
}
