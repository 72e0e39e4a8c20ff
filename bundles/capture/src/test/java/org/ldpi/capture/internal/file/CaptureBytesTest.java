package org.ldpi.capture.internal.file;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However the bytes of a capture reach the readers, the packets are the same. */
class CaptureBytesTest {
    @TempDir
    Path folder;

    private Path file(int seed) {
        Random random = new Random(seed);
        byte[] bytes = seed % 2 == 0 ? Captures.pcap(random, 200) : Captures.pcapng(random, 200);
        return Captures.write(folder.resolve("a"), bytes);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 24, 61, 100, 1000})
    void packetsThatStraddleWindowsAreWhole(int windowSize) {
        for (int seed = 0; seed < 10; seed++) {
            Path file = file(seed);

            assertEquals(Captures.read(file), Captures.read(file, windowSize, 1 + seed), "seed " + seed);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 24, 61, 100, 1000})
    void packetsThatStraddleFillsOfABufferAreWhole(int bufferSize) {
        for (int seed = 0; seed < 10; seed++) {
            Path file = file(seed);

            assertEquals(Captures.read(file), Captures.stream(file, bufferSize, 1 + seed), "seed " + seed);
        }
    }

    @Test
    void packetsAreWholeAcrossTheChunksOfAWindow() {
        Random random = new Random(5);
        byte[] bytes = Captures.pcap(random, 10_000);
        Path file = Captures.write(folder.resolve("a"), bytes);

        Outcome outcome = Captures.read(file);

        assertEquals(10_000, outcome.packets().size());
        assertEquals(Captures.stream(file, 4096, 77), outcome);
    }

    @Test
    void aLargeBlockIsPassedOverThroughASmallBuffer() {
        PcapngBytes pcapng = new PcapngBytes();
        pcapng.section(ByteOrder.LITTLE_ENDIAN).interfaceOf(1, 0);
        pcapng.block(PcapngBytes.NAME_RESOLUTION, new byte[1 << 20]).enhanced(0, 1, 3, new byte[3]);
        Path file = Captures.write(folder.resolve("a"), pcapng.bytes());

        List<Packet> expected = List.of(new Packet(1000, 1, 3, new byte[3]));
        assertEquals(expected, Captures.stream(file, 16, 1).packets());
        assertEquals(expected, Captures.read(file, 16, 1).packets());
    }
}
