package org.ldpi.alert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.ldpi.api.alert.Alert;
import org.ldpi.api.flow.FlowKey;

class EveJsonTest {
    private static JsonObject parse(Alert alert) throws IOException {
        String line = EveJson.line(alert);
        assertFalse(line.contains("\n"), line);
        return JsonParser.parseString(line).getAsJsonObject();
    }

    private static Alert alert(FlowKey key, String mac) {
        return new Alert(5, Instant.EPOCH.plusNanos(Fixtures.NANOS), Fixtures.verdict(9, true, key, mac));
    }

    @Test
    void anAlertHasTheFieldsOfSuricatasAlerts() throws Exception {
        JsonObject eve = parse(Fixtures.alert(5));
        assertEquals("2026-02-03T04:05:06.000007+0000", eve.get("timestamp").getAsString());
        assertEquals("alert", eve.get("event_type").getAsString());
        assertEquals("10.1.0.2", eve.get("src_ip").getAsString());
        assertEquals(40312, eve.get("src_port").getAsInt());
        assertEquals("10.1.0.9", eve.get("dest_ip").getAsString());
        assertEquals(22, eve.get("dest_port").getAsInt());
        assertEquals("TCP", eve.get("proto").getAsString());
        JsonObject alert = eve.getAsJsonObject("alert");
        assertEquals("allowed", alert.get("action").getAsString());
        assertEquals("LDPI anomalous flow", alert.get("signature").getAsString());
        assertTrue(alert.keySet().containsAll(java.util.Set.of("gid", "signature_id", "rev", "category", "severity")));
        assertEquals(
                "02:00:00:00:00:01", eve.getAsJsonObject("ether").get("src_mac").getAsString());
        assertEquals(
                "2026-02-03T04:05:04.000007+0000",
                eve.getAsJsonObject("flow").get("start").getAsString());
    }

    @Test
    void whatSuricataHasNoFieldForIsInTheObjectLdpi() throws Exception {
        JsonObject ldpi = parse(Fixtures.alert(5)).getAsJsonObject("ldpi");
        assertEquals(5, ldpi.get("alert").getAsLong());
        assertEquals(5, ldpi.get("verdict").getAsLong());
        assertEquals("lab:1", ldpi.get("model").getAsString());
        assertEquals(12.5, ldpi.get("score").getAsDouble());
        assertEquals(4.25, ldpi.get("threshold").getAsDouble());
        assertEquals("near_max", ldpi.get("policy").getAsString());
        assertEquals(7, ldpi.get("centre").getAsInt());
        assertEquals(3, ldpi.get("packets").getAsInt());
        assertEquals("FIN", ldpi.get("close").getAsString());
        assertEquals("veth0", ldpi.get("capture").getAsString());
        assertEquals("0badcafe", ldpi.get("configuration").getAsString());
    }

    @Test
    void aProtocolWithoutPortsHasNoneAndALinkWithoutAddressesHasNoEther() throws Exception {
        JsonObject eve = parse(alert(Fixtures.key("fe80::1", 0, "fe80::2", 0, 58, 12), "00:00:00:00:00:00"));
        assertEquals("IPv6-ICMP", eve.get("proto").getAsString());
        assertFalse(eve.has("src_port"));
        assertFalse(eve.has("dest_port"));
        assertFalse(eve.has("ether"));
        assertEquals(12, eve.getAsJsonArray("vlan").get(0).getAsInt());
    }

    @Test
    void theFlowIdIsTheFlowsAndSurvivesReadersWithDoubles() {
        long id = EveJson.flowId(Fixtures.anomaly(1).flow());
        assertEquals(id, EveJson.flowId(Fixtures.anomaly(2).flow()));
        assertNotEquals(
                id,
                EveJson.flowId(alert(Fixtures.key("10.1.0.2", 40313, "10.1.0.9", 22, 6, 0), "02:00:00:00:00:01")
                        .verdict()
                        .flow()));
        assertEquals(id, (long) (double) id);
    }
}
