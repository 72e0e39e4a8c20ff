package org.ldpi.training.bench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/** Frames of the least length that Ethernet has: UDP over IPv4, each of a flow of its own. */
public final class SmallPackets {
    /** Without the check sequence, which captures do not hold. */
    private static final int LENGTH = 60;

    private static final HexFormat HEX = HexFormat.ofDelimiter(", ").withPrefix("0x");
    private static final int SOURCE_PORTS = 10_000;

    private SmallPackets() {}

    /** Writes some of them as a configuration of trafgen, which sends them in turn. */
    public static void write(Path file, int count) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (int i = 0; i < count; i++) {
                out.write("{ " + HEX.formatHex(packet(i)) + " }");
                out.newLine();
            }
        }
    }

    private static byte[] packet(int number) {
        return ByteBuffer.allocate(LENGTH)
                .put(new byte[] {2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1})
                .putShort((short) 0x0800)
                .put(new byte[] {0x45, 0})
                .putShort((short) (LENGTH - 14))
                .putInt(0)
                .put(new byte[] {64, 17, 0, 0})
                .put(new byte[] {10, 0, 0, 1, 10, 0, 0, 2})
                .putShort((short) (SOURCE_PORTS + number))
                .putShort((short) 9)
                .putShort((short) (LENGTH - 34))
                .array();
    }
}
