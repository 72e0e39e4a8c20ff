package org.ldpi.training.cli;

import java.io.PrintStream;
import java.math.BigDecimal;
import java.util.Map;
import org.ldpi.api.flow.FlowCounters;
import org.ldpi.training.flows.CaptureFlows;

/** The counts that end a command, for people; {@code read = decoded + skipped}, heads are the sum over the reasons. */
final class Counts {
    private Counts() {}

    static void print(CaptureFlows reader, double seconds, PrintStream err) {
        FlowCounters counters = reader.counters();
        // Formatters, streams and + on strings would take longer to load than a small capture takes to read.
        StringBuilder text = new StringBuilder();
        text.append("packets read ").append(counters.read());
        text.append(", decoded ").append(counters.decoded());
        text.append(", skipped ").append(counters.skippedPackets());
        text.append(System.lineSeparator()).append("skipped by reason: ");
        list(counters.skipped(), text);
        text.append(System.lineSeparator()).append("flows ").append(counters.heads());
        text.append(" by close reason: ");
        list(counters.closed(), text);
        err.println(text);
        if (counters.evictions() > 0) {
            err.println("the flow table was full: " + counters.evictions()
                    + " flows had to make room for others; raise --max-flows or lower --idle-timeout");
        }
        for (String remark : reader.remarks()) {
            err.println("capture " + remark);
        }
        StringBuilder rate = new StringBuilder();
        rate.append(BigDecimal.valueOf(Math.round(seconds * 1e3), 3)).append(" s, ");
        rate.append(Math.round(counters.read() / seconds)).append(" packets/s");
        err.println(rate);
    }

    private static <E extends Enum<E>> void list(Map<E, Long> counts, StringBuilder text) {
        String separator = "";
        for (Map.Entry<E, Long> count : counts.entrySet()) {
            text.append(separator).append(count.getKey().name());
            text.append(' ').append(count.getValue().longValue());
            separator = ", ";
        }
    }
}
