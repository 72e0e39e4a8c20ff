package org.ldpi.capture.internal.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.airlift.compress.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ldpi.api.capture.CaptureStatistics;

/**
 * Valid captures with random damage. {@link Outcome} and {@link Packet} hold for each that nothing but a
 * CaptureException is thrown, that every packet lies in its buffer, and that the statistics count what was handed on.
 */
class DamagedCapturesTest {
    private static final int CASES = 1000;
    private static final int[] INTERESTING = {0, 1, -1, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF, 12, 262_144};

    @TempDir
    Path folder;

    private static byte[] mutated(byte[] valid, Random random) {
        byte[] bytes = valid.clone();
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(5)) {
                case 0 -> bytes[at] = (byte) random.nextInt();
                case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> putInt(bytes, at & ~3, INTERESTING[random.nextInt(INTERESTING.length)], random.nextBoolean());
                case 3 -> bytes = Arrays.copyOf(bytes, at + 1);
                default -> bytes = without(bytes, at, Math.min(bytes.length - at, 1 + random.nextInt(8)));
            }
            if (bytes.length == 0) {
                return bytes;
            }
        }
        return bytes;
    }

    private static void putInt(byte[] bytes, int at, int value, boolean bigEndian) {
        for (int i = 0; i < 4 && at + i < bytes.length; i++) {
            bytes[at + i] = (byte) (value >>> (bigEndian ? 24 - 8 * i : 8 * i));
        }
    }

    private static byte[] without(byte[] bytes, int at, int length) {
        byte[] shorter = new byte[bytes.length - length];
        System.arraycopy(bytes, 0, shorter, 0, at);
        System.arraycopy(bytes, at + length, shorter, at, shorter.length - at);
        return shorter;
    }

    /** The part of an outcome that must not depend on how the bytes were read. */
    private static void assertSame(Outcome expected, Outcome actual, int seed) {
        assertEquals(expected.packets(), actual.packets(), "seed " + seed);
        assertEquals(expected.error(), actual.error(), "seed " + seed);
        assertEquals(expected.statistics(), actual.statistics(), "seed " + seed);
    }

    /** What went wrong is in the statistics, unless it could not be opened at all. */
    private static void assertAccounted(Outcome outcome, int seed) {
        if (outcome.error() != null && !outcome.statistics().equals(CaptureStatistics.NONE)) {
            assertTrue(outcome.statistics().damaged() > 0, "seed " + seed);
            assertEquals(outcome.error(), outcome.statistics().state(), "seed " + seed);
        } else {
            assertEquals(CaptureStatistics.ENDED, outcome.statistics().state(), "seed " + seed);
        }
    }

    @Test
    void damagedCapturesGiveTheSameHoweverTheyAreRead() {
        for (int seed = 0; seed < CASES; seed++) {
            Random random = new Random(seed);
            byte[] valid = seed % 2 == 0 ? Captures.pcap(random, 12) : Captures.pcapng(random, 12);
            Path file = Captures.write(folder.resolve("a"), mutated(valid, random));

            Outcome outcome = Captures.read(file);

            assertSame(outcome, Captures.read(file, 1 + random.nextInt(100), 1 + random.nextInt(5)), seed);
            assertAccounted(outcome, seed);
        }
    }

    @Test
    void damagedCompressedCapturesThrowNothingElse() throws IOException {
        Random content = new Random(1);
        byte[] plain = Captures.pcap(content, 300);
        byte[] gzip = compressed(plain, true);
        byte[] zstd = compressed(plain, false);
        int faults = 0;
        for (int seed = 0; seed < CASES; seed++) {
            Random random = new Random(seed);
            Path file = Captures.write(folder.resolve("a"), mutated(seed % 2 == 0 ? gzip : zstd, random));
            Outcome outcome = Captures.read(file);
            assertAccounted(outcome, seed);
            if (outcome.error() != null) {
                faults++;
            }
        }
        assertTrue(faults > CASES / 2, "faults found: " + faults);
    }

    private static byte[] compressed(byte[] plain, boolean gzip) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream compressing = gzip ? new GZIPOutputStream(out) : new ZstdOutputStream(out)) {
            compressing.write(plain);
        }
        return out.toByteArray();
    }
}
