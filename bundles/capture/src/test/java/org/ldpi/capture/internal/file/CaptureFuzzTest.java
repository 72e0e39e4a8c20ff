package org.ldpi.capture.internal.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.ldpi.api.capture.Capture;
import org.ldpi.api.capture.CaptureException;
import org.ldpi.api.capture.CaptureStatistics;

/**
 * Whatever the bytes of a capture file are, only a {@link CaptureException} of one line comes out of reading it, it gives
 * the same packets through buffers of any size, no byte is in two packets, and the counters say what
 * happened.
 *
 * <p>An ordinary test run tries the inputs in {@code src/test/resources}; {@link FuzzSeedsTest} makes those that fuzzing
 * begins with. With {@code JAZZER_FUZZ=1} in the environment and one method named, Jazzer looks for others.
 */
class CaptureFuzzTest {
    private static final String NAME = "fuzzed";
    private static final int LARGE = 1 << 16;
    private static final long BROKEN = -1;

    @FuzzTest(maxDuration = "24h")
    void plainCaptures(byte[] data) {
        Outcome whole = read(() -> stream(data, LARGE), 100);
        long bytes = whole.packets().stream()
                .mapToLong(packet -> packet.bytes().remaining())
                .sum();
        assertTrue(bytes <= data.length, bytes + " bytes in packets, " + data.length + " in the capture");
        // Every record has a header of 12 bytes at least.
        assertTrue(whole.packets().size() <= data.length / 12);

        int small = 1 + data.length % 61;
        assertEquals(whole, read(() -> stream(data, small), 1 + data.length % 3), "through a buffer of " + small);
    }

    @FuzzTest(maxDuration = "24h")
    void compressedCaptures(byte[] data) throws IOException {
        long throughLarge = count(data, LARGE);
        long throughSmall = count(data, 1 + data.length % 61);
        // Of what comes before damage, decoders give less to a reader that asks for more at once.
        assertEquals(throughLarge, throughSmall, "packets, or that it broke");
    }

    /** Packets, or {@link #BROKEN}. */
    private static long count(byte[] data, int buffer) throws IOException {
        try (Capture capture = open(() -> unpacked(data, buffer))) {
            return drain(capture);
        } catch (CaptureException e) {
            assertEquals(1, e.getMessage().lines().count(), e.getMessage());
            return BROKEN;
        }
    }

    private interface Bytes {
        CaptureBytes open() throws IOException;
    }

    private static CaptureBytes stream(byte[] data, int buffer) {
        return bytes(new ByteArrayInputStream(data), buffer);
    }

    private static CaptureBytes bytes(InputStream stream, int buffer) {
        return new ChunkedBytes(new ReadOnDemand(new StreamChannel(stream), new ChunkPool(buffer)));
    }

    private static CaptureBytes unpacked(byte[] data, int buffer) throws IOException {
        try {
            return bytes(Compression.detect(new ByteArrayInputStream(data)), buffer);
        } catch (IOException e) {
            throw new CaptureException(NAME + ": cannot be read, " + e.getMessage(), e);
        }
    }

    private static Capture open(Bytes bytes) throws IOException {
        return new FileCapture(NAME, new Origin(NAME, false), bytes.open()).begin();
    }

    private static Outcome read(Bytes bytes, int limit) {
        try {
            return Outcome.of(open(bytes), limit);
        } catch (CaptureException e) {
            return new Outcome(List.of(), e.getMessage(), CaptureStatistics.NONE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads to the end without keeping packets, of which a small compressed file may hold very many. */
    private static long drain(Capture capture) throws CaptureException {
        long[] packets = new long[1];
        try {
            int count = 0;
            while (count != Capture.END) {
                long before = packets[0];
                count = capture.poll(packet -> packets[0]++, 1000);
                assertTrue(count != 0, "a poll of a file that gave nothing and did not end");
                assertEquals(Math.max(0, count), packets[0] - before);
            }
        } catch (CaptureException e) {
            assertEquals(e.getMessage(), capture.statistics().state());
            assertTrue(capture.statistics().damaged() > 0);
            throw e;
        } finally {
            assertEquals(packets[0], capture.statistics().packets());
        }
        return packets[0];
    }
}
