package org.ldpi.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.ldpi.api.packet.IpPacket.ACK;
import static org.ldpi.api.packet.IpPacket.FIN;
import static org.ldpi.api.packet.IpPacket.SYN;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ldpi.api.flow.Flow;
import org.ldpi.api.flow.PacketStore;
import org.ldpi.api.packet.CapturedPacket;

/** Which packets a table has kept, and how heads find them again. */
class KeptPacketsTest {
    /** Places are indices of what was kept. */
    private static final class Store implements PacketStore {
        private record Kept(long seconds, long before) {}

        private final List<Kept> kept = new ArrayList<>();

        @Override
        public long keep(CapturedPacket packet, long before) {
            kept.add(new Kept(packet.timestampNanos() / 1_000_000_000L, before));
            return kept.size() - 1L;
        }

        /** The seconds of a head's packets, the last one first. */
        List<Long> secondsOf(Flow flow) {
            List<Long> seconds = new ArrayList<>();
            for (long place = flow.keptAt();
                    place != NOWHERE;
                    place = kept.get((int) place).before()) {
                seconds.add(kept.get((int) place).seconds());
            }
            return seconds;
        }
    }

    private final Store store = new Store();

    private static PacketBuilder packet(int port, int flags, int seconds) {
        return PacketBuilder.tcp(flags)
                .ports(port, 80)
                .ipv4("10.0.0.1", "10.0.0.2")
                .ethernet()
                .atSeconds(seconds);
    }

    @Test
    void thePacketsOfAHeadAreKeptAndNoOthers() {
        Heads heads = Heads.oneWay();
        heads.table.packets(store);
        heads.take(packet(1, SYN, 1), packet(2, SYN, 2), packet(1, ACK, 3), packet(1, ACK, 4), packet(1, ACK, 5));
        heads.take(packet(1, ACK, 6), packet(2, FIN, 7));
        assertEquals(List.of(5L, 4L, 3L, 1L), store.secondsOf(heads.closed.get(0)));
        assertEquals(List.of(7L, 2L), store.secondsOf(heads.closed.get(1)));
        assertEquals(6, store.kept.size());
    }

    @Test
    void aHeadThatTakesThePlaceOfAnotherBeginsAnew() {
        Heads heads = Heads.oneWay();
        heads.table.packets(store);
        heads.take(packet(1, FIN, 1), packet(2, SYN, 2)).end();
        assertEquals(List.of(2L), store.secondsOf(heads.closed.get(1)));
    }

    @Test
    void withoutAStoreNothingIsKeptAndOneThatComesLaterHasWhatCameSince() {
        Heads heads = Heads.oneWay().take(packet(1, SYN, 1), packet(2, SYN, 2));
        heads.table.packets(store);
        heads.take(packet(1, FIN, 3));
        assertEquals(List.of(3L), store.secondsOf(heads.closed.get(0)));
        heads.table.packets(null);
        heads.take(packet(2, ACK, 4), packet(2, FIN, 5), packet(3, FIN, 6));
        assertEquals(PacketStore.NOWHERE, heads.closed.get(1).keptAt());
        assertEquals(PacketStore.NOWHERE, heads.closed.get(2).keptAt());
        assertEquals(1, store.kept.size());
    }

    @Test
    void aTableThatGoesOnWithItsFlowsKeepsTheirPacketsToo() {
        Heads heads = Heads.oneWay();
        heads.table.packets(store);
        heads.take(packet(1, SYN, 1));
        heads.table.onKnownFlow(packet(1, ACK, 2).packet());
        heads.end();
        assertEquals(List.of(2L, 1L), store.secondsOf(heads.closed.get(0)));
    }
}
