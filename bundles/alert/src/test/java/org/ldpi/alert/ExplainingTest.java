package org.ldpi.alert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.ldpi.api.alert.Alert;
import org.ldpi.api.alert.ExplainingStatus;
import org.ldpi.api.explain.Explanation;
import org.ldpi.api.explain.ExplanationException;
import org.ldpi.api.explain.NearFlow;
import org.ldpi.api.explain.WeighedField;
import org.ldpi.api.incident.IncidentKind;
import org.ldpi.api.quantizer.SampleField;

class ExplainingTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final BlockingQueue<Alert> received = new LinkedBlockingQueue<>();
    private final AtomicLong now = new AtomicLong();
    private final Explaining explaining = new Explaining(10, received::add, now::get);

    @AfterEach
    void close() {
        explaining.close();
    }

    static Explanation why() {
        WeighedField window = new WeighedField(
                new SampleField(1, "TCP window", 26, 2, SampleField.Kind.NUMBER), 0.8, "1024", "64240", 12);
        return new Explanation(
                Fixtures.anomaly(1).model(),
                12.5,
                List.of(window),
                2.5,
                List.of(window),
                List.of(new NearFlow("10.1.0.3:40001 > 10.1.0.9:22 TCP", NearFlow.RECENT, 9.5)),
                12,
                new byte[0]);
    }

    private List<Alert> take(int count) throws InterruptedException {
        List<Alert> alerts = new ArrayList<>();
        while (alerts.size() < count) {
            Alert alert = received.poll(1, TimeUnit.MINUTES);
            assertNotNull(alert);
            alerts.add(alert);
        }
        return alerts;
    }

    private void offer(int from, int to) {
        for (int id = from; id <= to; id++) {
            assertTrue(explaining.offer(Fixtures.alert(id), 100));
        }
    }

    @Test
    void alertsAreExplainedInTheirOrder() throws Exception {
        explaining.explainer(verdict -> why());
        explaining.start();
        offer(1, 3);
        List<Alert> alerts = take(3);
        assertEquals(List.of(1L, 2L, 3L), alerts.stream().map(Alert::id).toList());
        assertTrue(
                alerts.get(0)
                        .line()
                        .endsWith(" model lab:1 why TCP window of packet 1 1024 (usual 64240);"
                                + " as usual it would score 2.50000; nearest normal 10.1.0.3:40001 > 10.1.0.9:22 TCP"),
                alerts.get(0)::line);
    }

    @Test
    void beyondItsShareOfTheProcessorAlertsGoOnWithoutAnExplanationAndAreCounted() throws Exception {
        explaining.explainer(verdict -> {
            now.addAndGet(SECOND);
            return why();
        });
        explaining.start();
        // One second is saved at first; the second one that goes by brings a tenth.
        offer(1, 3);
        List<Alert> alerts = take(3);
        assertNotNull(alerts.get(0).why());
        assertNotNull(alerts.get(1).why());
        assertNull(alerts.get(2).why());
        now.addAndGet(20 * SECOND);
        offer(4, 4);
        assertNotNull(take(1).get(0).why());
        ExplainingStatus status = explaining.status();
        assertEquals(List.of(3L, 1L, 0L), List.of(status.explained(), status.skipped(), status.failed()));
    }

    @Test
    void anAlertThatCannotBeExplainedGoesOnAndTheReasonIsTold() throws Exception {
        explaining.explainer(verdict -> {
            throw new ExplanationException("the flow was scored by lab:0, which is not active now");
        });
        explaining.start();
        offer(1, 1);
        assertNull(take(1).get(0).why());
        assertEquals(1, explaining.status().failed());
        assertEquals(
                "the flow was scored by lab:0, which is not active now",
                explaining.status().condition());
    }

    @Test
    void incidentsAndAlertsOfAHostWithoutAnExplainerAreNotExplained() throws Exception {
        assertTrue(!explaining.offer(Fixtures.alert(1), 100));
        explaining.explainer(verdict -> why());
        explaining.start();
        explaining.offer(Fixtures.incident(2, IncidentKind.SCAN, true), 100);
        assertNull(take(1).get(0).why());
        assertEquals(0, explaining.status().skipped());
    }

    @Test
    void anExplainerThatHangsHoldsBackNoMoreAlertsThanMayWait() throws Exception {
        CountDownLatch hangs = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        explaining.explainer(verdict -> {
            hangs.countDown();
            try {
                release.await();
            } catch (InterruptedException e) {
                throw new ExplanationException("interrupted", e);
            }
            return why();
        });
        explaining.start();
        explaining.offer(Fixtures.alert(1), 2);
        hangs.await();
        assertTrue(explaining.offer(Fixtures.alert(2), 2));
        assertTrue(explaining.offer(Fixtures.alert(3), 2));
        assertTrue(!explaining.offer(Fixtures.alert(4), 2));
        assertEquals(1, explaining.status().skipped());
        release.countDown();
        assertEquals(3, take(3).size());
    }

    @Test
    void theExplanationIsPartOfTheAlertAsJson() {
        String line = EveJson.line(Fixtures.alert(1).explained(why()));
        assertTrue(
                line.contains("\"why\":{\"fields\":[{\"packet\":1,\"field\":\"TCP window\",\"offset\":26,\"length\":2,"
                        + "\"value\":\"1024\",\"usual\":\"64240\",\"usual_in\":12,\"weight\":0.8}],\"compared\":12,"
                        + "\"score_as_usual\":2.5,\"nearest\":[{\"flow\":\"10.1.0.3:40001 > 10.1.0.9:22 TCP\","
                        + "\"origin\":\"recent\",\"distance\":9.5}]}"),
                line);
    }
}
