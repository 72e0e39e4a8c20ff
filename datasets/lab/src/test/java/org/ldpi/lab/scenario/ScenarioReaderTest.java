package org.ldpi.lab.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ldpi.lab.LabException;

class ScenarioReaderTest {
    private static final String SMALL = """
            name: small
            description: a small day
            day: monday
            seed: 1
            minutes: 1
            networks:
              - {name: a, clients: 2}
            servers:
              - {name: ns, services: [dns, 'http:8080']}
            normal:
              - {activity: dns, per-minute: 10}
            attacks:
              - {activity: syn-scan, size: 20}
            """;

    @Test
    void readsASmallScenario() throws LabException {
        Scenario scenario = ScenarioReader.parse("small.yaml", SMALL);
        assertEquals("small", scenario.name());
        assertEquals(2, scenario.networks().get(0).clients());
        assertEquals(1, scenario.networks().get(0).hops());
        assertEquals(
                new Scenario.Service("http", 8080),
                scenario.servers().get(0).services().get(1));
        assertEquals(53, scenario.servers().get(0).services().get(0).port());
        assertTrue(scenario.mixed());
    }

    @Test
    void theShippedTrainingDayHasNoAttacksAndTheTestDayHas() throws LabException {
        assertFalse(ScenarioReader.read("sample-train").mixed());
        assertTrue(ScenarioReader.read("sample-test").mixed());
        assertTrue(ScenarioReader.read("sample-train").segments() >= 8, "enough files to split by file");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "minutes: 1      | minutes: soon          | minutes: must be a whole number, not 'soon'",
                "minutes: 1      | minutes: 0             | minutes: 0 is not in 1..1440",
                "seed: 1         | sead: 1                | seed: is missing",
                "clients: 2      | clients: 2, color: red | networks[0].color: is no option here",
                "per-minute: 10  | per-minute: lots       | normal[0].per-minute: must be a number, not 'lots'",
                "http:8080       | gopher                 | servers[0].services: 'gopher' is none of dns, ftp, http, https, mqtt, ntp, ssh",
                "http:8080       | http:99999             | servers[0].services: 'http:99999' has no port in 1..65535",
                "dns, 'http:8080'| http                   | servers: one of them must run dns",
                "name: small     | name: Big Day          | name: 'Big Day' is no name (small letters, digits and dashes)",
                "size: 20        | tool: nmap             | attacks[0].size: is missing",
            })
    void aWrongOptionIsNamed(String there, String instead, String message) {
        String yaml = SMALL.replace(there, instead);
        LabException e = assertThrows(LabException.class, () -> ScenarioReader.parse("small.yaml", yaml));
        assertEquals("small.yaml: " + message, e.getMessage());
    }

    @Test
    void whatIsNoYamlIsSaidInOneLine() {
        LabException e = assertThrows(LabException.class, () -> ScenarioReader.parse("x.yaml", "name: [unclosed"));
        assertTrue(e.getMessage().startsWith("x.yaml: is not YAML: "), e.getMessage());
        assertEquals(1, e.getMessage().lines().count());
    }

    @Test
    void anUnknownScenarioListsTheShippedOnes() {
        LabException e = assertThrows(LabException.class, () -> ScenarioReader.read("no-such-day"));
        assertEquals("no-such-day: neither a file nor a shipped scenario (sample-train, sample-test)", e.getMessage());
    }
}
