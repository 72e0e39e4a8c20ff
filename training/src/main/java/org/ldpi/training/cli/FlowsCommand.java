package org.ldpi.training.cli;

import java.io.IOException;
import org.ldpi.api.capture.CaptureException;
import org.ldpi.api.flow.FlowHeadHandler;
import org.ldpi.training.flows.CaptureFlows;
import org.ldpi.training.flows.FlowLine;
import org.ldpi.training.flows.LineOutput;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes the flow heads of a capture as lines of JSON. */
@Command(
        name = "flows",
        mixinStandardHelpOptions = true,
        description = "Writes the flow heads of a capture as lines of JSON.",
        sortOptions = false)
public final class FlowsCommand extends LdpiCommand {
    @Option(
            names = "--pcap",
            required = true,
            paramLabel = "FILE",
            description = "A capture, a folder of captures, or -.")
    private String pcap;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE|-|none",
            description = "Where the lines go; none writes nothing and only counts.")
    private String out;

    @Mixin
    private SampleOptions samples;

    @Mixin
    private FlowOptions flows;

    @Override
    public Integer call() throws CommandException, IOException {
        try (LineOutput lines = new LineOutput(out)) {
            FlowLine line = new FlowLine();
            FlowHeadHandler handler = lines.nowhere() ? head -> {} : head -> lines.write(line.of(head));
            CaptureFlows reader = flows.reader(samples.shape(), samples.direction(), samples.quantizer(), handler);
            CaptureException broken = null;
            long start = System.nanoTime();
            try {
                reader.read(pcap);
            } catch (CaptureException e) {
                // Of a capture that breaks, what came before is kept; of one that could not be opened there is nothing.
                if (reader.counters().read() == 0) {
                    throw e;
                }
                broken = e;
            }
            lines.finish();
            Counts.print(reader, (System.nanoTime() - start) / 1e9, System.err);
            if (broken != null) {
                throw broken;
            }
        }
        return 0;
    }
}
