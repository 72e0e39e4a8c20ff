package org.ldpi.alert.pcap;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Packets as a pcap file (draft-ietf-opsawg-pcap), with nanoseconds; its packets have one link type. */
final class PcapFile {
    private static final int MAGIC_NANOSECONDS = 0xA1B23C4D;
    private static final short MAJOR_VERSION = 2;
    private static final short MINOR_VERSION = 4;
    private static final int SNAP_LENGTH = 262_144;
    private static final int FILE_HEADER = 24;
    private static final int PACKET_HEADER = 16;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private PcapFile() {}

    /** @param packets at least one, all of the link type of the first */
    static byte[] of(List<KeptPacket> packets) {
        int size = FILE_HEADER
                + packets.stream()
                        .mapToInt(packet -> PACKET_HEADER + packet.bytes().length)
                        .sum();
        ByteBuffer file = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        file.putInt(MAGIC_NANOSECONDS).putShort(MAJOR_VERSION).putShort(MINOR_VERSION);
        file.putInt(0).putInt(0).putInt(SNAP_LENGTH).putInt(packets.get(0).linkType());
        for (KeptPacket packet : packets) {
            file.putInt((int) Math.floorDiv(packet.timestampNanos(), NANOS_PER_SECOND));
            file.putInt((int) Math.floorMod(packet.timestampNanos(), NANOS_PER_SECOND));
            file.putInt(packet.bytes().length).putInt(packet.originalLength());
            file.put(packet.bytes());
        }
        return file.array();
    }
}
