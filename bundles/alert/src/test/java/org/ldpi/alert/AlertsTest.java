package org.ldpi.alert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.ldpi.api.alert.Alert;
import org.ldpi.api.alert.OutputStatus;
import org.ldpi.api.alert.ThreatReport;

class AlertsTest {
    private final Alerts alerts = new Alerts(new AlertOptions(true, 3, 2, true, 0, List.of(), 5));
    private final BlockingQueue<Alert> received = new LinkedBlockingQueue<>();

    @AfterEach
    void close() {
        alerts.close();
    }

    private long next() throws InterruptedException {
        Alert alert = received.poll(1, TimeUnit.MINUTES);
        return alert == null ? -1 : alert.id();
    }

    private OutputStatus status(String name) {
        return alerts.outputs().stream()
                .filter(s -> s.output().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void onlyAnomaliesBecomeAlertsNumberedInTheirOrder() throws Exception {
        alerts.add("all", "all", true, received::add);
        alerts.onVerdict(Fixtures.anomaly(10));
        alerts.onVerdict(Fixtures.verdict(11, false, Fixtures.tcp(), "02:00:00:00:00:01"));
        alerts.onVerdict(Fixtures.anomaly(12));

        assertEquals(List.of(1L, 2L), List.of(next(), next()));
        assertEquals(2, alerts.raised());
        Alert newest = alerts.recent(1).get(0);
        assertEquals(12, newest.verdict().sequence());
        assertEquals(Instant.parse("2026-02-03T04:05:06.000007008Z"), newest.time());
    }

    @Test
    void onlyTheLastAlertsAreKept() {
        for (int i = 1; i <= 10; i++) {
            alerts.onVerdict(Fixtures.anomaly(i));
        }
        assertEquals(
                List.of(10L, 9L, 8L), alerts.recent(100).stream().map(Alert::id).toList());
        assertEquals(10, alerts.raised());
    }

    @Test
    void anOutputThatHangsLosesItsOwnAlertsOnly() throws Exception {
        CountDownLatch hanging = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        alerts.add("hung", "hung", true, alert -> {
            hanging.countDown();
            release.await();
        });
        alerts.onVerdict(Fixtures.anomaly(1));
        hanging.await();
        alerts.add("fine", "fine", true, received::add);
        for (int i = 2; i <= 6; i++) {
            alerts.onVerdict(Fixtures.anomaly(i));
            assertEquals(i, next());
        }
        assertEquals(new OutputStatus("hung", 0, 3, 3, "too slow: alerts are lost"), status("hung"));
        release.countDown();
        alerts.remove("fine");
        alerts.close();
    }

    @Test
    void anAlertThatAnOutputCannotTakeIsCountedAndTheNextOneGoesOn() throws Exception {
        alerts.add("flaky", "flaky", true, alert -> {
            if (alert.id() == 1) {
                throw new IllegalArgumentException("this one I cannot write");
            }
        });
        alerts.onVerdict(Fixtures.anomaly(1));
        until(() -> status("flaky").lost() == 1);
        assertEquals("this one I cannot write", status("flaky").condition());
        alerts.onVerdict(Fixtures.anomaly(2));
        until(() -> status("flaky").sent() == 1);
        assertEquals(new OutputStatus("flaky", 1, 1, 0, "ok"), status("flaky"));
    }

    @Test
    void anOutputWhoseWayIsBlockedKeepsItsAlertsUntilItIsFreeAndCountsThoseForWhichThereIsNoRoom() throws Exception {
        AtomicBoolean blocked = new AtomicBoolean(true);
        alerts.add("disk", "disk", true, alert -> {
            if (blocked.get()) {
                throw new IOException("cannot write /eve.json: No space left on device");
            }
            received.add(alert);
        });
        alerts.onVerdict(Fixtures.anomaly(1));
        until(() -> status("disk").condition().startsWith("cannot write"));
        for (int i = 2; i <= 6; i++) {
            alerts.onVerdict(Fixtures.anomaly(i));
        }
        assertEquals(
                new OutputStatus("disk", 0, 3, 3, "cannot write /eve.json: No space left on device"), status("disk"));
        blocked.set(false);
        assertEquals(List.of(1L, 2L, 3L), List.of(next(), next(), next()));
        until(() -> status("disk").sent() == 3);
        assertEquals(new OutputStatus("disk", 3, 3, 0, "ok"), status("disk"));
    }

    @Test
    void aSendThatTakesLongIsShownAsHanging() throws Exception {
        CountDownLatch hanging = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        AtomicLong now = new AtomicLong();
        BufferedOutput.Sink sink = alert -> {
            hanging.countDown();
            release.await();
        };
        try (BufferedOutput output =
                new BufferedOutput("broker", 2, true, sink, BufferedOutput.LONGEST_PAUSE, now::get)) {
            output.start();
            output.offer(Fixtures.alert(1));
            hanging.await();
            assertEquals("ok", output.status().condition());
            now.set(TimeUnit.SECONDS.toNanos(34));
            assertEquals("hangs for 34 s", output.status().condition());
            release.countDown();
            until(() -> output.status().sent() == 1);
            assertEquals("ok", output.status().condition());
        }
    }

    @Test
    void whatAnOutputHasNotSentWhenItIsStoppedIsCountedAsLost() {
        BufferedOutput output = new BufferedOutput("gone", 5, true, alert -> {
            throw new IOException("nobody is there");
        });
        output.start();
        for (int i = 1; i <= 4; i++) {
            output.offer(Fixtures.alert(i));
        }
        output.close();
        until(() -> output.status().lost() == 4);
        assertEquals(0, output.status().waiting());
        assertEquals(0, output.status().sent());
    }

    private static void until(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void anOutputThatIsOffGetsNothingAndLosesNothing() throws Exception {
        alerts.add("out", "out", false, received::add);
        alerts.onVerdict(Fixtures.anomaly(1));
        assertEquals(new OutputStatus("out", 0, 0, 0, "off"), status("out"));
        alerts.on("out", true);
        alerts.onVerdict(Fixtures.anomaly(2));
        assertEquals(2, next());
    }

    @Test
    void anOutputThatIsRemovedStillGetsWhatWaitsForIt() {
        CountDownLatch release = new CountDownLatch(1);
        alerts.add("out", "out", true, alert -> {
            release.await();
            received.add(alert);
        });
        alerts.onVerdict(Fixtures.anomaly(1));
        alerts.onVerdict(Fixtures.anomaly(2));
        release.countDown();
        alerts.remove("out");
        assertEquals(2, received.size());
        assertEquals(List.of(), alerts.outputs());
    }

    @Test
    void anOutputMayGoAfterTheAlertsWereClosed() {
        alerts.add("out", "out", true, received::add);
        alerts.close();
        alerts.on("out", false);
        alerts.remove("out");
        assertEquals(List.of(), alerts.outputs());
    }

    @Test
    void theLogLineBeginsWithAlertAndNamesTheFlowTheScoreAndTheModel() {
        assertEquals(
                "ALERT 5 2026-02-03T04:05:06.000007008Z 10.1.0.2:40312 > 10.1.0.9:22 TCP"
                        + " score 12.5000 over 4.25000 (near_max) packets 3 FIN model lab:1",
                Fixtures.alert(5).line());
    }

    @Test
    void aDecisionEngineGetsTheOriginalsReport() {
        ThreatReport report = ThreatReport.of(Fixtures.alert(5));
        assertEquals("IDS", report.feature());
        assertEquals("DPI", report.module());
        assertTrue(report.malicious());
        assertEquals("10.1.0.2", report.ip());
        assertEquals("02:00:00:00:00:01", report.mac());
    }

    @Test
    void anOptionOutOfRangeIsNamedWithItsRange() {
        assertEquals(
                "org.ldpi.alert: buffer 0 is not within 1 to 1048576",
                assertThrows(IllegalArgumentException.class, () -> new AlertOptions(true, 1, 0, true, 0, List.of(), 5))
                        .getMessage());
    }
}
