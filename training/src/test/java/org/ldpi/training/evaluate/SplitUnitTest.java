package org.ldpi.training.evaluate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.ldpi.training.data.Truth;

class SplitUnitTest {
    private static final double DAY = TestSet.SECONDS_PER_DAY;

    private final TestSet test = new TestSet(
            List.of(
                    new TestSet.Capture("1.pcap", "monday", DAY),
                    new TestSet.Capture("2.pcap", "monday", DAY),
                    new TestSet.Capture("3.pcap", "tuesday", DAY)),
            List.of(
                    flow(0, "10.0.0.1", "10.0.0.2"),
                    flow(1, "10.0.0.2", "10.0.0.1"),
                    flow(2, "10.0.0.1", "8.8.8.8"),
                    flow(2, "8.8.8.8", "10.0.0.1")),
            0,
            Set.of("10.0.0.1", "10.0.0.2"));

    @Test
    void capturesDaysAndHostsAreWholeUnits() {
        assertArrayEquals(new int[] {0, 1, 2, 2}, SplitUnit.CAPTURE.units(test).of());
        assertArrayEquals(new int[] {0, 0, 1, 1}, SplitUnit.DAY.units(test).of());
        assertArrayEquals(new int[] {0, 1, 0, 0}, SplitUnit.HOST.units(test).of());
    }

    @Test
    void aUnitThatIsDrawnTwiceHasTwiceItsTime() {
        for (SplitUnit unit : SplitUnit.values()) {
            SplitUnit.Units units = unit.units(test);
            assertEquals(test.hostDays(), units.hostDays(Ranking.equalWeights(units.count())), 1e-9, unit.toString());
        }
        assertEquals(2 * 4, SplitUnit.DAY.units(test).hostDays(new double[] {2, 0}), 1e-9);
    }

    private static TestFlow flow(int capture, String source, String destination) {
        return new TestFlow(
                capture, source, 1, destination, 2, 6, 0, 1, new byte[240], Truth.NORMAL, "benign/web/http", "");
    }
}
