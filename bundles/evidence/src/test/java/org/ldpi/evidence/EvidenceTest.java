package org.ldpi.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ldpi.api.flow.CloseReason;
import org.ldpi.api.incident.Incident;
import org.ldpi.api.incident.IncidentKind;

class EvidenceTest {
    private static final int CLIENTS = 12;

    private final List<Incident> told = new ArrayList<>();
    private final Evidence evidence = new Evidence(EvidenceOptions.DEFAULT, (incident, verdict) -> told.add(incident));
    private final Traffic traffic = new Traffic(evidence, 1);

    private Incident only() {
        assertEquals(1, evidence.raised(), evidence.recent(10).toString());
        return evidence.recent(1).get(0);
    }

    /** That it does what nobody else does is another matter. */
    private void assertNoScan() {
        assertTrue(told.stream().allMatch(incident -> incident.kind() == IncidentKind.MIX), told.toString());
    }

    @Test
    void guessingInConversationsLikeAnyClientsIsAnUnusualMixHoweverItIsSpread() {
        for (int guesses : new int[] {1, 4}) {
            List<Incident> here = new ArrayList<>();
            Evidence fresh = new Evidence(EvidenceOptions.DEFAULT, (incident, verdict) -> here.add(incident));
            Traffic both = new Traffic(fresh, 2);
            both.normal(CLIENTS, 4_000);
            int made = 0;
            while (here.isEmpty() && made < 400) {
                for (int i = 0; i < guesses; i++) {
                    both.head(
                            Traffic.client(6),
                            both.ephemeral(),
                            Traffic.server(1),
                            22,
                            Traffic.TCP,
                            4,
                            CloseReason.FULL,
                            0.3);
                    both.pass(0.02);
                    made++;
                }
                both.normal(CLIENTS);
            }
            Incident mix = here.get(0);
            assertEquals(IncidentKind.MIX, mix.kind());
            assertEquals(Traffic.client(6), mix.subject());
            assertTrue(mix.flowsUntilFound() <= 200, "found after " + mix.flowsUntilFound());
        }
    }

    @Test
    void aSlowScanAmongOwnQuestionsIsFoundThoughTheMixHardlyChanges() {
        traffic.normal(CLIENTS, 4_000);
        for (int port = 1; told.isEmpty() && port <= 200; port++) {
            traffic.head(Traffic.client(3), 40_000, Traffic.server(2), port, Traffic.TCP, 1, CloseReason.RST, 0.1);
            traffic.normal(CLIENTS, 100);
        }
        assertEquals(IncidentKind.SCAN, told.get(0).kind());
        assertEquals(Traffic.client(3), told.get(0).subject());
    }

    @Test
    void whatEndsEndsItsIncidentsAndTestsNoMore() {
        traffic.normal(CLIENTS, 1_000);
        scan(1, 50);
        assertEquals(1, evidence.open());
        evidence.close();
        assertEquals(0, evidence.open());
        assertFalse(told.get(1).open());
        scan(1_000, 50);
        assertEquals(1, evidence.raised());
    }

    @Test
    void tenNormalDaysHaveNoIncident() {
        for (int day = 0; day < 10; day++) {
            Traffic normal = new Traffic(evidence, day);
            normal.pass(86_400.0 * day);
            normal.normal(CLIENTS, 20_000);
        }
        assertEquals(List.of(), told);
    }

    @Test
    void aScanIsOneIncidentFoundAfterSomeTensOfProbesHoweverSlowItIs() {
        for (double pause : new double[] {0.01, 60, 3_000}) {
            List<Incident> here = new ArrayList<>();
            Evidence fresh = new Evidence(EvidenceOptions.DEFAULT, (incident, verdict) -> here.add(incident));
            Traffic both = new Traffic(fresh, 2);
            both.normal(CLIENTS, 2_000);
            for (int port = 1; port <= 200; port++) {
                both.head(Traffic.client(3), 40_000, Traffic.server(2), port, Traffic.TCP, 1, CloseReason.RST, 0.1);
                both.pass(pause);
                both.normal(CLIENTS);
            }
            Incident scan = here.get(0);
            assertEquals(IncidentKind.SCAN, scan.kind());
            assertEquals(Traffic.client(3), scan.subject());
            assertTrue(scan.flowsUntilFound() < 30, "found after " + scan.flowsUntilFound());
            assertTrue(scan.evidence() >= 6);
            assertEquals(
                    0,
                    here.stream()
                            .filter(i -> !i.subject().equals(Traffic.client(3)))
                            .count(),
                    here.toString());
        }
    }

    @Test
    void aSweepOfManyHostsIsAScanToo() {
        traffic.normal(CLIENTS, 2_000);
        for (int host = 1; host <= 60; host++) {
            traffic.head(
                    Traffic.client(5),
                    traffic.ephemeral(),
                    Traffic.host(7, host),
                    445,
                    Traffic.TCP,
                    1,
                    CloseReason.TIMEOUT,
                    0.1);
            traffic.pass(1);
        }
        Incident sweep = only();
        assertEquals(IncidentKind.SCAN, sweep.kind());
        assertTrue(sweep.flows() >= 60, sweep.line());
    }

    @Test
    void aSweepOfPingsIsAScanHoweverSlowItIs() {
        for (double pause : new double[] {0.01, 600}) {
            List<Incident> here = new ArrayList<>();
            Evidence fresh = new Evidence(EvidenceOptions.DEFAULT, (incident, verdict) -> here.add(incident));
            Traffic both = new Traffic(fresh, 2);
            both.normal(CLIENTS, 2_000);
            for (int host = 1; host <= 100; host++) {
                both.icmp(Traffic.client(5), Traffic.host(7, host), 8);
                both.pass(pause);
                if (host % 10 == 0) {
                    both.icmp(Traffic.host(7, host), Traffic.client(5), 0);
                }
                both.normal(CLIENTS);
            }
            both.pass(10);
            both.normal(CLIENTS);
            Incident sweep = here.get(0);
            assertEquals(IncidentKind.SCAN, sweep.kind());
            assertEquals(Traffic.client(5), sweep.subject());
            assertTrue(sweep.flowsUntilFound() < 40, "found after " + sweep.flowsUntilFound());
        }
    }

    @Test
    void whoPingsManyHostsThatAnswerIsNoScannerAndErrorsAreNoQuestions() {
        traffic.normal(CLIENTS, 2_000);
        for (int host = 1; host <= 200; host++) {
            traffic.icmp(Traffic.client(5), Traffic.host(7, host), 8);
            traffic.pass(0.1);
            traffic.icmp(Traffic.host(7, host), Traffic.client(5), 0);
            // Unreachable, says a router to each of many.
            traffic.icmp(Traffic.host(1, 250), Traffic.host(8, host), 3);
            traffic.normal(CLIENTS);
        }
        assertNoScan();
    }

    @Test
    void aFloodIsOneIncidentOfItsTarget() {
        traffic.normal(CLIENTS, 2_000);
        for (int i = 0; i < 500; i++) {
            traffic.head(
                    Traffic.host(9, 1 + i % 250),
                    traffic.ephemeral(),
                    Traffic.server(1),
                    80,
                    Traffic.TCP,
                    1,
                    CloseReason.TIMEOUT,
                    0.1);
            traffic.pass(0.01);
        }
        Incident flood = only();
        assertEquals(IncidentKind.FLOOD, flood.kind());
        assertEquals(Traffic.server(1), flood.subject());
        assertTrue(flood.flows() > 450, flood.line());
    }

    @Test
    void aFloodOfPingsFromSourcesThatAreMadeUpIsOneIncidentOfItsTarget() {
        traffic.normal(CLIENTS, 2_000);
        for (int i = 0; i < 150; i++) {
            traffic.icmp(Traffic.host(9 + i % 40, 1 + i % 250), Traffic.server(1), 8);
            traffic.pass(0.05);
        }
        Incident flood = only();
        assertEquals(IncidentKind.FLOOD, flood.kind());
        assertEquals(Traffic.server(1), flood.subject());
    }

    @Test
    void aClientThatTriesADeadServiceAgainAndAgainIsNoScanner() {
        traffic.normal(CLIENTS, 2_000);
        for (int i = 0; i < 500; i++) {
            traffic.head(
                    Traffic.client(4),
                    traffic.ephemeral(),
                    Traffic.server(3),
                    9_999,
                    Traffic.TCP,
                    1,
                    CloseReason.RST,
                    0.1);
            traffic.pass(3);
        }
        assertNoScan();
    }

    @Test
    void flowsThatScoreHighForTheirServiceAreAnIncidentThoughEachIsUnderTheThreshold() {
        traffic.normal(CLIENTS, 3_000);
        for (int i = 0; i < 40; i++) {
            traffic.head(
                    Traffic.client(6),
                    traffic.ephemeral(),
                    Traffic.server(1),
                    22,
                    Traffic.TCP,
                    4,
                    CloseReason.FULL,
                    1.3);
            traffic.pass(5);
        }
        Incident unusual = only();
        assertEquals(IncidentKind.UNUSUAL, unusual.kind());
        assertEquals(Traffic.client(6), unusual.subject());
    }

    @Test
    void flowsOverTheThresholdAgainAndAgainAreOneIncidentAlsoOfAServiceThatNobodyKnows() {
        traffic.normal(CLIENTS, 500);
        for (int i = 0; i < 300; i++) {
            traffic.head(
                    Traffic.client(6),
                    traffic.ephemeral(),
                    Traffic.server(1),
                    8_443,
                    Traffic.TCP,
                    4,
                    CloseReason.FULL,
                    2 * Traffic.THRESHOLD);
            traffic.normal(CLIENTS, 5);
            traffic.pass(1);
        }
        Incident repeated = told.get(0);
        assertEquals(IncidentKind.REPEATED, repeated.kind());
        assertEquals(Traffic.client(6), repeated.subject());
        assertTrue(repeated.flowsUntilFound() <= 10, "found after " + repeated.flowsUntilFound());
        assertTrue(evidence.recent(10).stream()
                .anyMatch(incident -> incident.kind() == IncidentKind.REPEATED && incident.flows() == 300));
    }

    @Test
    void aFlowOverTheThresholdNowAndThenIsNoIncident() {
        for (int i = 0; i < 500; i++) {
            traffic.head(
                    Traffic.client(6),
                    traffic.ephemeral(),
                    Traffic.server(1),
                    80,
                    Traffic.TCP,
                    4,
                    CloseReason.FULL,
                    i % 60 == 59 ? 2 * Traffic.THRESHOLD : 0.9);
            traffic.normal(CLIENTS, 3);
        }
        assertTrue(told.stream().noneMatch(incident -> incident.kind() == IncidentKind.REPEATED), told.toString());
    }

    @Test
    void anIncidentEndsWhenItIsQuietAndAnotherScanIsAnotherIncident() {
        traffic.normal(CLIENTS, 1_000);
        scan(1, 50);
        assertEquals(1, evidence.open());
        traffic.pass(601);
        traffic.normal(CLIENTS, 200);
        assertEquals(0, evidence.open());
        assertFalse(told.get(1).open());
        assertTrue(
                told.get(1).flows() >= 47,
                "all but the ports of services: " + told.get(1).line());
        scan(1_000, 50);
        assertEquals(2, evidence.raised());
    }

    private void scan(int firstPort, int ports) {
        for (int port = firstPort; port < firstPort + ports; port++) {
            traffic.head(Traffic.client(3), 40_000, Traffic.server(2), port, Traffic.TCP, 1, CloseReason.RST, 0.1);
            traffic.pass(0.1);
        }
    }

    @Test
    void memoryIsBoundedAndWhatIsForgottenIsCounted() {
        EvidenceOptions small = new EvidenceOptions(0.05, 20_000, 1, Duration.ofMinutes(10), 16, 2);
        Evidence bounded = new Evidence(small, (incident, verdict) -> told.add(incident));
        Traffic many = new Traffic(bounded, 3);
        for (int i = 0; i < 2_000; i++) {
            many.head(
                    Traffic.host(2 + i / 250, i % 250),
                    many.ephemeral(),
                    Traffic.server(1),
                    80,
                    Traffic.TCP,
                    4,
                    CloseReason.FULL,
                    0.1);
            many.pass(1);
        }
        assertTrue(bounded.memory().startsWith("16 addresses (1984 forgotten)"), bounded.memory());
    }

    @Test
    void anOlderCaptureEndsWhatIsOpenAndIsTestedByItself() {
        traffic.normal(CLIENTS, 1_000);
        scan(1, 50);
        Traffic older = new Traffic(evidence, 5);
        older.pass(-1e6);
        older.normal(CLIENTS, 500);
        assertEquals(0, evidence.open());
        assertEquals(1, evidence.raised());
    }

    @Test
    void anOptionThatCannotBeIsNamed() {
        assertEquals(
                "budget 0.0 is not a positive number",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> new EvidenceOptions(0, 1, 1, Duration.ofSeconds(1), 16, 1))
                        .getMessage());
    }
}
