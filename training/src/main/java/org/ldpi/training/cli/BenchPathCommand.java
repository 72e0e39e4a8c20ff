package org.ldpi.training.cli;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.ldpi.training.bench.PathBenchmark;
import org.ldpi.training.bench.PathBenchmark.Round;
import org.ldpi.training.bench.TimedProcess;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures the packet path, and the whole program beside tcpdump. */
@Command(
        name = "bench path",
        mixinStandardHelpOptions = true,
        description = {
            "Measures the way from a capture file to samples, in this process once it is warm; and the whole of",
            "'ldpi flows --out none', its start included, beside 'tcpdump -r FILE -w /dev/null', by turns."
        },
        sortOptions = false)
public final class BenchPathCommand extends LdpiCommand {
    private static final int WARM_UP_ROUNDS = 3;

    /** Set by the launcher. */
    static final String LAUNCHER = "org.ldpi.launcher";

    @Option(names = "--pcap", required = true, paramLabel = "FILE", description = "A capture.")
    private Path pcap;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "1",
            description = "Threads, each with a table of its own, 1 to 64 (${DEFAULT-VALUE}).")
    private int threads;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "7",
            description = "Readings of the capture; medians are reported (${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--json",
            description = "One JSON object. bytes_per_packet is what the path allocates for a packet.")
    private boolean json;

    @Mixin
    private SampleOptions samples;

    @Mixin
    private FlowOptions flows;

    @Override
    public Integer call() throws CommandException, IOException, InterruptedException {
        if (threads < 1 || threads > 64 || rounds < 1) {
            throw new WrongUsage("--threads is 1 to 64, --rounds at least 1");
        }
        if (!Files.isRegularFile(pcap)) {
            throw new CommandException(pcap + ": no such file");
        }
        PathBenchmark benchmark = new PathBenchmark(
                pcap.toString(), flows.options(samples.shape(), samples.direction()), samples.quantizer(), threads);
        List<Round> readings = benchmark.run(WARM_UP_ROUNDS, rounds);

        TimedProcess program = new TimedProcess(program());
        TimedProcess tcpdump = new TimedProcess(List.of("tcpdump", "-r", pcap.toString(), "-w", "/dev/null"));
        double[] programSeconds = new double[rounds];
        double[] tcpdumpSeconds = new double[rounds];
        program.run();
        tcpdump.run();
        for (int i = 0; i < rounds; i++) {
            programSeconds[i] = program.run();
            tcpdumpSeconds[i] = tcpdump.run();
        }
        print(readings, PathBenchmark.median(programSeconds), PathBenchmark.median(tcpdumpSeconds));
        return 0;
    }

    /** What a user would type; without the launcher nobody could say what starting takes. */
    private List<String> program() throws CommandException {
        String launcher = System.getProperty(LAUNCHER);
        if (launcher == null) {
            throw new CommandException("bench path is to be run by the launcher: ./ldpi bench path");
        }
        return List.of(launcher, "flows", "--pcap", pcap.toString(), "--out", "none");
    }

    private void print(List<Round> readings, double program, double tcpdump) {
        Round any = readings.get(0);
        double rate = median(readings, Round::packetsPerSecond);
        double allocated = median(readings, round -> (double) round.allocatedBytes() / round.packets());
        if (json) {
            JsonObject object = new JsonObject();
            object.addProperty("packets", any.packets());
            object.addProperty("flows", any.flows());
            object.addProperty("packets_per_s", Math.round(rate));
            object.addProperty("process_s", rounded(program));
            object.addProperty("tcpdump_s", rounded(tcpdump));
            object.addProperty("ratio", rounded(program / tcpdump));
            object.addProperty("bytes_per_packet", rounded(allocated));
            System.out.println(object);
            return;
        }
        System.out.printf(
                Locale.ROOT,
                """
                capture            %s: %,d packets, %,d flow heads
                threads            %d
                packets/s          %,.0f (median of %d readings, the path alone, warm)
                allocated          %.3f bytes a packet
                ldpi flows         %.3f s (median of %d runs, the whole process)
                tcpdump            %.3f s (median of %d runs, the whole process)
                ratio              %.2f
                """,
                pcap,
                any.packets(),
                any.flows(),
                threads,
                rate,
                rounds,
                allocated,
                program,
                rounds,
                tcpdump,
                rounds,
                program / tcpdump);
    }

    private static double median(List<Round> readings, ToDoubleFunction<Round> figure) {
        return PathBenchmark.median(readings.stream().mapToDouble(figure).toArray());
    }

    private static double rounded(double value) {
        return Math.round(value * 1e4) / 1e4;
    }
}
