package org.ldpi.itest;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.junit.Assert.fail;
import static org.ops4j.pax.exam.CoreOptions.systemProperty;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ldpi.api.alert.Alert;
import org.ldpi.api.alert.AlertLog;
import org.ldpi.api.alert.Blocklist;
import org.ldpi.api.alert.DecisionEngine;
import org.ldpi.api.alert.ThreatReport;
import org.ldpi.api.detector.Verdict;
import org.ldpi.api.flow.Flow;
import org.ldpi.api.flow.PacketStore;
import org.ldpi.api.incident.Incident;
import org.ldpi.api.incident.IncidentKind;
import org.ldpi.api.incident.IncidentLog;
import org.ldpi.api.model.ModelEntry;
import org.ldpi.api.model.ModelState;
import org.ldpi.api.sensor.Sensor;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;

/** The feature in a stock Karaf, with the shipped model, on the sample's test day. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class DetectionIT extends InController {
    private static final String NORMAL = "benign/";
    private static final double MOST_NORMAL = 0.05;

    @Inject
    private AlertLog alerts;

    @Inject
    private IncidentLog incidents;

    @Inject
    private Blocklist blocklist;

    @Configuration
    public Option[] container() throws Exception {
        return StockKaraf.withFeature(
                "ldpi",
                systemProperty("ldpi.it.model").value(sampleModel().toString()),
                systemProperty("ldpi.it.offline")
                        .value(OfflineScores.of(sampleModel(), testDays()).toString()));
    }

    @Before
    public void theShippedModelIsActive() throws Exception {
        String location = "file:" + System.getProperty("ldpi.it.model");
        if (context.getBundle(location) == null) {
            context.installBundle(location).start();
        }
        until("a model is decided on", () -> models.list().stream().anyMatch(DetectionIT::decided));
        assertEquals(
                models.list().toString(),
                ModelState.ACTIVE,
                models.list().get(0).state());
    }

    @Test
    public void everyBundleOfTheFeatureIsActive() {
        String notActive = Arrays.stream(context.getBundles())
                .filter(b -> b.getSymbolicName().startsWith("org.ldpi."))
                .filter(b -> b.getHeaders().get("Fragment-Host") == null)
                .filter(b -> b.getState() != Bundle.ACTIVE)
                .map(Bundle::getSymbolicName)
                .collect(Collectors.joining(", "));
        assertEquals("bundles that are not active", "", notActive);
    }

    @Test
    public void alertsOfTheTestDayNameTheAttacks() throws Exception {
        long raisedBefore = alerts.raised() + heldBack() - incidentAlerts();
        List<Verdict> verdicts = replay(testDays());
        Labels labels = Labels.of(StockKaraf.root().resolve("datasets/sample/test"));
        Map<String, int[]> byLabel = new TreeMap<>();
        for (Verdict verdict : verdicts) {
            int[] counts = byLabel.computeIfAbsent(labels.of(verdict.flow()), k -> new int[2]);
            counts[0]++;
            counts[1] += verdict.anomaly() ? 1 : 0;
        }
        byLabel.forEach((label, c) ->
                System.out.printf("%-45s %6d flows %6.2f %% anomalous%n", label, c[0], 100.0 * c[1] / c[0]));

        double normal = share(byLabel, l -> l.startsWith(NORMAL));
        double attacks = share(byLabel, l -> l.startsWith("malicious/"));
        // What the model is worth is reported, not promised; that it tells the two apart is.
        assertTrue("share of normal flows over the threshold: " + normal, normal < MOST_NORMAL);
        assertTrue("attack flows are flagged more often: " + attacks + " against " + normal, attacks > 2 * normal);
        long raised = alerts.raised() + heldBack() - incidentAlerts() - raisedBefore;
        assertEquals(
                "every anomaly raised an alert, or an open incident stands for it",
                verdicts.stream().filter(Verdict::anomaly).count(),
                raised);
        assertFalse("the last alerts are kept", alerts.recent(10).isEmpty());
    }

    @Test
    public void theScansOfTheTestDayAreIncidents() throws Exception {
        replay(testDays());
        // Of this day and of what other tests have played of it.
        List<Incident> found = incidents.recent(1_000);
        found.forEach(incident -> System.out.println(incident.line()));
        assertTrue(
                "scans: " + found,
                found.stream().filter(i -> i.kind() == IncidentKind.SCAN).count() >= 5);
        assertTrue("few incidents for 11,800 attack flows: " + found.size(), found.size() < 590);
        String listed = run("ldpi:incidents -n 1000");
        assertTrue(listed, listed.contains("SCAN"));
    }

    private long heldBack() {
        return alerts.heldBack().values().stream().mapToLong(Long::longValue).sum();
    }

    /** One when an incident is found and one when it ends. */
    private long incidentAlerts() {
        return 2 * incidents.raised() - incidents.open();
    }

    @Test
    public void scoresInTheContainerAreThoseOfTheCommandLineToTheBit() throws Exception {
        Map<String, Float> inContainer = replay(testDays()).stream()
                .collect(Collectors.toMap(v -> identity(v.flow()), Verdict::score, DetectionIT::same));
        Map<String, Float> offline = offlineScores();
        assertEquals(offline.size(), inContainer.size());
        offline.forEach((flow, score) -> {
            Float other = inContainer.get(flow);
            assertTrue("no verdict in the container for " + flow, other != null);
            assertEquals(flow, Float.floatToRawIntBits(score), Float.floatToRawIntBits(other));
        });
    }

    @Test
    public void aThresholdChangedByConfigAdminChangesTheNextVerdicts() throws Exception {
        org.osgi.service.cm.Configuration configuration = configurations.getConfiguration("org.ldpi.detector", null);
        long normally = replay(testDays()).stream().filter(Verdict::anomaly).count();
        try {
            configuration.update(FrameworkUtil.asDictionary(Map.of("threshold.value", 1e30)));
            until(
                    "the threshold is in force",
                    () -> detector.status().threshold().value() > 1e29);
            assertEquals(0, replay(testDays()).stream().filter(Verdict::anomaly).count());
        } finally {
            configuration.delete();
        }
        until("the threshold is back", () -> detector.status().threshold().value() < 1e29);
        assertEquals(
                normally, replay(testDays()).stream().filter(Verdict::anomaly).count());
    }

    @Test
    public void theHostsDecisionEngineGetsTheOriginalsReport() throws Exception {
        List<ThreatReport> reports = new java.util.concurrent.CopyOnWriteArrayList<>();
        var registration = context.registerService(DecisionEngine.class, reports::add, null);
        try {
            replay(testDays());
            until("a report came", () -> !reports.isEmpty());
        } finally {
            registration.unregister();
        }
        ThreatReport report = reports.get(0);
        assertEquals("IDS", report.feature());
        assertEquals("DPI", report.module());
        assertTrue(report.malicious());
        assertFalse(report.ip().isEmpty());
        assertFalse(report.mac().isEmpty());
    }

    @Test
    public void everyShellCommandAnswers() throws Exception {
        replay(testDays());
        assertTrue(run("ldpi:status"), run("ldpi:status").contains("ldpi-lab"));
        assertTrue(run("ldpi:flows -n 5").contains(" > "));
        assertTrue(run("ldpi:alerts -n 5").contains(" > "));
        assertTrue(run("ldpi:model-list").contains("ACTIVE"));
        assertTrue(run("ldpi:threshold-list").contains("near_max"));
        run("ldpi:threshold-set max");
        until(
                "the policy is in force",
                () -> detector.status().threshold().policy().equals("max"));
        run("ldpi:threshold-set near_max");
        until("the policy is back", () -> detector.status().threshold().policy().equals("near_max"));
        assertTrue(run("ldpi:replay --wait '" + testDays() + "'").contains("flows"));
        run("ldpi:capture-stop");
    }

    @Test
    public void anAlertSaysWhyAndTheShellShowsIt() throws Exception {
        org.osgi.service.cm.Configuration configuration = configurations.getConfiguration("org.ldpi.alert", null);
        Alert explained;
        try {
            configuration.update(FrameworkUtil.asDictionary(Map.of("explain.percent", 100)));
            until("explaining is on", () -> !alerts.explaining().condition().equals("off"));
            replay(testDays());
            until("alerts are explained", () -> alerts.explaining().waiting() == 0);
            explained = alerts.recent(1_000).stream()
                    .filter(alert -> alert.why() != null)
                    .filter(alert ->
                            alert.why().changedScore() < 0.9 * alert.why().score())
                    .findFirst()
                    .orElseThrow();
        } finally {
            configuration.delete();
        }
        assertTrue(explained.line(), explained.line().contains(" why "));
        String said = run("ldpi:explain " + explained.id());
        assertTrue(said, said.contains(explained.why().named().get(0).field().title()));
        assertTrue(said, said.contains("NEAREST NORMAL FLOW"));
        assertTrue(said, said.contains("packet 1, as the model saw it"));
        assertFalse("no colours where there is no terminal", said.contains("\u001b"));
        String flow = "f" + detector.recent(1).get(0).sequence();
        assertTrue(run("ldpi:flows -n 1"), run("ldpi:flows -n 1").contains(flow));
        assertTrue(run("ldpi:explain " + flow), run("ldpi:explain " + flow).startsWith("flow " + flow));
        assertFailure("ldpi:explain 999999999", "alert 999999999 is not among the last ones");
        assertFailure("ldpi:explain x", "'x' is neither the number of an alert");
    }

    @Test
    public void theCaptureFileOfAnAlertHoldsTheHeadThatWasJudged() throws Exception {
        Path folder = Files.createTempDirectory("ldpi-it-pcap");
        assertFailure("ldpi:pcap 999999999", "alert 999999999");
        org.osgi.service.cm.Configuration configuration = configurations.getConfiguration("org.ldpi.alert.pcap", null);
        try {
            configuration.update(FrameworkUtil.asDictionary(Map.of("enabled", true, "folder", folder.toString())));
            until("packets are kept", () -> context.getServiceReference(PacketStore.class) != null);
            replay(testDays());
            Alert alert = alerts.recent(1_000).stream()
                    .filter(a -> a.incident() == null && a.verdict().flow().keptAt() != PacketStore.NOWHERE)
                    .findFirst()
                    .orElseThrow();
            String number = Long.toString(alert.id());
            until("the file is written", () -> {
                try {
                    return run("ldpi:pcap " + number).contains("ldpi-alert-" + number + "-");
                } catch (Exception e) {
                    return false;
                }
            });
            Path copy = folder.resolve("copy.pcap");
            run("ldpi:pcap --to '" + copy + "' " + number);
            assertFailure("ldpi:pcap --to '" + copy + "' " + number, "copy.pcap is there already");
            List<Verdict> again = replay(copy);
            assertEquals(1, again.size());
            assertEquals(alert.verdict().flow().key(), again.get(0).flow().key());
            assertEquals(alert.verdict().score(), again.get(0).score(), 0);
        } finally {
            configuration.delete();
        }
        until("packets are no longer kept", () -> context.getServiceReference(PacketStore.class) == null);
    }

    @Test
    public void flowsOfABlockedAddressAreDroppedOnlyWhereThatIsSwitchedOnAndAreCounted() throws Exception {
        String address = replay(testDays()).get(0).flow().key().source().getHostAddress();
        String blocked = run("ldpi:block-add --for 30m " + address);
        assertTrue(blocked, blocked.startsWith(address + " is blocked until "));
        assertTrue(run("ldpi:block-list").contains(address));
        replay(testDays());
        org.osgi.service.cm.Configuration configuration = configurations.getConfiguration("org.ldpi.blocklist", null);
        try {
            configuration.update(FrameworkUtil.asDictionary(Map.of("drop", true)));
            until("drop is on", () -> blocklist.status().drops());
            long before = blocklist.status().dropped();
            try (Verdicts verdicts = Verdicts.listen(context)) {
                sensor.replay(testDays().toString(), Sensor.UNLIMITED);
                assertTrue("the replay ended", sensor.await(PATIENCE));
                assertTrue("every head was decided", detector.awaitDecided(PATIENCE));
                long dropped = blocklist.status().dropped() - before;
                assertTrue("flows were dropped", dropped > 0);
                assertEquals(
                        sensor.status().flows().heads(), verdicts.received().size() + dropped);
                assertTrue(verdicts.received().stream()
                        .noneMatch(v -> v.flow().key().source().getHostAddress().equals(address)));
            }
        } finally {
            configuration.delete();
        }
        assertEquals(
                address + " is no longer blocked",
                run("ldpi:block-remove " + address).strip());
        assertFailure("ldpi:block-remove " + address, address + " is not blocked");
        assertFailure("ldpi:block-add --for soon 10.9.9.9", "'soon' is no time");
        assertFailure("ldpi:block-add localhost", "'localhost' is no IPv4 or IPv6 address");
    }

    @Test
    public void topPrintsSoManyRoundsForScripts() throws Exception {
        String said = run("ldpi:top -s 1 -n 2");
        assertEquals(said, 2, said.split("packets/s", -1).length - 1);
        assertTrue(said, said.contains("no flow was judged since then"));
        assertFailure("ldpi:top -s 0", "-s: 0 is not within 1 to 3600 seconds");
    }

    @Test
    public void aWrongCommandFailsInOneLineAndChangesNothing() {
        assertFailure("ldpi:capture-start no-such-interface", "no-such-interface");
        assertFailure("ldpi:replay /no/such/file.pcap", "/no/such/file.pcap");
        assertFailure("ldpi:threshold-set no-such-policy", "no-such-policy");
        assertEquals("near_max", detector.status().threshold().policy());
    }

    private static boolean decided(ModelEntry model) {
        return model.state() == ModelState.ACTIVE || model.state() == ModelState.REFUSED;
    }

    private void assertFailure(String command, String named) {
        try {
            run(command);
        } catch (Exception e) {
            assertTrue(e.getMessage(), e.getMessage().contains(named));
            assertFalse("one line: " + e.getMessage(), e.getMessage().contains("\n"));
            return;
        }
        fail(command + " did not fail");
    }

    private static double share(Map<String, int[]> byLabel, java.util.function.Predicate<String> which) {
        int flows = 0;
        int anomalous = 0;
        for (Map.Entry<String, int[]> entry : byLabel.entrySet()) {
            if (which.test(entry.getKey())) {
                flows += entry.getValue()[0];
                anomalous += entry.getValue()[1];
            }
        }
        assertTrue("there are such flows", flows > 0);
        return (double) anomalous / flows;
    }

    private static Map<String, Float> offlineScores() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of(System.getProperty("ldpi.it.offline")))) {
            return lines.map(line -> line.split("	"))
                    .collect(Collectors.toMap(f -> f[0], f -> Float.valueOf(f[1]), DetectionIT::same));
        }
    }

    /** Two flows of one key and start are told apart by nothing else here, and may only stand for one if they score alike. */
    private static Float same(Float one, Float other) {
        assertEquals(one, other);
        return one;
    }

    /** The fields of {@link OfflineScores#IDENTITY}. */
    private static String identity(Flow flow) {
        return String.join(
                " ",
                flow.key().source().getHostAddress(),
                Integer.toString(flow.key().sourcePort()),
                flow.key().destination().getHostAddress(),
                Integer.toString(flow.key().destinationPort()),
                Integer.toString(flow.key().protocol()),
                Long.toString(flow.startNanos()),
                java.util.HexFormat.of().formatHex(flow.sample()));
    }
}
