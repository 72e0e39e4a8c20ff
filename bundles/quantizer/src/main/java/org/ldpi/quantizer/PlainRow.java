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
    private static final int FRAGMENT = 6;
    private static final int PROTOCOL = 9;
    /** Bytes of the IP header without its addresses. */
    private static final int IP_ROW = 12;

    private static final int TCP_HEADER = 20;
    private static final int TCP_OFFSET_FLAGS_WINDOW = 12;
    private static final int TCP_URGENT = 18;
    private static final int UDP_HEADER = 8;
    private static final int UDP_LENGTH = 4;

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
        putInt(row, offset, buffer.getInt(ip));
        putInt(row, offset + 4, buffer.getShort(ip + FRAGMENT) & 0xFFFF);
        putInt(row, offset + 8, (buffer.get(ip + PROTOCOL) & 0xFF) << 16);
        int at = offset + IP_ROW;
        putInt(row, at, ports(buffer.getInt(transport)));
        if (tcp) {
            putInt(row, at + 4, 0);
            putInt(row, at + 8, 0);
            putInt(row, at + TCP_OFFSET_FLAGS_WINDOW, buffer.getInt(transport + TCP_OFFSET_FLAGS_WINDOW));
            putInt(row, at + 16, buffer.getShort(transport + TCP_URGENT) & 0xFFFF);
        } else {
            putInt(row, at + UDP_LENGTH, buffer.getShort(transport + UDP_LENGTH) << 16);
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
    private static int ports(int both) {
        int source = both >>> 16;
        int destination = both & 0xFFFF;
        return (source < RobustQuantizer.FIRST_EPHEMERAL_PORT ? source << 16 : 0)
                | (destination < RobustQuantizer.FIRST_EPHEMERAL_PORT ? destination : 0);
    }

    private static void putInt(byte[] row, int index, int value) {
        row[index] = (byte) (value >>> 24);
        row[index + 1] = (byte) (value >>> 16);
        row[index + 2] = (byte) (value >>> 8);
        row[index + 3] = (byte) value;
    }
}
