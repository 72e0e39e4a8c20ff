package org.ldpi.shell.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.ldpi.api.detector.Verdict;
import org.ldpi.api.flow.CloseReason;
import org.ldpi.api.flow.Flow;
import org.ldpi.api.flow.FlowKey;
import org.ldpi.api.model.ModelId;
import org.ldpi.api.quantizer.SampleShape;
import org.ldpi.api.threshold.Threshold;

class TalkersTest {
    private static final byte[] SAMPLE = new byte[SampleShape.DEFAULT.size()];

    private static InetAddress address(int host) {
        try {
            return InetAddress.getByAddress(new byte[] {10, 1, (byte) (host >> 8), (byte) host});
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static Verdict verdict(int host, float score) {
        Flow flow = new Flow(
                new FlowKey(address(host), 1, address(9), 22, 6, 0),
                "",
                "",
                1,
                0,
                0,
                CloseReason.RST,
                "",
                SampleShape.DEFAULT,
                SAMPLE);
        return new Verdict(1, flow, score, 0, score > 4, new Threshold("max", 4, 1, ""), new ModelId("lab", "1"), "");
    }

    @Test
    void fewSourcesAreCountedExactly() {
        Talkers talkers = new Talkers(4);
        for (float score : new float[] {1, 5, 3}) {
            talkers.add(verdict(1, score));
        }
        talkers.add(verdict(2, 2));
        assertEquals(
                List.of(new Talkers.Talker(address(1), 3, 0, 1, 5), new Talkers.Talker(address(2), 1, 0, 0, 2)),
                talkers.top(10));
    }

    /** The bounds of Metwally et al.: no count too low, none too high by more than it says, none of the frequent missing. */
    @Test
    void ofManySourcesCountsAreWithinTheirBoundsAndTheFrequentOnesAreThere() {
        Random random = new Random(3);
        for (int round = 0; round < 20; round++) {
            Talkers talkers = new Talkers(50);
            Map<InetAddress, Integer> truth = new HashMap<>();
            int flows = 20_000;
            for (int i = 0; i < flows; i++) {
                int host = (int) Math.min(60_000, 1 / Math.max(1e-6, random.nextDouble()));
                talkers.add(verdict(host, 1));
                truth.merge(address(host), 1, Integer::sum);
            }
            Map<InetAddress, Talkers.Talker> kept = new HashMap<>();
            talkers.top(1_000).forEach(talker -> kept.put(talker.source(), talker));
            assertEquals(50, kept.size());
            kept.forEach((source, talker) -> {
                int real = truth.get(source);
                assertTrue(talker.flows() >= real && talker.flows() - talker.tooMany() <= real, talker::toString);
            });
            truth.forEach((source, count) -> {
                if (count > flows / 50) {
                    assertTrue(kept.containsKey(source), source + " with " + count);
                }
            });
        }
    }

    @Test
    void scoresOfARoundAreThoseSinceTheOneBefore() {
        WatchedVerdicts watched = new WatchedVerdicts();
        for (int i = 1; i <= 100; i++) {
            watched.onVerdict(verdict(1, i));
        }
        assertEquals(new WatchedVerdicts.Scores(100, List.of(51f, 91f, 100f), 100), watched.endRound());
        assertEquals(new WatchedVerdicts.Scores(0, List.of(), 0), watched.endRound());
        for (int i = 0; i < 20_000; i++) {
            watched.onVerdict(verdict(1, i % 1_000));
        }
        WatchedVerdicts.Scores many = watched.endRound();
        assertEquals(20_000, many.flows());
        assertEquals(500, many.quantiles().get(0), 50);
        assertEquals(999, many.highest());
    }
}
