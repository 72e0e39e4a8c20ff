package org.ldpi.alert.pcap;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.ldpi.api.flow.PacketStore;
import org.ldpi.api.packet.CapturedPacket;
import org.ldpi.api.packet.LinkType;

class PacketRingTest {
    private static final int SIZE = 1 << 12;

    private final CapturedPacket view = new CapturedPacket();
    private final PacketRing ring = new PacketRing(SIZE, 100, 1_000_001);

    /** A packet of that many bytes, each of them that number. */
    private long keep(PacketRing into, int number, int length, long before) {
        byte[] bytes = new byte[length + 3];
        Arrays.fill(bytes, (byte) number);
        return into.keep(view.wrap(ByteBuffer.wrap(bytes), 3, length, length + 7, number, LinkType.ETHERNET), before);
    }

    @Test
    void aHeadsPacketsAreThereInTheirOrderAsTheyWereCapturedUpToTheSnapLength() {
        long first = keep(ring, 1, 60, PacketStore.NOWHERE);
        long other = keep(ring, 9, 33, PacketStore.NOWHERE);
        long second = keep(ring, 2, 150, first);
        List<KeptPacket> packets = ring.packets(second);
        assertEquals(
                List.of(1L, 2L),
                packets.stream().map(KeptPacket::timestampNanos).toList());
        assertEquals(60, packets.get(0).bytes().length);
        assertEquals(100, packets.get(1).bytes().length);
        assertEquals(157, packets.get(1).originalLength());
        assertEquals(LinkType.ETHERNET, packets.get(1).linkType());
        byte[] ones = new byte[60];
        Arrays.fill(ones, (byte) 1);
        assertArrayEquals(ones, packets.get(0).bytes());
        assertEquals(1, ring.packets(other).size());
        assertEquals(List.of(), ring.packets(PacketStore.NOWHERE));
    }

    @Test
    void whatHasBeenOverwrittenIsMissingAndNothingElse() {
        long first = keep(ring, 1, 64, PacketStore.NOWHERE);
        long second = keep(ring, 2, 64, first);
        long last = second;
        for (int i = 3; i < 3 + SIZE / 96 - 2; i++) {
            last = keep(ring, i, 64, last);
        }
        assertEquals(SIZE / 96, ring.packets(last).size());
        long next = keep(ring, 99, 64, PacketStore.NOWHERE);
        List<KeptPacket> left = ring.packets(last);
        assertTrue(left.size() < SIZE / 96);
        assertTrue(left.stream().noneMatch(p -> p.timestampNanos() == 1));
        assertEquals(1, ring.packets(next).size());
        assertEquals(List.of(), ring.packets(first));
    }

    @Test
    void placesOfARingBeforeAreTakenForOverwritten() {
        long place = keep(ring, 1, 64, PacketStore.NOWHERE);
        PacketRing after = new PacketRing(SIZE, 100, ring.end());
        keep(after, 2, 64, PacketStore.NOWHERE);
        assertEquals(List.of(), after.packets(place));
        long second = keep(after, 3, 64, place);
        assertEquals(1, after.packets(second).size());
    }

    @Test
    void aRingTooSmallForItsPacketsIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new PacketRing(500, 100, 0));
    }

    @Test
    void aReaderNeverSeesAPacketThatIsPartlyOverwritten() throws Exception {
        AtomicLong newest = new AtomicLong(PacketStore.NOWHERE);
        AtomicBoolean done = new AtomicBoolean();
        Thread writer = new Thread(() -> {
            long last = PacketStore.NOWHERE;
            for (int i = 1; i <= 300_000; i++) {
                last = keep(ring, i & 0x7f, 40 + i % 61, last);
                newest.set(last);
            }
            done.set(true);
        });
        writer.start();
        long seen = 0;
        do {
            for (KeptPacket packet : ring.packets(newest.get())) {
                seen++;
                for (byte b : packet.bytes()) {
                    assertEquals((byte) packet.timestampNanos(), b);
                }
            }
        } while (!done.get());
        writer.join();
        assertTrue(seen > 0);
    }
}
