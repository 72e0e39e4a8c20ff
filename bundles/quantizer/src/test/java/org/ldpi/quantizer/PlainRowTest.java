package org.ldpi.quantizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.ldpi.api.packet.IpPacket;
import org.ldpi.api.quantizer.SampleShape;

/** The short way to a row gives what the long way gives. */
class PlainRowTest {
    private static final int PACKETS = 200_000;
    private static final int MARGIN = 7;
    private static final int MAX_PACKET = 128;
    private static final int[] PROTOCOLS = {IpPacket.TCP, IpPacket.TCP, IpPacket.UDP, 1, 132};
    private static final int[] LENGTHS = {20, 21, 31, 32, 33, 52, 60, 100, SampleShape.MAX_BYTES};

    @Test
    void bothWaysGiveTheSame() {
        Random random = new Random(6);
        int plain = 0;
        for (int i = 0; i < PACKETS; i++) {
            IpPacket packet = packet(random);
            int length = LENGTHS[random.nextInt(LENGTHS.length)];
            byte[] row = new byte[MARGIN + length + MARGIN];
            random.nextBytes(row);
            byte[] expected = row.clone();
            RobustQuantizer.quantizeAny(packet, expected, MARGIN, length);
            if (PlainRow.write(packet, row, MARGIN, length)) {
                plain++;
                assertArrayEquals(expected, row, packet.protocol() + ", " + length + " bytes");
            }
        }
        assertTrue(plain > PACKETS / 4, plain + " plain");
        assertTrue(plain < PACKETS * 3 / 4, plain + " plain");
    }

    /** Whatever is no plain packet is left to the long way untouched. */
    @Test
    void writesNothingOfOtherPackets() {
        Random random = new Random(7);
        int others = 0;
        for (int i = 0; i < PACKETS; i++) {
            IpPacket packet = packet(random);
            int length = LENGTHS[random.nextInt(LENGTHS.length)];
            byte[] row = new byte[length];
            random.nextBytes(row);
            byte[] before = row.clone();
            if (!PlainRow.write(packet, row, 0, length)) {
                others++;
                assertArrayEquals(before, row);
            }
        }
        assertTrue(others > PACKETS / 4, others + " others");
    }

    /** Mostly IPv4 with mostly no options, and TCP with options that make sense or do not; cut anywhere. */
    private static IpPacket packet(Random random) {
        byte[] bytes = new byte[MARGIN + MAX_PACKET];
        random.nextBytes(bytes);
        int version = random.nextInt(8) == 0 ? 6 : 4;
        int header = version == 6 ? 40 : random.nextInt(6) == 0 ? 24 : 20;
        int transport = MARGIN + header;
        bytes[MARGIN] = (byte) (version << 4 | (header / 4));
        bytes[MARGIN + 6] = 0;
        int protocol = PROTOCOLS[random.nextInt(PROTOCOLS.length)];
        bytes[MARGIN + 9] = (byte) protocol;
        bytes[transport + 12] = (byte) (random.nextInt(16) << 4);
        options(bytes, transport + 20, random);
        int end = random.nextInt(3) == 0 ? transport + random.nextInt(MAX_PACKET - header) : bytes.length;
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new IpPacket()
                .ip(buffer, version, MARGIN, end, transport, protocol, 0)
                .transport(buffer.getShort(transport) & 0xFFFF, buffer.getShort(transport + 2) & 0xFFFF, 0);
    }

    private static void options(byte[] bytes, int begin, Random random) {
        int[] kinds = {0, 1, 1, 2, 3, 5, 8};
        int at = begin;
        while (at < begin + 38) {
            int kind = kinds[random.nextInt(kinds.length)];
            int length = kind < 2 ? 1 : kind == 8 ? 10 : 2 + random.nextInt(9);
            bytes[at] = (byte) kind;
            if (length > 1) {
                bytes[at + 1] = (byte) (random.nextInt(10) == 0 ? random.nextInt(256) : length);
            }
            at += length;
        }
    }
}
