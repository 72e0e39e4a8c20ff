package org.ldpi.flow;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.ldpi.api.packet.CapturedPacket;
import org.ldpi.api.packet.PacketHandler;

/** Just enough of a pcap reader (draft-ietf-opsawg-pcap) for tests. */
final class PcapFile {
    private PcapFile() {}

    static void read(Path file, PacketHandler handler) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        ByteBuffer records = ByteBuffer.wrap(bytes);
        int magic = records.getInt(0);
        if (magic == 0xD4C3B2A1 || magic == 0x4D3CB2A1) {
            records.order(ByteOrder.LITTLE_ENDIAN);
        } else if (magic != 0xA1B2C3D4 && magic != 0xA1B23C4D) {
            throw new IOException(file + " is no pcap file");
        }
        long unit = records.getInt(0) == 0xA1B23C4D ? 1 : 1000;
        int linkType = records.getInt(20) & 0xFFFF;
        ByteBuffer data = ByteBuffer.wrap(bytes);
        CapturedPacket packet = new CapturedPacket();
        int offset = 24;
        while (offset + 16 <= bytes.length) {
            long nanos = Integer.toUnsignedLong(records.getInt(offset)) * 1_000_000_000L
                    + Integer.toUnsignedLong(records.getInt(offset + 4)) * unit;
            int captured = records.getInt(offset + 8);
            int original = records.getInt(offset + 12);
            offset += 16;
            if (captured < 0 || captured > bytes.length - offset) {
                throw new IOException(file + " ends within a packet");
            }
            handler.onPacket(packet.wrap(data, offset, captured, original, nanos, linkType));
            offset += captured;
        }
    }
}
