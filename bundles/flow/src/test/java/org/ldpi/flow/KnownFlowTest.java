package org.ldpi.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ldpi.api.packet.IpPacket.ACK;
import static org.ldpi.api.packet.IpPacket.FIN;
import static org.ldpi.api.packet.IpPacket.RST;
import static org.ldpi.api.packet.IpPacket.SYN;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ldpi.api.flow.CloseReason;
import org.ldpi.api.flow.Direction;

/** One table goes on with its flows while new ones begin in another. */
class KnownFlowTest {
    private static final int[] FLAGS = {SYN, ACK, ACK, ACK, ACK, ACK, ACK | FIN, RST, SYN | ACK};

    private static PacketBuilder packet(int port, int flags, int seconds) {
        return PacketBuilder.tcp(flags)
                .ports(port, 80)
                .ipv4("10.0.0.1", "10.0.0.2")
                .ethernet()
                .atSeconds(seconds);
    }

    @Test
    void aPacketOfNoFlowOfTheTableIsLeftToTheOtherAndInNoCounter() {
        Heads heads = Heads.oneWay().take(packet(1, SYN, 0));
        assertFalse(heads.table.onKnownFlow(packet(2, SYN, 1).packet()));
        assertTrue(heads.table.onKnownFlow(packet(1, ACK, 1).packet()));
        assertEquals(2, heads.counters().read());
        assertEquals(2, heads.counters().decoded());
        assertEquals(2, heads.end().closed.get(0).packets());
    }

    @Test
    void aDecidedFlowMakesNoHeadInEitherTable() {
        Heads heads = Heads.oneWay().take(packet(1, SYN, 0), packet(1, ACK, 0), packet(1, ACK, 0), packet(1, ACK, 0));
        for (int i = 0; i < 10; i++) {
            assertTrue(heads.table.onKnownFlow(packet(1, ACK, 100 * i).packet()));
        }
        assertEquals(List.of(CloseReason.FULL), heads.end().reasons());
    }

    @Test
    void aFlowThatWasIdleOrBeginsAnewIsForgottenAndLeftToTheOther() {
        Heads heads = Heads.oneWay().take(packet(1, SYN, 0), packet(2, SYN, 0), packet(2, FIN, 0));
        assertFalse(heads.table.onKnownFlow(packet(2, SYN, 1).packet()));
        assertFalse(heads.table.onKnownFlow(packet(2, ACK, 1).packet()));
        assertFalse(heads.table.onKnownFlow(packet(1, ACK, 121).packet()));
        assertEquals(List.of(CloseReason.FIN, CloseReason.TIMEOUT), heads.reasons());
        assertEquals(0, heads.counters().flows());
    }

    /** With equal options the two tables together make the heads that one makes: none is lost and none is there twice. */
    @ParameterizedTest
    @EnumSource(Direction.class)
    void twoTablesMakeTheHeadsThatOneMakes(Direction direction) {
        for (int seed = 0; seed < 200; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Heads one = Heads.with(direction, 1024);
            Heads before = Heads.with(direction, 1024);
            Heads after = Heads.with(direction, 1024);
            int change = random.nextInt(400);
            int seconds = 0;
            for (int i = 0; i < 400; i++) {
                seconds += random.nextInt(20);
                PacketBuilder packet = packet(random.nextInt(12), FLAGS[random.nextInt(FLAGS.length)], seconds);
                if (random.nextBoolean()) {
                    packet = PacketBuilder.tcp(FLAGS[random.nextInt(FLAGS.length)])
                            .ports(80, random.nextInt(12))
                            .ipv4("10.0.0.2", "10.0.0.1")
                            .ethernet()
                            .atSeconds(seconds);
                }
                one.take(packet);
                if (i < change) {
                    before.take(packet);
                } else if (!before.table.onKnownFlow(packet.packet())) {
                    after.take(packet);
                }
            }
            List<String> together = new ArrayList<>(before.end().described());
            together.addAll(after.end().described());
            // Which of its ends closed a head at the end of the capture depends on when its table saw the time.
            assertEquals(sorted(one.end().described()), sorted(together), "seed " + seed);
            assertEquals(
                    one.counters().decoded(),
                    before.counters().decoded() + after.counters().decoded());
        }
    }

    private static List<String> sorted(List<String> heads) {
        return heads.stream()
                .map(head -> head.replace("SHUTDOWN", "TIMEOUT"))
                .sorted()
                .toList();
    }
}
