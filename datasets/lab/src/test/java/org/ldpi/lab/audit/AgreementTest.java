package org.ldpi.lab.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ldpi.lab.label.FlowLabel;
import org.ldpi.lab.pcap.FiveTuple;

class AgreementTest {
    private static final String CLIENT = "10.1.2.3";
    private static final String SERVER = "10.1.9.9";
    private static final String SCAN = "malicious/information_gathering/syn_scan";

    private final List<FlowLabel> rows = new ArrayList<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private void flow(String source, int port, String destination, int protocol, long nanos) {
        FiveTuple tuple = new FiveTuple(source, 40_000, destination, port, protocol);
        rows.add(new FlowLabel("a.pcap", tuple, nanos, nanos, SCAN, "nmap", 1));
    }

    private List<String> faults(String... reports) {
        StringBuilder commands = new StringBuilder();
        for (int i = 0; i < reports.length; i++) {
            commands.append(i > 0 ? "," : "")
                    .append("{activity: 'syn-scan', label: '" + SCAN + "', tool: 'nmap', host: 'one', target: '"
                            + SERVER
                            + "', start_ns: " + (1 + 100 * i) * 1_000_000_000L + ", end_ns: " + (50 + 100 * i)
                            + "000000000, command: 'nmap', report: '" + reports[i] + "'}");
        }
        String manifest = "{clients: [{name: 'one', ip4: '" + CLIENT + "', ip6: ''}], servers: [{name: 'www', ip4: '"
                + SERVER + "', ip6: 'fd00::9'}], subnets: [{prefix4: '10.1.2', router: 254}], commands: [" + commands
                + "]}";
        return new Agreement(JsonParser.parseString(manifest).getAsJsonObject())
                .faults(rows, new PrintStream(out, true, StandardCharsets.UTF_8));
    }

    private void scan(int ports, long second) {
        for (int port = 1; port <= ports; port++) {
            flow(CLIENT, port, SERVER, 6, second * 1_000_000_000L);
            flow(SERVER, port, CLIENT, 6, second * 1_000_000_000L);
        }
    }

    @Test
    void repliesAndErrorsOfKernelsAreNoFlowsOfTheTool() {
        scan(50, 2);
        flow("10.1.2.254", 0, SERVER, 1, 2_000_000_000L);
        assertEquals(List.of(), faults("nmap sent flows: 50"));
        assertTrue(out.toString(StandardCharsets.UTF_8).contains("1 / 1"), out.toString(StandardCharsets.UTF_8));
    }

    @Test
    void aFlowThatGoesOnInTheNextFileCountsOnce() {
        scan(50, 2);
        scan(50, 3);
        assertEquals(List.of(), faults("nmap sent flows: 50"));
    }

    @Test
    void eachRunIsComparedWithItsOwnFlows() {
        scan(50, 2);
        scan(90, 110);
        assertEquals(List.of(), faults("nmap sent flows: 50", "nmap sent flows: 90"));
    }

    @Test
    void labelsThatMissATenthOfWhatTheToolSentDoNotAgree() {
        scan(90, 2);
        assertEquals(
                List.of(SCAN + " by nmap on one, started at 1000000000: the tool says 100 flows, 90 are labelled"),
                faults("nmap sent flows: 100"));
    }

    @Test
    void aFamilyThatNobodyCountedIsAFault() {
        scan(10, 2);
        assertEquals(List.of(SCAN + ": no tool says how many flows it made"), faults("Killed"));
    }
}
