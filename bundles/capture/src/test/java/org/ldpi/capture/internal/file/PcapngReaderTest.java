package org.ldpi.capture.internal.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ldpi.api.capture.CaptureStatistics;

class PcapngReaderTest {
    private static final byte[] FIRST = {1, 2, 3, 4, 5};
    private static final byte[] SECOND = {6, 7, 8};
    private static final int TSRESOL = 9;
    private static final int TSOFFSET = 14;
    private static final long SECOND_NANOS = 1_000_000_000L;

    @TempDir
    Path folder;

    private final PcapngBytes pcapng = new PcapngBytes();

    private Outcome read(byte[] bytes) {
        return Captures.read(Captures.write(folder.resolve("a.pcapng"), bytes));
    }

    private Outcome read() {
        return read(pcapng.bytes());
    }

    private String fault(String what) {
        return folder.resolve("a.pcapng") + ": " + what;
    }

    @Test
    void readsSectionsInBothByteOrdersEachWithItsOwnInterfaces() {
        pcapng.section(ByteOrder.LITTLE_ENDIAN).interfaceOf(1, 0).enhanced(0, 5, 60, FIRST);
        pcapng.section(ByteOrder.BIG_ENDIAN).interfaceOf(113, 0).interfaceOf(276, 0);
        pcapng.enhanced(1, 1L << 33, 3, SECOND).enhanced(0, 0, 3, SECOND);

        Outcome outcome = read();

        assertEquals(
                List.of(
                        new Packet(5_000, 1, 60, FIRST),
                        new Packet((1L << 33) * 1000, 276, 3, SECOND),
                        new Packet(0, 113, 3, SECOND)),
                outcome.packets());
        assertNull(outcome.error());
        assertEquals(new CaptureStatistics(3, 11, 0, 0, 0, CaptureStatistics.ENDED), outcome.statistics());
    }

    @Test
    void takesTimesInTheUnitAndFromTheOffsetOfTheirInterface() {
        pcapng.section(ByteOrder.BIG_ENDIAN);
        pcapng.interfaceOf(1, 0, pcapng.option(TSRESOL, (byte) 9));
        pcapng.interfaceOf(
                1, 0, pcapng.option(TSRESOL, (byte) 3), pcapng.longOption(TSOFFSET, 1_700_000_000L), pcapng.option(0));
        pcapng.interfaceOf(1, 0, pcapng.option(2, (byte) 'x'), pcapng.option(TSRESOL, (byte) (0x80 | 10)));
        pcapng.enhanced(0, 7, 5, FIRST).enhanced(1, 7, 5, FIRST).enhanced(2, 512, 5, FIRST);

        assertEquals(
                List.of(7L, 1_700_000_000L * SECOND_NANOS + 7_000_000, SECOND_NANOS / 2),
                read().packets().stream().map(Packet::nanos).toList());
    }

    @Test
    void readsSimplePacketsWithTheTimeOfThePacketBeforeAndCutToTheSnapLength() {
        pcapng.section(ByteOrder.LITTLE_ENDIAN).interfaceOf(1, 4);
        pcapng.enhanced(0, 9, 3, SECOND).simple(1500, (byte) 1, (byte) 2, (byte) 3, (byte) 4, (byte) 5);
        pcapng.simple(3, SECOND);

        assertEquals(
                List.of(
                        new Packet(9_000, 1, 3, SECOND),
                        new Packet(9_000, 1, 1500, new byte[] {1, 2, 3, 4}),
                        new Packet(9_000, 1, 3, SECOND)),
                read().packets());
    }

    @Test
    void readsObsoletePacketBlocks() {
        pcapng.section(ByteOrder.BIG_ENDIAN).interfaceOf(1, 0).interfaceOf(9, 0).obsolete(1, 4, 70, FIRST);

        assertEquals(List.of(new Packet(4_000, 9, 70, FIRST)), read().packets());
    }

    @Test
    void passesOverBlocksItDoesNotKnow() {
        pcapng.section(ByteOrder.LITTLE_ENDIAN).interfaceOf(1, 0);
        pcapng.block(PcapngBytes.NAME_RESOLUTION, new byte[5000]).enhanced(0, 1, 5, FIRST);
        pcapng.block(0x0BAD).block(5, new byte[3]);

        Outcome outcome = read();

        assertEquals(1, outcome.packets().size());
        assertNull(outcome.error());
        assertEquals(0, outcome.statistics().damaged());
    }

    @Test
    void countsPacketsItCannotReadAsDamagedAndGoesOn() {
        pcapng.section(ByteOrder.LITTLE_ENDIAN).simple(5, FIRST).interfaceOf(1, 0);
        pcapng.enhanced(1, 0, 5, FIRST).enhanced(-1, 0, 5, FIRST);
        pcapng.enhancedRaw(0, 0, 9, 9, FIRST).enhancedRaw(0, 0, -1, 9, FIRST);
        pcapng.block(6, new byte[16]).enhanced(0, 1, 5, FIRST);

        Outcome outcome = read();

        assertEquals(1, outcome.packets().size());
        assertNull(outcome.error());
        assertEquals(6, outcome.statistics().damaged());
    }

    @Test
    void takesAnInterfaceWhoseOptionsAreCutAndCountsTheDamage() {
        pcapng.section(ByteOrder.BIG_ENDIAN)
                .interfaceOf(1, 0, pcapng.option(TSRESOL, (byte) 9), new byte[] {0, 2, 9, 9});
        pcapng.enhanced(0, 1, 5, FIRST);

        Outcome outcome = read();

        assertEquals(1, outcome.packets().get(0).nanos());
        assertEquals(1, outcome.statistics().damaged());
    }

    @Test
    void takesNoMoreInterfacesThanItsBound() {
        pcapng.section(ByteOrder.BIG_ENDIAN);
        for (int i = 0; i < CaptureInterfaces.MAX + 2; i++) {
            pcapng.interfaceOf(1, 0);
        }
        pcapng.enhanced(CaptureInterfaces.MAX - 1, 1, 5, FIRST).enhanced(CaptureInterfaces.MAX, 1, 5, FIRST);

        Outcome outcome = read();

        assertEquals(1, outcome.packets().size());
        assertEquals(3, outcome.statistics().damaged());
    }

    @Test
    void handsOnWholePacketsBeforeItReportsAFileCutWithinABlock() {
        pcapng.section(ByteOrder.LITTLE_ENDIAN).interfaceOf(1, 0).enhanced(0, 5, 60, FIRST);
        int whole = pcapng.bytes().length;
        pcapng.enhanced(0, 5, 60, FIRST);
        int length = pcapng.bytes().length;

        for (int cut = whole + 1; cut < length; cut++) {
            Outcome outcome = read(Arrays.copyOf(pcapng.bytes(), cut));

            assertEquals(1, outcome.packets().size());
            assertEquals(fault("the capture ends within the block at byte " + whole), outcome.error());
            assertEquals(1, outcome.statistics().damaged());
        }
    }

    @Test
    void reportsAFileCutWithinABlockThatItPassesOver() {
        pcapng.section(ByteOrder.LITTLE_ENDIAN).block(PcapngBytes.NAME_RESOLUTION, new byte[100]);

        for (int cut = 29; cut < 28 + 112; cut++) {
            assertEquals(
                    fault("the capture ends within the block at byte 28"),
                    read(Arrays.copyOf(pcapng.bytes(), cut)).error());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 8, 13, 0x0900_0000, -4})
    void endsWithAnErrorAtABlockLengthThatCannotBe(int length) {
        pcapng.section(ByteOrder.LITTLE_ENDIAN).interfaceOf(1, 0).enhanced(0, 5, 60, FIRST);
        int offset = pcapng.bytes().length;
        pcapng.rawBlock(6, length, length, new byte[24]);

        Outcome outcome = read();

        assertEquals(1, outcome.packets().size());
        assertEquals(
                fault("a block of " + Integer.toUnsignedString(length) + " bytes cannot be at byte " + offset),
                outcome.error());
    }

    @ParameterizedTest
    @ValueSource(ints = {6, PcapngBytes.NAME_RESOLUTION})
    void endsWithAnErrorWhereABlockGivesTwoLengths(int type) {
        pcapng.section(ByteOrder.LITTLE_ENDIAN).rawBlock(type, 36, 40, new byte[24]);

        assertEquals(fault("a block gives its length as 36 and at its end as 40 at byte 28"), read().error());
    }

    @Test
    void doesNotReadAVersionItDoesNotKnow() {
        assertEquals(
                fault("pcapng version 2.0 is not supported at byte 0"),
                read(pcapng.section(ByteOrder.BIG_ENDIAN, 2).bytes()).error());
    }

    @Test
    void endsWithAnErrorWhereASectionHasNoByteOrder() {
        pcapng.section(ByteOrder.BIG_ENDIAN).block(PcapngReader.SECTION_HEADER, new byte[16]);

        assertEquals(fault("a section header without its byte-order magic at byte 28"), read().error());
    }

    @Test
    void acceptsACaptureWithoutPackets() {
        Outcome outcome = read(pcapng.section(ByteOrder.LITTLE_ENDIAN).bytes());

        assertNull(outcome.error());
        assertTrue(outcome.packets().isEmpty());
    }
}
