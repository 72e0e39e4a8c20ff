package org.ldpi.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.ldpi.api.packet.IpPacket.ACK;
import static org.ldpi.api.packet.IpPacket.FIN;
import static org.ldpi.api.packet.IpPacket.RST;
import static org.ldpi.api.packet.IpPacket.SYN;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.ldpi.api.flow.CloseReason;
import org.ldpi.api.flow.Direction;
import org.ldpi.api.flow.Flow;

class CloseRulesTest {
    private static PacketBuilder there(int flags) {
        return PacketBuilder.tcp(flags)
                .ports(40_000, 80)
                .ipv4("10.0.0.1", "10.0.0.2")
                .ethernet();
    }

    private static PacketBuilder back(int flags) {
        return PacketBuilder.tcp(flags)
                .ports(80, 40_000)
                .ipv4("10.0.0.2", "10.0.0.1")
                .ethernet();
    }

    private static PacketBuilder datagram() {
        return PacketBuilder.udp(10)
                .ports(5000, 53)
                .ipv4("10.0.0.1", "10.0.0.2")
                .ethernet();
    }

    @Test
    void closesWithTheNthPacket() {
        Heads heads = Heads.oneWay().take(there(SYN), there(ACK), there(ACK));
        assertEquals(List.of(), heads.reasons());
        heads.take(there(ACK));
        assertEquals(List.of(CloseReason.FULL), heads.reasons());
        assertEquals(4, heads.closed.get(0).packets());
    }

    @Test
    void scoresADecidedFlowOnlyOnce() {
        Heads heads = Heads.oneWay();
        for (int i = 0; i < 100; i++) {
            heads.take(there(ACK).atSeconds(i));
        }
        assertEquals(List.of(CloseReason.FULL), heads.end().reasons());
        assertEquals(100, heads.counters().decoded());
    }

    @Test
    void closesWithFinAndKeepsIt() {
        Heads heads = Heads.oneWay().take(there(SYN), there(ACK | FIN));
        assertEquals(List.of(CloseReason.FIN), heads.reasons());
        assertEquals(2, heads.closed.get(0).packets());
    }

    @Test
    void closesWithRstAndKeepsIt() {
        Heads heads = Heads.oneWay().take(there(SYN), there(RST | ACK));
        assertEquals(List.of(CloseReason.RST), heads.reasons());
        assertEquals(2, heads.closed.get(0).packets());
    }

    @Test
    void namesFinForTheNthPacketWithFin() {
        assertEquals(
                List.of(CloseReason.FIN),
                Heads.oneWay()
                        .take(there(SYN), there(ACK), there(ACK), there(FIN | ACK))
                        .reasons());
    }

    @Test
    void makesNoHeadOfWhatFollowsFin() {
        Heads heads = Heads.oneWay().take(there(SYN), there(FIN | ACK), there(FIN | ACK), there(ACK), there(RST));
        assertEquals(List.of(CloseReason.FIN), heads.end().reasons());
    }

    @Test
    void beginsAnewWithSynAfterFin() {
        Heads heads = Heads.oneWay().take(there(SYN), there(FIN), there(SYN), there(ACK));
        assertEquals(List.of(CloseReason.FIN, CloseReason.SHUTDOWN), heads.end().reasons());
        assertEquals(2, heads.closed.get(1).packets());
    }

    @Test
    void beginsAnewWithSynAfterRst() {
        Heads heads = Heads.oneWay().take(there(SYN), there(RST), there(SYN));
        assertEquals(List.of(CloseReason.RST, CloseReason.SHUTDOWN), heads.end().reasons());
    }

    @Test
    void makesNoHeadOfDataBehindFin() {
        Heads heads =
                Heads.oneWay().take(there(SYN), there(FIN | ACK), there(ACK).payload(new byte[40]));
        assertEquals(List.of(CloseReason.FIN), heads.end().reasons());
        assertEquals(3, heads.counters().decoded());
    }

    @Test
    void takesAFlowSeenFromItsMiddleForAFlow() {
        Heads heads = Heads.oneWay().take(there(ACK), there(ACK), back(ACK));
        assertEquals(
                List.of(CloseReason.SHUTDOWN, CloseReason.SHUTDOWN), heads.end().reasons());
        assertEquals(2, heads.closed.get(0).packets());
    }

    @Test
    void beginsAnewWithSynAfterAFinThatCameBehindAFullHead() {
        Heads heads = Heads.oneWay()
                .take(there(SYN), there(ACK), there(ACK), there(ACK), there(ACK), there(FIN), there(ACK), there(SYN));
        assertEquals(
                List.of(CloseReason.FULL, CloseReason.SHUTDOWN), heads.end().reasons());
    }

    @Test
    void takesARetransmittedSynAsPartOfItsFlow() {
        Heads heads = Heads.oneWay().take(there(SYN), there(SYN), there(SYN), there(SYN), there(SYN), there(SYN));
        assertEquals(List.of(CloseReason.FULL), heads.end().reasons());
    }

    @Test
    void beginsTheServersSideAnewWithSynAckOneWayOnly() {
        assertEquals(
                List.of(CloseReason.FIN, CloseReason.SHUTDOWN),
                Heads.oneWay()
                        .take(back(SYN | ACK), back(FIN | ACK), back(SYN | ACK))
                        .end()
                        .reasons());
        assertEquals(
                List.of(CloseReason.RST),
                Heads.twoWay()
                        .take(there(SYN), there(RST), back(SYN | ACK))
                        .end()
                        .reasons());
    }

    @Test
    void putsBothWaysIntoOneTwoWayFlowWhoseSourceSentFirst() {
        Heads heads = Heads.twoWay().take(back(SYN), there(SYN | ACK), back(ACK), there(ACK));
        assertEquals(List.of(CloseReason.FULL), heads.reasons());
        Flow flow = heads.closed.get(0);
        assertEquals("10.0.0.2:80 > 10.0.0.1:40000 TCP", flow.key().toString());
        Heads other = Heads.twoWay().take(there(SYN), back(SYN | ACK), there(ACK), back(ACK));
        assertEquals(
                "10.0.0.1:40000 > 10.0.0.2:80 TCP", other.closed.get(0).key().toString());
    }

    @Test
    void closesWhatIsIdleWhenOthersSend() {
        Heads heads = Heads.oneWay().take(datagram().atSeconds(1), there(ACK).atSeconds(119));
        assertEquals(List.of(), heads.reasons());
        heads.take(there(ACK).atSeconds(123));
        assertEquals(List.of(CloseReason.TIMEOUT), heads.reasons());
        assertEquals(17, heads.closed.get(0).key().protocol());
    }

    @Test
    void closesWhatIsIdleWhenNobodySends() {
        Heads heads = Heads.oneWay().take(datagram().atSeconds(10));
        heads.table.advanceTo(130_000_000_000L);
        assertEquals(List.of(), heads.reasons());
        heads.table.advanceTo(132_000_000_000L);
        assertEquals(List.of(CloseReason.TIMEOUT), heads.reasons());
        assertEquals(0, heads.counters().flows());
    }

    @Test
    void keepsAFlowThatIsSilentForExactlyTheTimeout() {
        Heads heads = Heads.oneWay().take(datagram().at(0), datagram().at(Heads.TIMEOUT.toNanos()));
        heads.end();
        assertEquals(List.of(CloseReason.SHUTDOWN), heads.reasons());
        assertEquals(2, heads.closed.get(0).packets());
    }

    @Test
    void splitsAFlowThatIsSilentForOneNanosecondMore() {
        Heads heads = Heads.oneWay().take(datagram().at(0), datagram().at(Heads.TIMEOUT.toNanos() + 1));
        assertEquals(
                List.of(CloseReason.TIMEOUT, CloseReason.SHUTDOWN), heads.end().reasons());
    }

    @Test
    void scoresADecidedFlowAgainOnceItWasIdle() {
        Heads heads = Heads.oneWay().take(there(FIN).atSeconds(0), there(FIN).atSeconds(121));
        assertEquals(List.of(CloseReason.FIN, CloseReason.FIN), heads.end().reasons());
    }

    @Test
    void doesNotCountSilenceBeforeTheLastPacket() {
        Heads heads = Heads.oneWay();
        for (int i = 0; i < 3; i++) {
            heads.take(datagram().atSeconds(100.0 * i));
        }
        assertEquals(List.of(CloseReason.SHUTDOWN), heads.end().reasons());
        assertEquals(3, heads.closed.get(0).packets());
    }

    @Test
    void closesEverythingAtTheEndAndForgetsIt() {
        Heads heads = Heads.oneWay().take(datagram(), there(SYN)).end();
        assertEquals(List.of(CloseReason.SHUTDOWN, CloseReason.SHUTDOWN), heads.reasons());
        assertEquals(0, heads.counters().open());
        assertEquals(0, heads.counters().flows());
        heads.take(datagram()).end();
        assertEquals(3, heads.closed.size());
    }

    @Test
    void evictsDecidedFlowsFirstAndThenTheOldestHead() {
        Heads heads = Heads.with(Direction.ONE_WAY, 16);
        heads.take(there(FIN).atSeconds(0));
        for (int i = 1; i <= 15; i++) {
            heads.take(numbered(i).atSeconds(i));
        }
        assertEquals(List.of(CloseReason.FIN), heads.reasons());
        heads.take(numbered(16).atSeconds(16));
        assertEquals(List.of(CloseReason.FIN), heads.reasons(), "the decided flow made room");
        assertEquals(1, heads.counters().evictions());
        heads.take(numbered(1).atSeconds(17), numbered(17).atSeconds(18));
        assertEquals(List.of(CloseReason.FIN, CloseReason.EVICTED), heads.reasons());
        assertEquals(2, heads.closed.get(1).key().sourcePort(), "flow 1 was seen again, so flow 2 is the oldest");
        assertEquals(16, heads.counters().flows());
        assertEquals(16, heads.counters().open());
    }

    @Test
    void staysWithinItsBoundInAFlood() {
        Heads heads = Heads.with(Direction.ONE_WAY, 16);
        for (int i = 1; i <= 10_000; i++) {
            heads.take(numbered(i));
        }
        assertEquals(16, heads.counters().flows());
        assertEquals(10_000 - 16, heads.closed.size());
        heads.end();
        assertEquals(10_000, heads.closed.size());
        assertEquals(10_000, heads.counters().heads());
        assertEquals(10_000 - 16, heads.counters().closed().get(CloseReason.EVICTED));
        assertEquals(10_000 - 16, heads.counters().evictions());
    }

    private static PacketBuilder numbered(int port) {
        return PacketBuilder.udp(4).ports(port, 53).ipv4("10.0.0.1", "10.0.0.2").ethernet();
    }
}
