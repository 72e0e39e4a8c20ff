package org.ldpi.lab.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ldpi.lab.LabException;

class ScenarioReaderTest {
    private static final String SERVICES =
            "coap, controller, dns, dns2tcp, film, ftp, http, https, imap, iodine, irc, mqtt, ntp, postgres,"
                    + " radio, redis, rsync, rtp, rtsp, sip, smb, smtp, snmp, ssh, syslog, telnet, torrent, xmpp";
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
        assertFalse(ScenarioReader.read("small-normal").mixed());
        assertTrue(ScenarioReader.read("small-attacks").mixed());
        assertTrue(ScenarioReader.read("small-normal").segments() >= 8, "enough files to split by file");
    }

    @Test
    void theShippedDaysAreOfThreeKinds() throws LabException {
        Set<String> folders = new HashSet<>();
        for (String name : ScenarioReader.DAYS.keySet()) {
            Scenario scenario = ScenarioReader.read(name);
            assertEquals(name, scenario.name());
            assertEquals(ScenarioReader.DAYS.get(name).equals("train"), !scenario.mixed(), name);
            assertTrue(folders.add(scenario.day()), "captures of " + name + " have a folder of their own");
            assertTrue(scenario.shuffled(), name);
        }
    }

    @Test
    void readsWhatLinksDoAndWhatFramesAreWrappedIn() throws LabException {
        Scenario scenario = ScenarioReader.parse(
                "small.yaml",
                SMALL.replace("clients: 2", "clients: 2, hops: 3, mesh: true, delay: 5, jitter: 2.5, loss: 0.01")
                        .replace("minutes: 1", "minutes: 1\nencapsulation: batman"));
        assertTrue(scenario.networks().get(0).mesh());
        assertEquals(new Scenario.Link(5, 2.5, 0.01), scenario.networks().get(0).link());
        assertEquals(Scenario.Encapsulation.BATMAN, scenario.encapsulation());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "minutes: 1      | minutes: soon          | minutes: must be a whole number, not 'soon'",
                "minutes: 1      | minutes: 0             | minutes: 0 is not in 1..1440",
                "seed: 1         | sead: 1                | seed: is missing",
                "clients: 2      | clients: 2, mesh: yes please | networks[0].mesh: must be true or false, not 'yes"
                        + " please'",
                "clients: 2      | clients: 2, delay: 5   | networks[0].hops: a mesh, delay, jitter and loss need 2 or"
                        + " more",
                "clients: 2      | clients: 2, hops: 2, loss: 0.9 | networks[0].loss: 0.9 is not in 0.0..0.5",
                "minutes: 1      | minutes: 1\\n"
                        + "encapsulation: gre | encapsulation: 'gre' is none of none, vlan, batman",
                "clients: 2      | clients: 2, color: red | networks[0].color: is no option here",
                "per-minute: 10  | per-minute: lots       | normal[0].per-minute: must be a number, not 'lots'",
                "http:8080       | gopher                 | servers[0].services: 'gopher' is none of " + SERVICES,
                "http:8080       | http:99999             | servers[0].services: 'http:99999' has no port in 1..65535",
                "dns, 'http:8080'| http                   | servers: one of them must run dns",
                "name: small     | name: Big Day          | name: 'Big Day' is no name (small letters, digits and"
                        + " dashes)",
                "size: 20        | tool: nmap             | attacks[0].size: is missing",
            })
    void aWrongOptionIsNamed(String there, String instead, String message) {
        String yaml = SMALL.replace(there, instead.replace("\\n", "\n"));
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
        assertEquals(
                "no-such-day: neither a file nor a shipped scenario (" + String.join(", ", ScenarioReader.SHIPPED)
                        + ")",
                e.getMessage());
    }
}
