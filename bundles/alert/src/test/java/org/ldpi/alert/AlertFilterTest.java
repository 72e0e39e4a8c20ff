package org.ldpi.alert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.ldpi.api.alert.Alert;
import org.ldpi.api.flow.Flow;
import org.ldpi.api.incident.IncidentKind;

class AlertFilterTest {
    private static Alerts alerts(boolean group, int perHour, String... allow) {
        return new Alerts(new AlertOptions(
                false,
                100,
                10,
                group,
                perHour,
                java.util.Arrays.stream(allow).map(AllowRule::parse).toList(),
                5));
    }

    private static void tell(Alerts alerts, IncidentKind kind, boolean open) {
        Alert incident = Fixtures.incident(1, kind, open);
        alerts.onIncident(incident.incident(), incident.verdict());
    }

    private static Flow flow() {
        return Fixtures.anomaly(1).flow();
    }

    @Test
    void whileAnIncidentIsOpenItStandsForTheFlowsOfItsSubject() {
        for (IncidentKind kind : IncidentKind.values()) {
            try (Alerts alerts = alerts(true, 0)) {
                alerts.onVerdict(Fixtures.anomaly(1));
                tell(alerts, kind, true);
                alerts.onVerdict(Fixtures.anomaly(2));
                alerts.onVerdict(Fixtures.verdict(
                        3, true, Fixtures.key("10.1.0.3", 1, "10.1.0.4", 2, 17, 0), "02:00:00:00:00:01"));
                tell(alerts, kind, false);
                alerts.onVerdict(Fixtures.anomaly(4));
                assertEquals(5, alerts.raised(), "two flows, one of another host, and the incident twice");
                assertEquals(Map.of("incident", 1L, "allowed", 0L, "rate", 0L), alerts.heldBack());
            }
        }
    }

    @Test
    void groupingCanBeOff() {
        try (Alerts alerts = alerts(false, 0)) {
            tell(alerts, IncidentKind.SCAN, true);
            alerts.onVerdict(Fixtures.anomaly(2));
            assertEquals(2, alerts.raised());
        }
    }

    @Test
    void anIncidentsLineSaysHowManyFlowsItStandsFor() {
        String line = Fixtures.incident(5, IncidentKind.SCAN, true).line();
        assertEquals(
                "ALERT 5 INCIDENT 7 SCAN 10.1.0.2 since 2026-02-03T04:04:06.000007008Z, last"
                        + " 2026-02-03T04:05:06.000007008Z, 120 flows, found after 14, evidence 10^6.6, example"
                        + " 10.1.0.2:40312 > 10.1.0.9:22 TCP",
                line);
    }

    @Test
    void aSourceWithMoreAlertsInAnHourThanTheLimitIsHeldBackAndCounted() {
        try (Alerts alerts = alerts(true, 3)) {
            for (int i = 1; i <= 10; i++) {
                alerts.onVerdict(Fixtures.anomaly(i));
            }
            alerts.onVerdict(
                    Fixtures.verdict(11, true, Fixtures.key("10.1.0.3", 1, "10.1.0.4", 2, 17, 0), "02:00:00:00:00:01"));
            assertEquals(4, alerts.raised());
            assertEquals(7, alerts.heldBack().get("rate"));
        }
    }

    @Test
    void allowedFlowsAndIncidentsRaiseNothing() {
        try (Alerts alerts = alerts(true, 0, "net 10.1.0.0/24 proto tcp port 22")) {
            alerts.onVerdict(Fixtures.anomaly(1));
            tell(alerts, IncidentKind.SCAN, true);
            tell(alerts, IncidentKind.SCAN, false);
            assertEquals(0, alerts.raised());
            assertEquals(2, alerts.heldBack().get("allowed"));
        }
    }

    @Test
    void aRuleHoldsWhenAllItsPartsHold() {
        // 10.1.0.2:40312 > 10.1.0.9:22 TCP at 04:05:06
        for (String rule : List.of(
                "net 10.1.0.9",
                "net 10.1.0.0/29",
                "net 0.0.0.0/0",
                "port 22",
                "port 40000-41000",
                "proto 6",
                "proto TCP time 04:00-05:00",
                "time 22:00-06:00")) {
            assertTrue(AllowRule.parse(rule).matches(flow()), rule);
        }
        for (String rule : List.of(
                "net 10.2.0.0/16",
                "net fe80::/10",
                "port 23",
                "proto udp",
                "net 10.1.0.2 port 80",
                "time 05:00-06:00",
                "time 06:00-04:00")) {
            assertFalse(AllowRule.parse(rule).matches(flow()), rule);
        }
    }

    @Test
    void aRuleThatIsNoneIsNamed() {
        for (String[] wrong : new String[][] {
            {"net example.org", "allow 'net example.org': 'example.org' is no address"},
            {"net 10.0.0.0/33", "allow 'net 10.0.0.0/33': '33' is not within 0 to 32"},
            {"port 99999", "allow 'port 99999': '99999' is not within 0 to 65535"},
            {"proto smoke", "allow 'proto smoke': 'smoke' is no protocol"},
            {"time noon", "allow 'time noon': 'noon' is no time as in 22:00-06:00"},
            {"host 10.0.0.1", "allow 'host 10.0.0.1': 'host' is none of net, port, proto, time"},
            {"net", "allow 'net': not words and their values"}
        }) {
            assertEquals(
                    wrong[1],
                    assertThrows(IllegalArgumentException.class, () -> AllowRule.parse(wrong[0]))
                            .getMessage());
        }
    }
}
