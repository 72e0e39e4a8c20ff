package org.ldpi.capture.internal.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ldpi.api.capture.Capture;
import org.ldpi.api.capture.CaptureException;

class ReadAheadTest {
    /** A pipe whose reader waits until the test writes. */
    private static final class Pipe extends InputStream {
        private static final byte[] END = {};
        private final BlockingQueue<byte[]> written = new LinkedBlockingQueue<>();

        void write(byte[] bytes) {
            written.add(bytes);
        }

        void end() {
            written.add(END);
        }

        @Override
        public int read() {
            throw new UnsupportedOperationException();
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            try {
                byte[] next = written.take();
                if (next == END) {
                    return -1;
                }
                int count = Math.min(length, next.length);
                System.arraycopy(next, 0, target, offset, count);
                if (count < next.length) {
                    throw new AssertionError("write less at once");
                }
                return count;
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
    }

    @TempDir
    Path folder;

    private static Capture standardInput(InputStream stream) throws CaptureException {
        return new CaptureFiles(1 << 20, 0, stream).open("-");
    }

    /** Polls until something has come. */
    private static int pollForSome(Capture capture) throws CaptureException {
        int count = 0;
        while (count == 0) {
            count = capture.poll(packet -> {}, 10);
        }
        return count;
    }

    @Test
    void readsWhatComesAlthoughMoreIsYetToCome() throws CaptureException {
        Pipe pipe = new Pipe();
        PcapBytes pcap = PcapBytes.micros(ByteOrder.LITTLE_ENDIAN);
        byte[] header = pcap.bytes();
        byte[] all =
                pcap.record(1, 0, 5, new byte[5]).record(2, 0, 5, new byte[5]).bytes();
        try (Capture capture = standardInput(pipe)) {
            assertEquals("-", capture.name());
            assertEquals(0, capture.poll(packet -> {}, 10));

            pipe.write(Arrays.copyOf(header, 4));
            pipe.write(Arrays.copyOfRange(header, 4, 20));
            assertEquals(0, capture.poll(packet -> {}, 10));

            pipe.write(Arrays.copyOfRange(all, 20, 24 + 21 + 3));
            assertEquals(1, pollForSome(capture));
            assertEquals(0, capture.poll(packet -> {}, 10));

            pipe.write(Arrays.copyOfRange(all, 24 + 21 + 3, all.length));
            assertEquals(1, pollForSome(capture));

            pipe.end();
            assertEquals(Capture.END, pollForSome(capture));
        }
    }

    @Test
    void givesTheSameAsAFile() throws CaptureException {
        byte[] pcap = Captures.pcap(new Random(3), 40_000);
        Outcome file = Captures.read(Captures.write(folder.resolve("a"), pcap));

        Outcome outcome = Outcome.of(standardInput(new ByteArrayInputStream(pcap)), 1000);

        assertEquals(file.packets(), outcome.packets());
        assertEquals(file.statistics(), outcome.statistics());
    }

    @Test
    void unpacksWhatIsCompressed() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(Captures.pcap(new Random(4), 100));
        }

        assertEquals(
                100,
                Outcome.of(standardInput(new ByteArrayInputStream(out.toByteArray())), 7)
                        .packets()
                        .size());
    }

    @Test
    void reportsWhatIsNoCaptureOrEmpty() throws CaptureException {
        assertEquals(
                "standard input: is no pcap or pcapng capture, begins with 68 69 68 69",
                errorOf("hihi".getBytes(StandardCharsets.US_ASCII)));
        assertEquals("standard input: is empty, not a capture", errorOf());
    }

    private static String errorOf(byte... bytes) throws CaptureException {
        try (Capture capture = standardInput(new ByteArrayInputStream(bytes))) {
            return assertThrows(CaptureException.class, () -> pollForSome(capture))
                    .getMessage();
        }
    }

    @Test
    void reportsAPipeThatBreaksBehindWhatItGave() throws CaptureException {
        byte[] pcap = PcapBytes.micros(ByteOrder.LITTLE_ENDIAN)
                .record(1, 0, 5, new byte[5])
                .bytes();
        InputStream breaking = new InputStream() {
            private boolean given;

            @Override
            public int read() {
                throw new UnsupportedOperationException();
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                if (given) {
                    throw new IOException("the cable was cut");
                }
                given = true;
                System.arraycopy(pcap, 0, target, offset, 4);
                return 4;
            }
        };
        try (Capture capture = standardInput(breaking)) {
            String message = assertThrows(CaptureException.class, () -> pollForSome(capture))
                    .getMessage();
            assertEquals("standard input: cannot be read, the cable was cut, at byte 0", message);
        }
    }

    @Test
    void readsANamedPipe() throws Exception {
        Path fifo = folder.resolve("fifo");
        Process make = new ProcessBuilder("mkfifo", fifo.toString()).start();
        assertEquals(0, make.waitFor());
        Path pcap = Captures.write(folder.resolve("a"), Captures.pcap(new Random(4), 100));

        Capture capture = new CaptureFiles().open(fifo.toString());
        assertEquals(0, capture.poll(packet -> {}, 10), "before anybody writes");
        Process writer = new ProcessBuilder("cp", pcap.toString(), fifo.toString()).start();
        Outcome outcome = Outcome.of(capture, 1000);

        assertEquals(0, writer.waitFor());
        assertEquals(100, outcome.packets().size());
        assertTrue(outcome.error() == null);
    }
}
