package org.ldpi.capture.internal.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ldpi.api.capture.Capture;
import org.ldpi.api.capture.CaptureException;
import org.ldpi.api.packet.PacketHandler;

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
    void packetsOverSeveralChunksAreWhole(int chunkSize) {
        for (int seed = 0; seed < 10; seed++) {
            Path file = file(seed);

            Outcome expected = Captures.read(file);
            assertEquals(expected, Captures.read(file, chunkSize, 1 + seed), "seed " + seed);
            assertEquals(expected, Captures.readAhead(file, chunkSize, 1 + seed), "read ahead, seed " + seed);
        }
    }

    @Test
    void aLargeBlockIsPassedOverInSmallChunks() {
        PcapngBytes pcapng = new PcapngBytes();
        pcapng.section(ByteOrder.LITTLE_ENDIAN).interfaceOf(1, 0);
        pcapng.block(PcapngBytes.NAME_RESOLUTION, new byte[1 << 20]).enhanced(0, 1, 3, new byte[3]);
        Path file = Captures.write(folder.resolve("a"), pcapng.bytes());

        List<Packet> expected = List.of(new Packet(1000, 1, 3, new byte[3]));
        assertEquals(expected, Captures.read(file, 16, 1).packets());
        assertEquals(expected, Captures.readAhead(file, 16, 1).packets());
    }

    @Test
    void aFileThatBecomesShorterWhileItIsReadEndsWithinAPacket() throws IOException {
        byte[] bytes = Captures.pcap(new Random(5), 10_000);
        Path file = Captures.write(folder.resolve("a"), bytes);
        int opened = 300 * 1024;
        Capture capture = new CaptureFiles().open(file.toString());
        assertEquals(1, capture.poll(packet -> {}, 1));

        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(opened);
        }

        CaptureException e = assertThrows(CaptureException.class, () -> {
            while (capture.poll(packet -> {}, 100) != Capture.END) {}
        });
        assertTrue(e.getMessage().startsWith(file + ": the capture ends within the "), e.getMessage());
        assertTrue(capture.statistics().packets() > 1000);
        assertEquals(Capture.END, capture.poll(packet -> {}, 100));
    }

    @Test
    void aChunkGivenBackIsTakenAgain() {
        ChunkPool pool = new ChunkPool(16);
        Chunk first = pool.take();
        assertNotSame(first, pool.take());

        pool.giveBack(first);

        assertSame(first, pool.take());
    }

    @Test
    void aCaptureClosedBeforeItsEndHasEnded() throws InterruptedException, IOException {
        ChunkPool pool = new ChunkPool(16);
        byte[] endless = new byte[1 << 20];
        ReadAhead chunks =
                new ReadAhead(() -> Channels.newChannel(new ByteArrayInputStream(endless)), false, pool, "endless");
        Chunk first = chunks.next(true);
        assertEquals(16, first.end() - first.begin());

        chunks.close();
        chunks.giveBack(first);

        assertNull(chunks.next(true));
        assertTrue(chunks.ended());
    }

    @Test
    void readingPacketsAllocatesNothingForEach() throws CaptureException {
        PcapngBytes pcapng = new PcapngBytes().section(ByteOrder.LITTLE_ENDIAN).interfaceOf(1, 0);
        for (int i = 0; i < 30_000; i++) {
            pcapng.enhanced(0, i, 60, new byte[60]);
        }
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        PacketHandler ignoring = packet -> {};
        for (byte[] bytes : List.of(Captures.pcap(new Random(5), 30_000), pcapng.bytes())) {
            Path file = Captures.write(folder.resolve("a"), bytes);
            try (Capture capture = new CaptureFiles().open(file.toString())) {
                capture.poll(ignoring, 1000);
                long before = threads.getCurrentThreadAllocatedBytes();
                int count = capture.poll(ignoring, 20_000);
                long allocated = threads.getCurrentThreadAllocatedBytes() - before;

                assertEquals(20_000, count);
                assertTrue(allocated < count, "bytes allocated: " + allocated);
            }
        }
    }
}
