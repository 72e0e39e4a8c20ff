package org.ldpi.training.learn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.ldpi.api.flow.FlowKey;
import org.ldpi.api.model.Centres;
import org.ldpi.api.model.Distance;
import org.ldpi.api.model.NormalFlow;

class CentreSelectionTest {
    /** Two close together, one at some distance, one far away. */
    private static final float[] POINTS = {0, 0, 0, 1, 4, 0, 0, 30};

    @Test
    void oneCentreIsTheMean() {
        assertArrayEquals(
                new float[] {1, 7.75f},
                select(CentreForm.KMEANS, 1, 0, Distance.EUCLIDEAN).points());
    }

    @Test
    void aCoresetTakesTheFarthestPointNext() {
        assertArrayEquals(
                new float[] {0, 0, 0, 30, 4, 0},
                select(CentreForm.CORESET, 3, 0, Distance.EUCLIDEAN).points());
    }

    @Test
    void aCoresetHasNoPointTwice() {
        float[] same = {1, 1, 1, 1, 2, 2};
        Centres centres = new CentreSelection(CentreForm.CORESET, 3, 0, Distance.EUCLIDEAN, 2)
                .of(same, 2, CentreSelectionTest::flow);
        assertArrayEquals(new float[] {1, 1, 2, 2}, centres.points());
    }

    @Test
    void aBankIsAllPoints() {
        assertArrayEquals(
                POINTS, select(CentreForm.BANK, 1, 0, Distance.EUCLIDEAN).points());
    }

    @Test
    void noCentreIsMadeOfWhatIsTrimmed() {
        Centres centres = select(CentreForm.BANK, 1, 0.25, Distance.EUCLIDEAN);
        assertArrayEquals(new float[] {0, 0, 0, 1, 4, 0}, centres.points());
    }

    @Test
    void eachCentreKnowsTheFlowNearestToIt() {
        for (CentreForm form : List.of(CentreForm.CORESET, CentreForm.BANK, CentreForm.KMEANS)) {
            Centres centres = select(form, 4, 0, Distance.EUCLIDEAN);
            float[] points = centres.points();
            for (int c = 0; c < centres.count(); c++) {
                int flow = (int) centres.flow(c).orElseThrow().startNanos();
                assertEquals(POINTS[2 * flow], points[2 * c]);
                assertEquals(POINTS[2 * flow + 1], points[2 * c + 1]);
            }
        }
    }

    @Test
    void theFlowsOfTrimmedPointsAreNobodys() {
        float[] firstIsFar = {0, 30, 0, 0, 0, 1, 4, 0};
        Centres centres = new CentreSelection(CentreForm.BANK, 1, 0.25, Distance.EUCLIDEAN, 2)
                .of(firstIsFar, 2, CentreSelectionTest::flow);
        assertEquals(
                List.of(1L, 2L, 3L),
                centres.flows().stream().map(NormalFlow::startNanos).toList());
    }

    @Test
    void ofAnEmbeddingInTwoPartsOnlyTheFirstIsTrimmed() {
        float[] firstIsFar = {30, 7, 0, 5, 1, 6, 4, 0};
        Centres centres = new CentreSelection(CentreForm.BANK, 1, 0.25, Distance.EUCLIDEAN, 1)
                .of(firstIsFar, 2, CentreSelectionTest::flow);
        assertArrayEquals(new float[] {0, 5, 1, 6, 4, 0, 4, 7}, centres.points());
        assertEquals(
                List.of(1L, 2L, 3L, 0L),
                centres.flows().stream().map(NormalFlow::startNanos).toList());
    }

    @Test
    void withCosineCentresAreOfUnitLength() {
        for (CentreForm form : CentreForm.values()) {
            float[] points = new CentreSelection(form, 2, 0, Distance.COSINE, 2)
                    .of(new float[] {3, 4, 6, 8, 0, -2}, 2, CentreSelectionTest::flow)
                    .points();
            for (int c = 0; c < points.length; c += 2) {
                assertEquals(1, Math.hypot(points[c], points[c + 1]), 1e-6);
            }
        }
    }

    @Test
    void theSamePointsGiveTheSameCentres() {
        float[] many = new float[2000];
        IntStream.range(0, many.length).forEach(i -> many[i] = (float) Math.sin(i * i));
        for (CentreForm form : CentreForm.values()) {
            CentreSelection selection = new CentreSelection(form, 16, 0.03, Distance.EUCLIDEAN, 4);
            assertArrayEquals(
                    selection.of(many, 4, CentreSelectionTest::flow).points(),
                    selection.of(many, 4, CentreSelectionTest::flow).points());
        }
    }

    private static Centres select(CentreForm form, int most, double trimmed, Distance distance) {
        return new CentreSelection(form, most, trimmed, distance, 2).of(POINTS, 2, CentreSelectionTest::flow);
    }

    /** Its start says which it is. */
    private static NormalFlow flow(int number) {
        InetAddress here = InetAddress.getLoopbackAddress();
        return new NormalFlow("made.pcap", new FlowKey(here, 1, here, 2, 6, 0), number);
    }
}
