package org.ldpi.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.ldpi.api.detector.Verdict;
import org.ldpi.api.flow.CloseReason;
import org.ldpi.api.flow.Flow;
import org.ldpi.api.flow.FlowKey;
import org.ldpi.api.model.ModelId;
import org.ldpi.api.quantizer.SampleShape;
import org.ldpi.api.threshold.Threshold;

class VerdictTallyTest {
    private final VerdictTally tally = new VerdictTally(10);

    @Test
    void verdictsAndSecondVerdictsOnAFlowAreCounted() throws Exception {
        tally.onVerdict(verdict("a:1", 5));
        tally.onVerdict(verdict("a:1", 6));
        tally.onVerdict(verdict("b:1", 5));
        assertEquals(3, tally.verdicts());
        assertEquals(1, tally.duplicates());
        assertEquals("b:1", tally.judging());
        assertEquals(1, tally.swapGaps().length);
    }

    @Test
    void aFlowOfAnEarlierSourceThatWaitedIsNoneOfThem() throws Exception {
        tally.onVerdict(verdict("a:1", InetAddress.getByName("192.0.2.1")));
        tally.onVerdict(verdict("a:1", InetAddress.getByName("2001:db8::1")));
        assertEquals(0, tally.verdicts());
    }

    @Test
    void gapsBetweenBatchesAreCountedByWhatGoesOn() throws Exception {
        tally.onVerdict(verdict("a:1", 1));
        int flow = 1;
        for (VerdictTally.Phase phase : VerdictTally.Phase.values()) {
            tally.phase(phase);
            LockSupport.parkNanos(1_000_000);
            tally.onVerdict(verdict("a:1", ++flow));
        }
        assertEquals(1, tally.batchGaps().length);
        assertEquals(1, tally.loadGaps().length);
    }

    @Test
    void quantilesAreOfTheValuesThatWereSeen() {
        long[] gaps = {1_000_000, 2_000_000, 3_000_000, 10_000_000};
        assertEquals(10, VerdictTally.quantileMillis(gaps, 0.99));
        assertEquals(2, VerdictTally.quantileMillis(gaps, 0.5));
        assertEquals(0, VerdictTally.quantileMillis(new long[0], 0.5));
    }

    @Test
    void madeFlowsAreACaptureOfFlowsWithSourcesOfTheirOwn() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        MadeFlows flows = new MadeFlows(1, 0);
        flows.writeTo(new OutputStream() {
            @Override
            public void write(int b) {
                bytes.write(b);
            }

            @Override
            public void write(byte[] from, int offset, int length) throws IOException {
                bytes.write(from, offset, length);
                flows.stop();
            }
        });
        ByteBuffer capture = ByteBuffer.wrap(bytes.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
        assertEquals(0xA1B23C4D, capture.getInt(0));
        int record = 16 + capture.getInt(24 + 8);
        int packets = (capture.capacity() - 24) / record;
        assertEquals(capture.capacity(), 24 + packets * record);
        assertTrue(packets > MadeFlows.PACKETS_PER_FLOW);
        for (int i = 0; i < packets; i++) {
            byte[] source = new byte[4];
            capture.get(24 + i * record + 16 + 12, source);
            assertEquals(i / MadeFlows.PACKETS_PER_FLOW, MadeFlows.number(source));
        }
    }

    @Test
    void resultsAreOneObjectInOneLine() {
        assertEquals(
                "{\"swaps\":2,\"gap_p99_ms\":1.500}",
                new SoakResult().put("swaps", 2).put("gap_p99_ms", 1.5).json());
    }

    private static Verdict verdict(String model, int flow) throws UnknownHostException {
        return verdict(model, InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) flow}));
    }

    private static Verdict verdict(String model, InetAddress source) {
        return new Verdict(
                1,
                new Flow(
                        new FlowKey(source, 1, source, 2, 17, 0),
                        "",
                        "",
                        1,
                        0,
                        0,
                        CloseReason.FULL,
                        "",
                        SampleShape.DEFAULT,
                        new byte[0]),
                0,
                0,
                false,
                new Threshold("fixed", 1, 1, ""),
                ModelId.parse(model),
                "");
    }
}
