package org.ldpi.threshold;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.ldpi.api.detector.Verdict;
import org.ldpi.api.flow.CloseReason;
import org.ldpi.api.flow.Flow;
import org.ldpi.api.flow.FlowKey;
import org.ldpi.api.model.ModelId;
import org.ldpi.api.quantizer.SampleShape;
import org.ldpi.api.threshold.Threshold;

class FlowRateTest {
    private static final long START = 1_770_091_506_000_000_000L;
    private static final long SECOND = 1_000_000_000L;

    private final FlowRate rate = new FlowRate();

    private void add(int host, long nanos, boolean anomaly) {
        try {
            InetAddress source = InetAddress.getByAddress(new byte[] {10, 0, (byte) (host >> 8), (byte) host});
            Flow flow = new Flow(
                    new FlowKey(source, 1, source, 2, 17, 0),
                    "",
                    "",
                    1,
                    nanos,
                    nanos,
                    CloseReason.TIMEOUT,
                    "veth0",
                    SampleShape.DEFAULT,
                    new byte[SampleShape.DEFAULT.size()]);
            rate.add(new Verdict(1, flow, 1, 0, anomaly, new Threshold("max", 1, 1, ""), new ModelId("m", "1"), ""));
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    /** One flow a second, by turns from so many hosts. */
    private void seconds(long from, long to, int hosts) {
        for (long s = from; s <= to; s++) {
            add((int) (s % hosts), START + s * SECOND, false);
        }
    }

    @Test
    void theFlowsOfAHostInADayAreThoseOfAnHourTimesTwentyFour() {
        seconds(0, 3_600, 4);
        assertEquals(86_400 / 4.0, rate.estimate(), 30);
    }

    @Test
    void tooLittleSaysNothing() {
        seconds(0, 900, 4);
        assertEquals(0, rate.estimate());
        seconds(901, 1_100, 4);
        assertEquals(86_400 / 4.0, rate.estimate(), 100);
    }

    @Test
    void whatIsOverTheThresholdDoesNotRaiseIt() {
        for (int i = 0; i < 100_000; i++) {
            add(1, START + 500 * SECOND, true);
        }
        seconds(0, 2_000, 4);
        assertEquals(86_400 / 4.0, rate.estimate(), 100);
    }

    @Test
    void anOlderCaptureBeginsAnew() {
        seconds(100_000, 103_600, 4);
        seconds(0, 3_600, 2);
        assertEquals(86_400 / 2.0, rate.estimate(), 30);
    }
}
