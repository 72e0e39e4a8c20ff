package org.ldpi.capture.internal.file;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Writes pcap files. */
final class PcapBytes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteOrder order;
    private final int magic;

    PcapBytes(int magic, ByteOrder order, int linkType) {
        this(magic, order, 2, 4, linkType);
    }

    PcapBytes(int magic, ByteOrder order, int major, int minor, int linkType) {
        this.magic = magic;
        this.order = order;
        ByteBuffer header = ByteBuffer.allocate(24).order(order);
        header.putInt(magic)
                .putShort((short) major)
                .putShort((short) minor)
                .putInt(0)
                .putInt(0);
        header.putInt(65535).putInt(linkType);
        out.writeBytes(header.array());
    }

    static PcapBytes micros(ByteOrder order) {
        return new PcapBytes(PcapReader.MICROSECONDS, order, 1);
    }

    PcapBytes record(int seconds, int fraction, int original, byte... packet) {
        return raw(seconds, fraction, packet.length, original, packet);
    }

    /** A record whose lengths may be lies. */
    PcapBytes raw(int seconds, int fraction, int captured, int original, byte... packet) {
        boolean modified = magic == PcapReader.MODIFIED;
        ByteBuffer header = ByteBuffer.allocate(modified ? 24 : 16).order(order);
        header.putInt(seconds).putInt(fraction).putInt(captured).putInt(original);
        if (modified) {
            header.putInt(3).putShort((short) 0x800).putShort((short) 0);
        }
        out.writeBytes(header.array());
        out.writeBytes(packet);
        return this;
    }

    byte[] bytes() {
        return out.toByteArray();
    }
}
