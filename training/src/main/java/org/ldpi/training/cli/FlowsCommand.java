package org.ldpi.training.cli;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.ldpi.api.capture.CaptureException;
import org.ldpi.api.flow.FlowHead;
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
    private static final String PCAP = "--pcap";
    private static final String OUT = "--out";

    /** Begins the name of a file that holds arguments. */
    private static final String ARGUMENTS_FILE = "@";

    @Option(names = PCAP, required = true, paramLabel = "FILE", description = "A capture, a folder of captures, or -.")
    private String pcap;

    @Option(
            names = OUT,
            required = true,
            paramLabel = "FILE|-|none",
            description = "Where the lines go; none writes nothing and only counts.")
    private String out;

    @Mixin
    private final SampleOptions samples = new SampleOptions();

    @Mixin
    private final FlowOptions flows = new FlowOptions();

    /**
     * The command with the arguments that most runs have. Parsing all that could be asked takes longer than reading a
     * small capture.
     *
     * @return null for arguments that are others, or wrong: those are to be parsed
     */
    public static FlowsCommand plain(List<String> arguments) {
        FlowsCommand command = new FlowsCommand();
        Set<String> given = new HashSet<>();
        for (int i = 0; i < arguments.size(); i += 2) {
            String option = arguments.get(i);
            String value = i + 1 < arguments.size() ? arguments.get(i + 1) : "";
            boolean name = value.equals(LineOutput.STANDARD_OUTPUT) || !value.startsWith("-");
            if (value.isEmpty() || value.startsWith(ARGUMENTS_FILE) || !name || !given.add(option)) {
                return null;
            }
            switch (option) {
                case PCAP -> command.pcap = value;
                case OUT -> command.out = value;
                case SampleOptions.PROFILE -> command.samples.profile(value);
                default -> {
                    return null;
                }
            }
        }
        return command.pcap == null || command.out == null ? null : command;
    }

    @Override
    public Integer call() throws CommandException, IOException {
        try (LineOutput lines = new LineOutput(out)) {
            FlowHeadHandler handler = lines.nowhere() ? new Nowhere() : new Lines(lines, new FlowLine());
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

    // A program's first lambda takes longer to make than a small capture takes to read; classes are there at once.

    private static final class Nowhere implements FlowHeadHandler {
        @Override
        public void onHead(FlowHead head) {
            // Only to be counted, which the flow table does.
        }
    }

    private record Lines(LineOutput output, FlowLine line) implements FlowHeadHandler {
        @Override
        public void onHead(FlowHead head) {
            output.write(line.of(head));
        }
    }
}
