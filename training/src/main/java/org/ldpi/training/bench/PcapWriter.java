package org.ldpi.training.bench;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.ldpi.api.packet.LinkType;

/** Writes Ethernet packets to a pcap file (draft-ietf-opsawg-pcap), little-endian, with nanoseconds. */
final class PcapWriter implements AutoCloseable {
    private static final int MAGIC_NANOSECONDS = 0xA1B23C4D;
    /** 2.4, the minor version in the high half. */
    private static final int VERSION = 4 << 16 | 2;

    private static final int SNAP_LENGTH = 262_144;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final int BUFFER = 1 << 20;

    private final DataOutputStream out;

    /** Begins a file; one that is there is written anew. */
    PcapWriter(Path file) throws IOException {
        out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), BUFFER));
        write(MAGIC_NANOSECONDS);
        write(VERSION);
        write(0);
        write(0);
        write(SNAP_LENGTH);
        write(LinkType.ETHERNET);
    }

    /** @param nanos since 1970-01-01T00:00Z */
    void write(long nanos, byte[] packet, int originalLength) throws IOException {
        write((int) (nanos / NANOS_PER_SECOND));
        write((int) (nanos % NANOS_PER_SECOND));
        write(packet.length);
        write(originalLength);
        out.write(packet);
    }

    private void write(int number) throws IOException {
        out.writeInt(Integer.reverseBytes(number));
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
