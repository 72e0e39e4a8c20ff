package org.ldpi.flow;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes packets to pcap files (draft-ietf-opsawg-pcap), with nanoseconds. */
final class PcapBytes {
    private static final int NANOSECONDS = 0xA1B23C4D;
    private static final long SECOND = 1_000_000_000L;

    private PcapBytes() {}

    /** All packets must be of one link type. */
    static void write(Path file, int linkType, List<PacketBuilder> packets) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(ByteBuffer.allocate(24)
                .putInt(NANOSECONDS)
                .putShort((short) 2)
                .putShort((short) 4)
                .putInt(16, 65_535)
                .putInt(20, linkType)
                .array());
        for (PacketBuilder packet : packets) {
            byte[] bytes = packet.bytes();
            long nanos = packet.packet().timestampNanos();
            out.writeBytes(ByteBuffer.allocate(16)
                    .putInt((int) (nanos / SECOND))
                    .putInt((int) (nanos % SECOND))
                    .putInt(bytes.length)
                    .putInt(packet.packet().originalLength())
                    .array());
            out.writeBytes(bytes);
        }
        Files.write(file, out.toByteArray());
    }
}
