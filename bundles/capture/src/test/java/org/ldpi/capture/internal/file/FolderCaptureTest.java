package org.ldpi.capture.internal.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ldpi.api.capture.Capture;
import org.ldpi.api.capture.CaptureException;
import org.ldpi.api.capture.CaptureStatistics;

class FolderCaptureTest {
    @TempDir
    Path folder;

    private Capture open() throws CaptureException {
        return new CaptureFiles().open(folder.toString());
    }

    private static byte[] pcap(int second) {
        return PcapBytes.micros(ByteOrder.BIG_ENDIAN)
                .record(second, 0, 1, (byte) second)
                .bytes();
    }

    private static List<Long> seconds(Outcome outcome) {
        return outcome.packets().stream()
                .map(packet -> packet.nanos() / 1_000_000_000)
                .toList();
    }

    @Test
    void readsAllCapturesInTheOrderOfTheirPaths() throws IOException {
        Files.createDirectories(folder.resolve("b/c"));
        Captures.write(folder.resolve("z.pcap"), pcap(4));
        Captures.write(folder.resolve("a.pcap"), pcap(1));
        Captures.write(folder.resolve("b/c/x"), pcap(2));
        Captures.write(folder.resolve("b/d.pcapng"), pcap(3));

        Outcome outcome = Outcome.of(open(), 10);

        assertEquals(List.of(1L, 2L, 3L, 4L), seconds(outcome));
        assertEquals(new CaptureStatistics(4, 4, 0, 0, 0, CaptureStatistics.ENDED), outcome.statistics());
    }

    @Test
    void aCaptureSplitIntoTwoFilesGivesTheSamePackets() throws IOException {
        for (int seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            int total = random.nextInt(60);
            int split = random.nextInt(total + 1);
            PcapBytes whole = PcapBytes.micros(ByteOrder.LITTLE_ENDIAN);
            PcapBytes first = PcapBytes.micros(ByteOrder.LITTLE_ENDIAN);
            PcapBytes second = new PcapBytes(PcapReader.NANOSECONDS, ByteOrder.BIG_ENDIAN, 1);
            for (int i = 0; i < total; i++) {
                byte[] packet = Captures.packet(random);
                whole.record(i, i, 100, packet);
                if (i < split) {
                    first.record(i, i, 100, packet);
                } else {
                    second.record(i, i * 1000, 100, packet);
                }
            }
            Path file = Captures.write(folder.resolve("whole"), whole.bytes());
            List<Packet> expected = Captures.read(file).packets();
            Files.delete(file);
            Captures.write(folder.resolve("1"), first.bytes());
            Captures.write(folder.resolve("2"), second.bytes());

            assertEquals(expected, Outcome.of(open(), 1 + random.nextInt(20)).packets(), "seed " + seed);
        }
    }

    @Test
    void saysWhichFilesWereNoCapturesOrNotWhole() {
        Captures.write(folder.resolve("1"), pcap(1));
        Captures.write(folder.resolve("2"), Arrays.copyOf(pcap(2), 30));
        Captures.write(folder.resolve("3"), pcap(3));
        Captures.write(folder.resolve("README"), new byte[] {'h', 'e', 'l', 'l', 'o'});

        Outcome outcome = assertReads();

        assertEquals(List.of(1L, 3L), seconds(outcome));
        assertEquals(
                new CaptureStatistics(
                        2,
                        2,
                        0,
                        0,
                        1,
                        "ended, but 2 of 4 files could not be read, or not to their end; the first: "
                                + folder.resolve("2")
                                + ": the capture ends within the header of the packet at byte 24"),
                outcome.statistics());
    }

    private Outcome assertReads() {
        try {
            return Outcome.of(open(), 1);
        } catch (CaptureException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void isNoneWhenItHoldsNoCapture() {
        assertEquals(
                folder + ": no capture in this folder, it is empty",
                assertThrows(CaptureException.class, this::open).getMessage());

        Captures.write(folder.resolve("empty"), new byte[0]);

        assertEquals(
                folder + ": no capture in this folder, looked at 1 files, the first: " + folder.resolve("empty")
                        + ": is empty, not a capture",
                assertThrows(CaptureException.class, this::open).getMessage());
    }

    @Test
    void endsWhenItIsClosed() throws CaptureException {
        Captures.write(folder.resolve("1"), pcap(1));
        Captures.write(folder.resolve("2"), pcap(2));
        Capture capture = open();
        assertEquals(1, capture.poll(packet -> {}, 10));

        capture.close();
        capture.close();

        assertEquals(Capture.END, capture.poll(packet -> {}, 10));
        assertEquals(CaptureStatistics.ENDED, capture.statistics().state());
        assertTrue(!capture.live());
    }
}
