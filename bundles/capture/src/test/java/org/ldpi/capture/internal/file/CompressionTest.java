package org.ldpi.capture.internal.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.airlift.compress.zstd.ZstdOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompressionTest {
    @TempDir
    Path folder;

    private byte[] plain;
    private List<Packet> packets;

    @FunctionalInterface
    private interface Compressor {
        OutputStream over(OutputStream out) throws IOException;
    }

    private static byte[] compressed(byte[] plain, Compressor compressor) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream compressing = compressor.over(out)) {
            compressing.write(plain);
        }
        return out.toByteArray();
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private Outcome read(byte[] bytes) {
        return Captures.read(Captures.write(folder.resolve("a"), bytes));
    }

    @BeforeEach
    void makeCapture() {
        plain = Captures.pcap(new Random(1), 30_000);
        packets = read(plain).packets();
    }

    @Test
    void readsGzip() throws IOException {
        Outcome outcome = read(compressed(plain, GZIPOutputStream::new));

        assertEquals(packets, outcome.packets());
        assertNull(outcome.error());
    }

    @Test
    void readsGzipMembersInARow() throws IOException {
        byte[] first = compressed(Arrays.copyOf(plain, 1000), GZIPOutputStream::new);
        byte[] rest = compressed(Arrays.copyOfRange(plain, 1000, plain.length), GZIPOutputStream::new);

        assertEquals(packets, read(joined(first, rest)).packets());
    }

    @Test
    void readsZstd() throws IOException {
        Outcome outcome = read(compressed(plain, ZstdOutputStream::new));

        assertEquals(packets, outcome.packets());
        assertNull(outcome.error());
    }

    @Test
    void readsZstdFramesInARow() throws IOException {
        byte[] first = compressed(Arrays.copyOf(plain, 1000), ZstdOutputStream::new);
        byte[] rest = compressed(Arrays.copyOfRange(plain, 1000, plain.length), ZstdOutputStream::new);

        assertEquals(packets, read(joined(first, rest)).packets());
    }

    @Test
    void handsOnWhatIsThereOfACutGzipFile() throws IOException {
        byte[] whole = compressed(plain, GZIPOutputStream::new);

        assertHandsOn(packets.size() / 2, packets, read(Arrays.copyOf(whole, whole.length * 2 / 3)));
    }

    @Test
    void handsOnEveryWholePacketOfACutGzipFile() throws IOException {
        byte[] cut = Arrays.copyOf(compressed(plain, GZIPOutputStream::new), 300_000);
        int unpacked = 0;
        try (GZIPInputStream stream = new GZIPInputStream(new ByteArrayInputStream(cut))) {
            while (stream.read() >= 0) {
                unpacked++;
            }
        } catch (EOFException e) {
            assertTrue(unpacked > 0);
        }

        assertEquals(
                read(Arrays.copyOf(plain, unpacked)).packets().size(),
                read(cut).packets().size());
    }

    @Test
    void handsOnWhatIsThereOfACutZstdFileButForTheLastWindow() throws IOException {
        plain = Captures.pcap(new Random(2), 100_000);
        packets = read(plain).packets();
        byte[] whole = compressed(plain, ZstdOutputStream::new);

        assertHandsOn(packets.size() / 4, packets, read(Arrays.copyOf(whole, whole.length * 2 / 3)));
    }

    private void assertHandsOn(int atLeast, List<Packet> expected, Outcome outcome) {
        int count = outcome.packets().size();
        assertTrue(count > atLeast, "packets: " + count);
        assertEquals(expected.subList(0, count), outcome.packets());
        assertTrue(outcome.error().startsWith(folder.resolve("a") + ": cannot be read, "), outcome.error());
        assertTrue(outcome.error().endsWith(" of the uncompressed capture"), outcome.error());
        assertEquals(1, outcome.statistics().damaged());
    }

    @Test
    void reportsWhatIsCompressedButNoCapture() throws IOException {
        assertEquals(
                folder.resolve("a") + ": is no pcap or pcapng capture, begins with 68 65 6c 6c",
                read(compressed(new byte[] {'h', 'e', 'l', 'l', 'o'}, GZIPOutputStream::new))
                        .error());
    }

    @Test
    void reportsAHeaderThatIsDamaged() {
        assertTrue(read(new byte[] {0x1F, (byte) 0x8B, 8, -1, 0, 0})
                .error()
                .startsWith(folder.resolve("a") + ": cannot be read, "));
        assertTrue(read(new byte[] {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD, -1, -1, 0})
                .error()
                .startsWith(folder.resolve("a") + ": cannot be read, "));
    }
}
