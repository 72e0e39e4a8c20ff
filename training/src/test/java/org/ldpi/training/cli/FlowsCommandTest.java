package org.ldpi.training.cli;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.junit.jupiter.api.Test;

class FlowsCommandTest {
    @Test
    void whatMostRunsAskNeedsNoParsing() {
        assertNotNull(FlowsCommand.plain(List.of("--pcap", "a.pcap", "--out", "none")));
        assertNotNull(FlowsCommand.plain(List.of("--out", "-", "--pcap", "-")));
        assertNotNull(FlowsCommand.plain(List.of("--pcap", "a.pcap", "--profile", "classic", "--out", "lines")));
    }

    @Test
    void otherOptionsAndWhatIsWrongAreParsed() {
        assertNull(FlowsCommand.plain(List.of()));
        assertNull(FlowsCommand.plain(List.of("--help")));
        assertNull(FlowsCommand.plain(List.of("--pcap", "a.pcap")));
        assertNull(FlowsCommand.plain(List.of("--pcap", "a.pcap", "--out")));
        assertNull(FlowsCommand.plain(List.of("--pcap", "--out", "none", "a.pcap")));
        assertNull(FlowsCommand.plain(List.of("--pcap", "a.pcap", "--out", "none", "--out", "-")));
        assertNull(FlowsCommand.plain(List.of("--pcap", "@arguments", "--out", "none")));
        assertNull(FlowsCommand.plain(List.of("--pcap=a.pcap", "x", "--out", "none")));
        assertNull(FlowsCommand.plain(List.of("--pcap", "a.pcap", "--out", "none", "--vlan")));
    }
}
