package org.ldpi.capture.internal.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.ldpi.api.capture.CaptureStatistics;

class PcapReaderTest {
    private static final byte[] FIRST = {1, 2, 3, 4, 5};
    private static final byte[] SECOND = {6, 7, 8};

    @TempDir
    Path folder;

    private Outcome read(byte[] bytes) {
        return Captures.read(Captures.write(folder.resolve("a.pcap"), bytes));
    }

    private String fault(String what) {
        return folder.resolve("a.pcap") + ": " + what;
    }

    static Stream<Arguments> formats() {
        return Stream.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)
                .flatMap(order -> Stream.of(
                        Arguments.of(PcapReader.MICROSECONDS, order, 1000),
                        Arguments.of(PcapReader.NANOSECONDS, order, 1),
                        Arguments.of(PcapReader.MODIFIED, order, 1000)));
    }

    @ParameterizedTest
    @MethodSource("formats")
    void readsEveryFormatInBothByteOrders(int magic, ByteOrder order, int nanosPerFraction) {
        byte[] pcap = new PcapBytes(magic, order, 113)
                .record(0x7000_0000, 999_999, 5, FIRST)
                .record(0xF000_0000, 1, 1500, SECOND)
                .record(0, 0, 0)
                .bytes();

        Outcome outcome = read(pcap);

        assertEquals(
                List.of(
                        new Packet(0x7000_0000L * 1_000_000_000 + 999_999L * nanosPerFraction, 113, 5, FIRST),
                        new Packet(0xF000_0000L * 1_000_000_000 + nanosPerFraction, 113, 1500, SECOND),
                        new Packet(0, 113, 0, new byte[0])),
                outcome.packets());
        assertNull(outcome.error());
        assertEquals(new CaptureStatistics(3, 8, 0, 0, 0, CaptureStatistics.ENDED), outcome.statistics());
    }

    @Test
    void leavesOutTheFrameCheckBitsOfTheLinkType() {
        byte[] pcap = new PcapBytes(PcapReader.MICROSECONDS, ByteOrder.LITTLE_ENDIAN, 0x5400_0001)
                .record(1, 0, 5, FIRST)
                .bytes();

        assertEquals(1, read(pcap).packets().get(0).linkType());
    }

    @Test
    void countsAPacketAsAtLeastAsLongOnTheWireAsItWasCaptured() {
        Outcome outcome = read(
                PcapBytes.micros(ByteOrder.BIG_ENDIAN).record(1, 0, 2, FIRST).bytes());

        assertEquals(5, outcome.packets().get(0).originalLength());
    }

    @Test
    void handsOnWholePacketsBeforeItReportsAFileCutWithinAPacket() {
        byte[] pcap = PcapBytes.micros(ByteOrder.LITTLE_ENDIAN)
                .record(1, 0, 5, FIRST)
                .record(2, 0, 3, SECOND)
                .bytes();

        Outcome outcome = read(Arrays.copyOf(pcap, pcap.length - 1));

        assertEquals(1, outcome.packets().size());
        assertEquals(fault("the capture ends within the packet at byte 45"), outcome.error());
        assertEquals(new CaptureStatistics(1, 5, 0, 0, 1, outcome.error()), outcome.statistics());
    }

    @Test
    void reportsAFileCutWithinTheHeaderOfAPacket() {
        byte[] pcap = PcapBytes.micros(ByteOrder.LITTLE_ENDIAN)
                .record(1, 0, 5, FIRST)
                .record(2, 0, 3)
                .bytes();

        Outcome outcome = read(Arrays.copyOf(pcap, pcap.length - 15));

        assertEquals(1, outcome.packets().size());
        assertEquals(fault("the capture ends within the header of the packet at byte 45"), outcome.error());
    }

    @Test
    void reportsAFileCutWithinItsHeader() {
        byte[] pcap = PcapBytes.micros(ByteOrder.LITTLE_ENDIAN).bytes();

        assertEquals(
                fault("the capture ends within the file header at byte 0"),
                read(Arrays.copyOf(pcap, 23)).error());
    }

    @Test
    void endsWithAnErrorAtAPacketLengthThatCannotBe() {
        byte[] pcap = PcapBytes.micros(ByteOrder.BIG_ENDIAN)
                .record(1, 0, 5, FIRST)
                .raw(2, 0, 262_145, 262_145, new byte[262_145])
                .bytes();

        Outcome outcome = read(pcap);

        assertEquals(1, outcome.packets().size());
        assertEquals(fault("a packet of 262145 bytes cannot be at byte 45"), outcome.error());
    }

    @Test
    void takesANegativePacketLengthForAHugeOne() {
        byte[] pcap =
                PcapBytes.micros(ByteOrder.BIG_ENDIAN).raw(2, 0, -1, 60, FIRST).bytes();

        assertEquals(
                fault("a packet of 4294967295 bytes cannot be at byte 24"),
                read(pcap).error());
    }

    @Test
    void readsLongPacketsOfLinkLayersThatHaveThem() {
        int usb = 249;
        byte[] pcap = new PcapBytes(PcapReader.MICROSECONDS, ByteOrder.BIG_ENDIAN, usb)
                .record(2, 0, 300_000, new byte[300_000])
                .bytes();

        assertEquals(300_000, read(pcap).statistics().bytes());
    }

    @Test
    void readsOldVersionsWithTheirLengthsTheOtherWayRound() {
        PcapBytes before = new PcapBytes(PcapReader.MICROSECONDS, ByteOrder.BIG_ENDIAN, 2, 2, 1);
        PcapBytes between = new PcapBytes(PcapReader.MICROSECONDS, ByteOrder.BIG_ENDIAN, 2, 3, 1);

        List<Packet> expected = List.of(new Packet(0, 1, 60, FIRST), new Packet(0, 1, 60, FIRST));
        assertEquals(
                expected,
                read(before.raw(0, 0, 60, 5, FIRST).raw(0, 0, 60, 5, FIRST).bytes())
                        .packets());
        assertEquals(
                expected,
                read(between.raw(0, 0, 60, 5, FIRST).raw(0, 0, 5, 60, FIRST).bytes())
                        .packets());
    }

    @Test
    void doesNotReadAVersionItDoesNotKnow() {
        byte[] pcap = new PcapBytes(PcapReader.MICROSECONDS, ByteOrder.LITTLE_ENDIAN, 3, 4, 1).bytes();

        assertEquals(
                fault("pcap version 3.4 is not supported at byte 4"), read(pcap).error());
    }
}
