package org.ldpi.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.ldpi.api.detector.Verdict;
import org.ldpi.api.encoder.Encoder;
import org.ldpi.api.encoder.EncoderSpec;
import org.ldpi.api.explain.Explanation;
import org.ldpi.api.explain.ExplanationException;
import org.ldpi.api.explain.NearFlow;
import org.ldpi.api.explain.WeighedField;
import org.ldpi.api.flow.CloseReason;
import org.ldpi.api.flow.Direction;
import org.ldpi.api.flow.Flow;
import org.ldpi.api.flow.FlowKey;
import org.ldpi.api.model.Calibration;
import org.ldpi.api.model.Centres;
import org.ldpi.api.model.Distance;
import org.ldpi.api.model.GoldenSample;
import org.ldpi.api.model.Model;
import org.ldpi.api.model.ModelId;
import org.ldpi.api.model.ModelSignature;
import org.ldpi.api.model.NormalFlow;
import org.ldpi.api.model.ServingModel;
import org.ldpi.api.quantizer.Quantizer;
import org.ldpi.api.quantizer.SampleShape;
import org.ldpi.api.threshold.Threshold;

/** With an encoder that looks at two things alone: the TCP window of packet 1, and a bit at its flags. */
class OcclusionExplainerTest {
    private static final SampleShape SHAPE = new SampleShape(2, 40);
    private static final int FLAGS = 12 + 13;
    private static final int WINDOW = 12 + 14;
    private static final int SYN = 0x02;
    private static final int ALL_FLAGS = 0x3f;
    private static final ModelId ID = new ModelId("lab", "1");

    private final OcclusionExplainer explainer = new OcclusionExplainer();
    private final ServingModel serving = serving(new Centres(new float[] {250, 0}, 2));

    private static ServingModel serving(Centres centres) {
        Model model = new Model(
                ID,
                new ModelSignature(Quantizer.ROBUST, SHAPE, Direction.ONE_WAY),
                new EncoderSpec("window", SHAPE, 2, Map.of()),
                ByteBuffer.allocate(0),
                centres,
                new Calibration(new double[] {1}),
                Map.of(),
                List.of(new GoldenSample(sample(SYN, 0xfaf0), 0)),
                Map.of(),
                "");
        return new ServingModel(model, new Encoder() {
            @Override
            public int dimension() {
                return 2;
            }

            @Override
            public void encode(byte[] samples, int count, float[] embeddings) {
                for (int i = 0; i < count; i++) {
                    embeddings[2 * i] = samples[i * SHAPE.size() + WINDOW] & 0xff;
                    embeddings[2 * i + 1] = (samples[i * SHAPE.size() + FLAGS] & 0xff) - SYN;
                }
            }

            @Override
            public void close() {
                // holds nothing
            }
        });
    }

    private static byte[] sample(int flags, int window) {
        String packet = String.format(
                "45000028 00004000 00060000" + "0000 0016 00000000 00000000 50%02x %04x 0000 0000", flags, window);
        byte[] sample = new byte[SHAPE.size()];
        byte[] row = HexFormat.of().parseHex(packet.replace(" ", ""));
        System.arraycopy(row, 0, sample, 0, row.length);
        return sample;
    }

    private static Verdict verdict(int port, byte[] sample, float score, ModelId model) {
        try {
            InetAddress client = InetAddress.getByName("10.1.0.2");
            InetAddress server = InetAddress.getByName("10.1.0.9");
            Flow flow = new Flow(
                    new FlowKey(client, 40312, server, port, 6, 0),
                    "02:00:00:00:00:01",
                    "02:00:00:00:00:02",
                    1,
                    0,
                    0,
                    CloseReason.TIMEOUT,
                    "veth0",
                    SHAPE,
                    sample);
            return new Verdict(1, flow, score, 0, score > 100, new Threshold("max", 100, 1, ""), model, "");
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static Verdict odd(int flags, int window) {
        float first = (window >> 8) - 250;
        float second = flags - SYN;
        return verdict(22, sample(flags, window), first * first + second * second, ID);
    }

    private void normals(int port, int count) {
        for (int i = 0; i < count; i++) {
            explainer.onVerdict(verdict(port, sample(SYN, 0xfaf0), 0, ID));
        }
    }

    private static List<String> titles(List<WeighedField> fields) {
        return fields.stream().map(weighed -> weighed.field().title()).toList();
    }

    @Test
    void theFieldThatTheScoreComesFromIsNamedWithItsValueAndWhatIsUsual() throws Exception {
        explainer.model(serving);
        normals(22, 6);
        Explanation why = explainer.explain(odd(SYN, 0x0400));
        assertEquals(List.of("TCP window of packet 1"), titles(why.named()));
        WeighedField window = why.named().get(0);
        assertEquals(List.of("1024", "64240"), List.of(window.value(), window.usual()));
        assertEquals(7, window.usualIn());
        assertEquals(7, why.compared());
        assertEquals(1, window.weight(), 1e-6);
        assertEquals(0, why.changedScore(), 1e-6);
        assertEquals(
                "TCP window of packet 1 1024 (usual 64240); as usual it would score 0.00000;"
                        + " nearest normal 10.1.0.2:40312 > 10.1.0.9:22 TCP",
                why.line());
    }

    @Test
    void fieldsAreNamedInTheOrderOfWhatTheyWeighAndOthersWeighNothing() throws Exception {
        explainer.model(serving);
        normals(22, 6);
        Explanation why = explainer.explain(odd(ALL_FLAGS, 0x0400));
        assertEquals(List.of("TCP window of packet 1", "TCP flags of packet 1"), titles(why.named()));
        assertEquals("FIN+SYN+RST+PSH+ACK+URG", why.named().get(1).value());
        double others = why.fields().stream()
                .filter(weighed -> !why.named().contains(weighed))
                .mapToDouble(WeighedField::weight)
                .map(Math::abs)
                .sum();
        assertEquals(0, others);
        assertEquals(why.named().get(0).weight(), why.heaviest());
    }

    @Test
    void normalFlowsOfTheSameServiceGoBeforeOthersAndTheModelsOwnAreKnownWithoutAny() throws Exception {
        explainer.model(serving);
        assertEquals(
                NearFlow.MODEL,
                explainer.explain(odd(SYN, 0x0400)).nearest().get(0).origin());
        normals(80, 6);
        assertEquals(7, explainer.explain(odd(SYN, 0x0400)).compared());
        normals(22, 4);
        assertEquals(4 + 1, explainer.explain(odd(SYN, 0x0400)).compared());
    }

    @Test
    void theTrainingFlowsNearestToTheNearestCentresAreTold() throws Exception {
        FlowKey key = odd(SYN, 1).flow().key();
        Centres centres = new Centres(
                new float[] {250, 0, 5, 0},
                2,
                Distance.EUCLIDEAN,
                List.of(new NormalFlow("far.pcap", key, 0), new NormalFlow("near.pcap", key, 0)));
        explainer.model(serving(centres));
        Explanation why = explainer.explain(odd(SYN, 0x0400));
        assertEquals(
                List.of(
                        new NearFlow("10.1.0.2:40312 > 10.1.0.9:22 TCP in near.pcap", NearFlow.MODEL, 1),
                        new NearFlow("10.1.0.2:40312 > 10.1.0.9:22 TCP in far.pcap", NearFlow.MODEL, 246 * 246)),
                why.nearest());
    }

    @Test
    void anomaliesAreNotUsual() throws Exception {
        explainer.model(serving);
        normals(22, 4);
        for (int i = 0; i < 100; i++) {
            explainer.onVerdict(odd(SYN, 0x0400));
        }
        assertEquals("64240", explainer.explain(odd(SYN, 0x0400)).named().get(0).usual());
    }

    @Test
    void aFlowThatAnotherModelScoredIsNotExplained() {
        explainer.model(serving);
        Verdict other = verdict(22, sample(SYN, 1), 1000, new ModelId("lab", "2"));
        String message = assertThrows(ExplanationException.class, () -> explainer.explain(other))
                .getMessage();
        assertEquals("the flow was scored by lab:2, which is not active now", message);
        explainer.model(null);
        assertThrows(ExplanationException.class, () -> explainer.explain(odd(SYN, 1)));
    }

    @Test
    void whatIsRememberedOfNormalFlowsIsBounded() {
        RecentNormals recent = new RecentNormals();
        for (int port = 1; port <= 3 * RecentNormals.MOST_KINDS; port++) {
            for (int i = 0; i < 3 * RecentNormals.FLOWS_OF_A_KIND; i++) {
                recent.add(verdict(port, sample(SYN, 0xfaf0), 0, ID));
            }
        }
        FlowKind last = new FlowKind(true, 6, 3 * RecentNormals.MOST_KINDS, true);
        int all = RecentNormals.MOST_KINDS * RecentNormals.FLOWS_OF_A_KIND;
        List<Flow> found = recent.like(last, Integer.MAX_VALUE);
        assertEquals(all, found.size());
        assertTrue(found.subList(0, RecentNormals.FLOWS_OF_A_KIND).stream()
                .allMatch(flow -> FlowKind.of(flow.key()).equals(last)));
        assertEquals(10, recent.like(last, 10).size());
    }
}
