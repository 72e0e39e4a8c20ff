package org.ldpi.capture.internal.file;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.ldpi.api.capture.CaptureException;
import org.ldpi.api.capture.CaptureStatistics;

/** Captures for tests, and ways to read them. */
final class Captures {
    private static final int LARGE_CHUNK = 1 << 20;

    private Captures() {}

    /** Reads a file in one large chunk. */
    static Outcome read(Path file) {
        return read(file, LARGE_CHUNK, 100);
    }

    /** Reads a file in chunks of any size. */
    static Outcome read(Path file, int chunkSize, int limit) {
        return read(file, chunkSize, Integer.MAX_VALUE, limit);
    }

    /** {@link #read(Path, int, int)} of the file compressed, by a thread of its own. */
    static Outcome readAhead(Path file, int chunkSize, int limit) {
        Path compressed = file.resolveSibling(file.getFileName() + ".gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(compressed))) {
            Files.copy(file, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return read(compressed, chunkSize, 0, limit);
    }

    private static Outcome read(Path file, int chunkSize, int readAheadFrom, int limit) {
        try {
            return Outcome.of(
                    new CaptureFiles(chunkSize, readAheadFrom, new ByteArrayInputStream(new byte[0])).file(file),
                    limit);
        } catch (CaptureException e) {
            return new Outcome(List.of(), e.getMessage(), CaptureStatistics.NONE);
        }
    }

    static Path write(Path file, byte[] bytes) {
        try {
            return Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A pcap file with packets of many lengths, none included. */
    static byte[] pcap(Random random, int packets) {
        int[] magics = {PcapReader.MICROSECONDS, PcapReader.NANOSECONDS, PcapReader.MODIFIED};
        PcapBytes pcap = new PcapBytes(magics[random.nextInt(3)], order(random), 1);
        for (int i = 0; i < packets; i++) {
            byte[] packet = packet(random);
            pcap.record(1000 + i, random.nextInt(1_000_000), packet.length + random.nextInt(3), packet);
        }
        return pcap.bytes();
    }

    /** A pcapng file with several sections and interfaces and all kinds of blocks. */
    static byte[] pcapng(Random random, int blocks) {
        PcapngBytes pcapng = new PcapngBytes();
        section(pcapng, random);
        for (int i = 0; i < blocks; i++) {
            byte[] packet = packet(random);
            switch (random.nextInt(12)) {
                case 0 -> section(pcapng, random);
                case 1 -> pcapng.block(PcapngBytes.NAME_RESOLUTION, packet);
                case 2, 3 -> pcapng.simple(packet.length, packet);
                case 4, 5 -> pcapng.obsolete(random.nextInt(2), random.nextLong(), packet.length, packet);
                default -> pcapng.enhanced(random.nextInt(2), 1_000_000L * i, packet.length + 1, packet);
            }
        }
        return pcapng.bytes();
    }

    private static void section(PcapngBytes pcapng, Random random) {
        pcapng.section(order(random));
        pcapng.interfaceOf(1, 0);
        pcapng.interfaceOf(113, 40, pcapng.option(9, (byte) random.nextInt(256)), pcapng.longOption(14, 5));
    }

    private static ByteOrder order(Random random) {
        return random.nextBoolean() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    }

    static byte[] packet(Random random) {
        byte[] packet = new byte[random.nextInt(90)];
        random.nextBytes(packet);
        return packet;
    }
}
