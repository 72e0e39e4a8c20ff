package org.ldpi.lab.pcap;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PcapFileTest {
    @TempDir
    private Path folder;

    private Path written() throws IOException {
        Path file = folder.resolve("a.pcap");
        try (PcapFile.Writer writer = new PcapFile.Writer(file, PcapFile.ETHERNET, 192)) {
            writer.write(new PcapFile.Packet(1_700_000_000_123_456_789L, new byte[] {1, 2, 3}, 1500));
        }
        return file;
    }

    @Test
    void readsBackWhatWasWrittenToTheNanosecond() throws IOException {
        try (PcapFile.Reader reader = new PcapFile.Reader(written())) {
            assertEquals(PcapFile.ETHERNET, reader.linkType());
            assertEquals(192, reader.snaplen());
            PcapFile.Packet packet = reader.next();
            assertEquals(1_700_000_000_123_456_789L, packet.nanos());
            assertArrayEquals(new byte[] {1, 2, 3}, packet.bytes());
            assertEquals(1500, packet.length());
            assertNull(reader.next());
        }
    }

    @Test
    void aCutOffFileIsReportedWithItsName() throws IOException {
        Path whole = written();
        Path cut = folder.resolve("cut.pcap");
        Files.write(cut, Arrays.copyOf(Files.readAllBytes(whole), (int) Files.size(whole) - 1));
        try (PcapFile.Reader reader = new PcapFile.Reader(cut)) {
            IOException e = assertThrows(IOException.class, reader::next);
            assertEquals(cut + ": ends inside a packet", e.getMessage());
        }
    }

    @Test
    void whatIsNoCaptureIsRefused() throws IOException {
        Path file = folder.resolve("notes.txt");
        Files.writeString(file, "certainly not a capture file");
        IOException e = assertThrows(IOException.class, () -> new PcapFile.Reader(file));
        assertEquals(file + ": no pcap file: magic number 63657274", e.getMessage());
    }
}
