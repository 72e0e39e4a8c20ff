package org.ldpi.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ldpi.api.flow.CloseReason;

/** The clock, the timer wheel, and what jumps of time do to a table. */
class FlowTimesTest {
    private static final long SECOND = 1_000_000_000L;

    private static PacketBuilder flow(int port) {
        return PacketBuilder.udp(0).ports(port, 53).ipv4("10.0.0.1", "10.0.0.2").ethernet();
    }

    @Test
    void theClockFollowsTheLatestTimeStamp() {
        FlowClock clock = new FlowClock(120 * SECOND);
        assertEquals(0, clock.observe(1_700_000_000L * SECOND));
        assertEquals(5 * SECOND, clock.observe(1_700_000_005L * SECOND));
        assertEquals(5 * SECOND, clock.observe(1_700_000_003L * SECOND), "out of order");
        assertEquals(6 * SECOND, clock.observe(1_700_000_006L * SECOND));
        assertEquals(9 * SECOND, clock.advanceTo(1_700_000_009L * SECOND));
        assertEquals(9 * SECOND, clock.advanceTo(1_600_000_000L * SECOND));
    }

    @Test
    void theClockGoesOnAfterAWrongTimeStamp() {
        FlowClock clock = new FlowClock(120 * SECOND);
        clock.observe(1000 * SECOND);
        assertEquals(240 * SECOND, clock.observe(4_000_000_000L * SECOND), "no further than matters");
        assertEquals(240 * SECOND, clock.observe(1001 * SECOND), "back in time: it stands, and counts from there");
        assertEquals(249 * SECOND, clock.observe(1010 * SECOND));
    }

    @Test
    void theClockNeverGoesBackWhateverItIsTold() {
        Random random = new Random(1);
        FlowClock clock = new FlowClock(24 * 3600 * SECOND);
        long last = clock.observe(random.nextLong());
        for (int i = 0; i < 1_000_000; i++) {
            long now = random.nextBoolean() ? clock.observe(random.nextLong()) : clock.advanceTo(random.nextLong());
            assertTrue(now - last >= 0 && now - last <= 2 * 24 * 3600 * SECOND);
            last = now;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1_000_000L, 5 * SECOND, 120 * SECOND, 86_400 * SECOND})
    void theWheelReturnsEachSlotAtItsTime(long timeout) {
        Random random = new Random(timeout);
        int slots = 500;
        TimerWheel wheel = new TimerWheel(new SlotLists(slots, 2 * TimerWheel.LISTS, true), TimerWheel.LISTS, timeout);
        Map<Integer, Long> armed = new HashMap<>();
        long tick = wheel.nextTickNanos();
        assertTrue(tick <= Math.max(1, timeout / 64), "fine enough");
        long now = 0;
        for (int i = 0; i < 20_000; i++) {
            now += (long) (tick * 3 * random.nextDouble() * (random.nextInt(300) == 0 ? 500 : 1));
            wheel.advance(now);
            for (int slot = wheel.pollDue(); slot != SlotLists.NONE; slot = wheel.pollDue()) {
                long deadline = armed.remove(slot) + timeout;
                assertTrue(now >= deadline, "not too early");
            }
            for (Map.Entry<Integer, Long> entry : armed.entrySet()) {
                assertTrue(now < entry.getValue() + timeout + tick, "not more than a tick late");
            }
            int slot = random.nextInt(slots);
            if (!armed.containsKey(slot)) {
                wheel.arm(slot, now);
                armed.put(slot, now);
            } else if (random.nextInt(4) == 0) {
                wheel.disarm(slot);
                armed.remove(slot);
            }
            int earliest = wheel.earliest();
            assertEquals(armed.isEmpty(), earliest == SlotLists.NONE);
            if (earliest != SlotLists.NONE) {
                long first =
                        armed.values().stream().mapToLong(Long::longValue).min().orElseThrow();
                assertTrue(armed.get(earliest) - first <= tick, "the earliest, to a tick");
            }
        }
    }

    @Test
    void aJumpForwardClosesWhatIsIdleOnce() {
        Heads heads = Heads.oneWay().take(flow(1).atSeconds(10), flow(2).atSeconds(11));
        heads.take(flow(3).atSeconds(1e9));
        assertEquals(List.of(CloseReason.TIMEOUT, CloseReason.TIMEOUT), heads.reasons());
        assertEquals(1, heads.counters().open());
    }

    @Test
    void aJumpBackClosesNothingAndFlowsStillGoIdleAfterIt() {
        Heads heads = Heads.oneWay().take(flow(1).atSeconds(1e9), flow(2).atSeconds(5));
        assertEquals(List.of(), heads.reasons());
        heads.take(flow(2).atSeconds(100), flow(2).atSeconds(130));
        assertEquals(List.of(CloseReason.TIMEOUT), heads.reasons());
        assertEquals(1, heads.closed.get(0).key().sourcePort());
        assertEquals(3, heads.end().closed.get(1).packets());
    }

    @Test
    void oneWrongTimeStampDoesNotStopTheTimers() {
        Heads heads = Heads.oneWay().take(flow(1).atSeconds(10), flow(2).atSeconds(4e9), flow(3).atSeconds(11));
        heads.closed.clear();
        for (int second = 12; second < 140; second += 2) {
            heads.take(flow(4).atSeconds(second));
        }
        List<Integer> closed = new ArrayList<>();
        heads.closed.forEach(flow -> closed.add(flow.key().sourcePort()));
        assertTrue(closed.containsAll(List.of(2, 3)), "closed by now: " + closed);
    }

    @Test
    void timesOfAHeadAreThoseOfItsPacketsEvenOutOfOrder() {
        Heads heads = Heads.oneWay()
                .take(flow(1).at(500), flow(1).at(300), flow(1).at(400))
                .end();
        assertEquals(500, heads.closed.get(0).startNanos());
        assertEquals(400, heads.closed.get(0).endNanos());
    }

    @Test
    void anEmptyTableTakesAnyTime() {
        Heads heads = Heads.oneWay();
        heads.table.advanceTo(Long.MAX_VALUE);
        heads.table.advanceTo(Long.MIN_VALUE);
        heads.take(flow(1).at(Long.MAX_VALUE), flow(1).at(Long.MIN_VALUE), flow(1).at(0));
        assertEquals(1, heads.end().closed.size());
    }
}
