package org.ldpi.training.cli;

import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.ldpi.api.flow.FlowCounters;
import org.ldpi.training.flows.CaptureFlows;

/** The counts that end a command, for people; {@code read = decoded + skipped}, heads are the sum over the reasons. */
final class Counts {
    private Counts() {}

    static void print(CaptureFlows reader, double seconds, PrintStream err) {
        FlowCounters counters = reader.counters();
        err.printf(
                "packets read %d, decoded %d, skipped %d%n",
                counters.read(), counters.decoded(), counters.skippedPackets());
        err.println("skipped by reason: " + list(counters.skipped()));
        err.println("flows " + counters.heads() + " by close reason: " + list(counters.closed()));
        if (counters.evictions() > 0) {
            err.println("the flow table was full: " + counters.evictions()
                    + " flows had to make room for others; raise --max-flows or lower --idle-timeout");
        }
        for (String remark : reader.remarks()) {
            err.println("capture " + remark);
        }
        err.printf(Locale.ROOT, "%.3f s, %.0f packets/s%n", seconds, counters.read() / seconds);
    }

    private static String list(Map<?, Long> counts) {
        return counts.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", "));
    }
}
