package org.ldpi.capture.internal.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A record that is longer than there is memory ends a capture as any other damage does. */
class LargeRecordTest {
    private static final int BLOCK = 64 << 20;

    @TempDir
    Path folder;

    @Test
    void endsTheCaptureWithOneLine() throws IOException, InterruptedException {
        byte[] before = new PcapngBytes()
                .section(ByteOrder.BIG_ENDIAN)
                .interfaceOf(1, 0)
                .enhanced(0, 1, 3, new byte[3])
                .bytes();
        Path file = folder.resolve("large.pcapng");
        try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
            out.write(before);
            out.writeInt(6);
            out.writeInt(BLOCK);
            out.setLength(before.length + BLOCK);
        }

        String output = read(file);

        assertTrue(
                output.startsWith("1 packets, " + file + ": cannot be read, no memory for a record of more than "),
                output);
        assertEquals(1, output.lines().count(), output);
    }

    private static String read(Path file) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:MaxDirectMemorySize=16m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LargeRecordScenario.class.getName(),
                        file.toString())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }
}
