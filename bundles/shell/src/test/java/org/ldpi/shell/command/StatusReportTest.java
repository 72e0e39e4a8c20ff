package org.ldpi.shell.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.ldpi.api.flow.CloseReason;
import org.ldpi.api.flow.FlowCounters;

class StatusReportTest {
    private static String flows(long evicted, long evictions) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new StatusReport(null)
                .flows(
                        new PrintStream(bytes, true, StandardCharsets.UTF_8),
                        new FlowCounters(
                                100, 100, Map.of(), Map.of(CloseReason.EVICTED, evicted), 10, 16, 16, evictions));
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aTableThatEvictsIsWarnedOf() {
        String report = flows(3, 5);
        assertTrue(report.contains("3 heads (EVICTED 3), 10 open, 16 of 16 in the table"), report);
        String warning = report.lines()
                .filter(line -> line.startsWith("warning"))
                .findFirst()
                .orElse("");
        assertEquals(
                "warning    the flow table is too small: 5 flows had to make room for others; raise flows or lower"
                        + " idle.seconds in org.ldpi.sensor",
                warning);
    }

    @Test
    void aTableWithRoomIsNot() {
        assertFalse(flows(0, 0).contains("warning"));
    }
}
