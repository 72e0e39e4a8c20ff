package org.ldpi.training.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.ldpi.api.capture.CaptureException;
import org.ldpi.training.bench.TrafficMix;
import org.ldpi.training.flows.PacketPath;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes the capture that the packet path is measured on. */
@Command(
        name = "bench mix",
        mixinStandardHelpOptions = true,
        description = "Mixes the packets of captures and repeats them with other addresses.",
        sortOptions = false)
public final class BenchMixCommand extends LdpiCommand {
    @Option(names = "--from", required = true, paramLabel = "DIR", description = "A folder of captures.")
    private Path from;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "The capture to write.")
    private Path out;

    @Option(
            names = "--packets",
            paramLabel = "N",
            defaultValue = "2000000",
            description = "How many packets (${DEFAULT-VALUE}).")
    private long packets;

    @Option(
            names = "--packets-per-capture",
            paramLabel = "N",
            defaultValue = "500",
            description = "The most packets to take of one capture (${DEFAULT-VALUE}).")
    private int packetsPerCapture;

    @Option(
            names = "--step",
            paramLabel = "NS",
            defaultValue = "5000",
            description = "Time from packet to packet (${DEFAULT-VALUE} ns).")
    private int stepNanos;

    @Option(
            names = "--interleave",
            description =
                    "Spread the packets of each capture over all of a round; otherwise captures follow one another.")
    private boolean interleave;

    @Override
    public Integer call() throws CommandException, IOException {
        if (packets < 1 || packetsPerCapture < 1 || stepNanos < 1) {
            throw new WrongUsage("--packets, --packets-per-capture and --step are at least 1");
        }
        TrafficMix mix = new TrafficMix(PacketPath.files(), packetsPerCapture, stepNanos, interleave);
        for (Path capture : captures()) {
            try {
                mix.add(capture);
            } catch (CaptureException e) {
                System.err.println("left out: " + e.getMessage());
            }
        }
        mix.write(out, packets);
        System.err.printf("%s: %d packets, rounds of %d%n", out, packets, mix.packetsPerRound());
        return 0;
    }

    private List<Path> captures() throws CommandException, IOException {
        if (!Files.isDirectory(from)) {
            throw new CommandException(from + ": no such folder");
        }
        try (Stream<Path> files = Files.walk(from)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
