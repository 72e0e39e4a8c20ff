package org.ldpi.alert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.ldpi.api.alert.Alert;
import org.ldpi.api.flow.FlowKey;
import org.ldpi.api.incident.IncidentKind;

/** Alerts against a schema of the parts of Suricata's EVE alerts that they have. */
class EveSchemaTest {
    private static JsonSchema schema;

    @BeforeAll
    static void readTheSchema() throws IOException {
        try (InputStream in = EveSchemaTest.class.getResourceAsStream("eve-alert.schema.json")) {
            schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(in);
        }
    }

    private static String line(FlowKey key, String mac) {
        return EveJson.line(new Alert(5, Instant.EPOCH, Fixtures.verdict(9, true, key, mac)));
    }

    @Test
    void alertsOfAllKindsOfFlowsAreOfTheSchema() {
        String mac = "02:00:00:00:00:01";
        for (String line : Set.of(
                line(Fixtures.tcp(), mac),
                line(Fixtures.key("10.1.0.2", 5353, "224.0.0.251", 5353, 17, 12), mac),
                line(Fixtures.key("fe80::1", 0, "fe80::2", 0, 58, 0), "00:00:00:00:00:00"))) {
            assertEquals(Set.of(), Set.copyOf(schema.validate(line, InputFormat.JSON)), line);
        }
    }

    @Test
    void incidentsAreOfTheSchemaToo() {
        for (IncidentKind kind : IncidentKind.values()) {
            String line = EveJson.line(Fixtures.incident(5, kind, true));
            assertEquals(Set.of(), Set.copyOf(schema.validate(line, InputFormat.JSON)), line);
            assertTrue(line.contains("\"kind\":\"" + kind + "\""), line);
        }
    }

    @Test
    void theSchemaRefusesWhatSuricataDoesNotWrite() {
        String line = line(Fixtures.tcp(), "02:00:00:00:00:01");
        for (String wrong : new String[] {
            line.replace("\"src_port\":40312", "\"src_port\":\"40312\""),
            line.replace("\"rev\":", "\"revision\":"),
            line.replace("\"proto\":", "\"protocol\":"),
            line.replace("+0000", "Z")
        }) {
            assertNotEquals(line, wrong);
            assertNotEquals(Set.of(), Set.copyOf(schema.validate(wrong, InputFormat.JSON)), wrong);
        }
    }
}
