package org.ldpi.detector;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ldpi.api.detector.Verdict;
import org.ldpi.api.flow.CloseReason;
import org.ldpi.api.flow.Flow;
import org.ldpi.api.flow.FlowHead;
import org.ldpi.api.model.ModelId;
import org.ldpi.api.quantizer.SampleShape;
import org.ldpi.api.threshold.Threshold;

class FlowPairsTest {
    private final List<String> told = new ArrayList<>();
    private final FlowPairs pairs = new FlowPairs(new FlowPairs.Outcome() {
        @Override
        public void pair(Verdict active, Verdict shadow) {
            told.add(active.model() + " " + shadow.model() + " " + active.flow().packets() + "/"
                    + shadow.flow().packets());
        }

        @Override
        public void single(Verdict verdict) {
            told.add(verdict.model() + " alone " + verdict.flow().key().sourcePort());
        }
    });

    private static Verdict verdict(String model, int port, int packets, long start, Duration end) {
        FlowHead head = new FlowHead(SampleShape.DEFAULT)
                .key(4, port, 80, 6, 0)
                .seen(packets, start, end.toNanos(), CloseReason.FULL);
        return new Verdict(1, Flow.of(head), 1, 0, false, new Threshold("t", 2, 1, ""), ModelId.parse(model), "");
    }

    private static Verdict active(int port, long start, int endSecond) {
        return verdict("a:1", port, 4, start, Duration.ofSeconds(endSecond));
    }

    private static Verdict shadow(int port, long start, int endSecond) {
        return verdict("s:1", port, 8, start, Duration.ofSeconds(endSecond));
    }

    @Test
    void verdictsOnOneFlowMeetWhicheverComesFirst() {
        pairs.active(active(1, 100, 1));
        pairs.shadow(shadow(1, 100, 5));
        pairs.shadow(shadow(2, 200, 5));
        pairs.active(active(2, 200, 2));
        assertEquals(List.of("a:1 s:1 4/8", "a:1 s:1 4/8"), told);
    }

    @Test
    void anotherFlowOfTheSameKeyIsAnotherFlow() {
        pairs.active(active(1, 100, 1));
        pairs.shadow(shadow(1, 101, 1));
        assertEquals(List.of(), told);
    }

    @Test
    void oneThatHasNoCounterpartTenMinutesLaterStaysAlone() {
        pairs.active(active(1, 100, 1));
        pairs.shadow(shadow(2, 100, 2));
        pairs.active(active(3, 100, 601));
        assertEquals(List.of(), told);
        pairs.active(active(4, 100, 602));
        assertEquals(List.of("a:1 alone 1"), told);
        pairs.shadow(shadow(5, 100, 603));
        assertEquals(List.of("a:1 alone 1", "s:1 alone 2"), told);
    }

    @Test
    void ofMoreThanThereIsRoomForTheEldestStaysAlone() {
        for (int port = 1; port <= FlowPairs.MOST + 2; port++) {
            pairs.shadow(shadow(port, 100, 1));
        }
        assertEquals(List.of("s:1 alone 1", "s:1 alone 2"), told);
    }

    @Test
    void flowsOfAnotherShadowAreForgotten() {
        pairs.active(active(1, 100, 1));
        pairs.clear();
        pairs.shadow(shadow(1, 100, 1));
        assertEquals(List.of(), told);
    }
}
