package org.ldpi.training.cli;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.ldpi.api.capture.Capture;
import org.ldpi.api.capture.CaptureProvider;
import org.ldpi.api.capture.CaptureRequest;
import org.ldpi.api.capture.CaptureStatistics;
import org.ldpi.api.flow.Direction;
import org.ldpi.api.flow.FlowTable;
import org.ldpi.api.quantizer.Quantizer;
import org.ldpi.api.quantizer.SampleShape;
import org.ldpi.training.bench.LinkedNamespaces;
import org.ldpi.training.bench.SmallPackets;
import org.ldpi.training.bench.TimedProcess;
import org.ldpi.training.flows.PacketPath;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Measures live capture: what a sender in one network namespace puts on a veth pair, a process of its own captures in
 * another one.
 */
@Command(
        name = "bench live",
        mixinStandardHelpOptions = true,
        description = {
            "Measures live capture of 64-byte frames over a veth pair between two network namespaces that it makes",
            "and takes away. Needs root, and trafgen of Debian's netsniff-ng."
        },
        sortOptions = false)
public final class BenchLiveCommand extends LdpiCommand {
    private static final int FLOWS = 10_000;
    private static final int MOST_PACKETS = 60_000_000;
    private static final int PACKETS_PER_POLL = 4096;

    /** What the capturing process says when packets may come; it ends with its input. */
    private static final String CAPTURING = "capturing";

    @Option(
            names = "--packets",
            paramLabel = "N",
            defaultValue = "7000000",
            description = "Packets that are sent, as fast as the sender can, 1 to 60000000 (${DEFAULT-VALUE}).")
    private int packets;

    @Option(names = "--json", description = "One JSON object.")
    private boolean json;

    @Option(names = "--capture", hidden = true, description = "The part that captures, from this interface.")
    private String capture;

    @Mixin
    private FlowOptions flows;

    @Override
    public Integer call() throws CommandException, IOException, InterruptedException {
        if (capture != null) {
            System.out.println(capture());
            return 0;
        }
        if (packets < 1 || packets > MOST_PACKETS) {
            throw new WrongUsage("--packets is 1 to " + MOST_PACKETS);
        }
        String launcher = System.getProperty(BenchPathCommand.LAUNCHER);
        if (launcher == null) {
            throw new CommandException("bench live is to be run by the launcher: ./ldpi bench live");
        }
        print(measure(launcher));
        return 0;
    }

    private JsonObject measure(String launcher) throws IOException, InterruptedException {
        Path frames = Files.createTempFile("ldpi-small-packets", ".cfg");
        try (LinkedNamespaces link = new LinkedNamespaces()) {
            SmallPackets.write(frames, FLOWS);
            Process capturing = new ProcessBuilder(
                            link.atReceiver(launcher, "bench", "live", "--capture", LinkedNamespaces.INTERFACE))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try (BufferedReader said =
                    new BufferedReader(new InputStreamReader(capturing.getInputStream(), StandardCharsets.UTF_8))) {
                String first = said.readLine();
                if (!CAPTURING.equals(first)) {
                    throw new IOException("the capturing process did not start: " + first);
                }
                double sent = new TimedProcess(link.atSender(
                                "trafgen",
                                "--no-sock-mem",
                                "--cpus",
                                "1",
                                "--num",
                                Integer.toString(packets),
                                "--dev",
                                LinkedNamespaces.INTERFACE,
                                "--conf",
                                frames.toString()))
                        .run();
                capturing.getOutputStream().close();
                JsonObject result = JsonParser.parseString(said.readLine()).getAsJsonObject();
                result.addProperty("sent", packets);
                result.addProperty("sending_s", sent);
                return result;
            } finally {
                capturing.destroy();
            }
        } finally {
            Files.delete(frames);
        }
    }

    private void print(JsonObject result) {
        if (json) {
            System.out.println(result);
            return;
        }
        System.out.printf(
                Locale.ROOT,
                """
                sent               %,d frames of 64 bytes in %.2f s
                captured           %,d, %,d a second
                kernel drops       %,d
                cores              %.2f (user and system time of the capturing process)
                """,
                result.get("sent").getAsLong(),
                result.get("sending_s").getAsDouble(),
                result.get("captured").getAsLong(),
                result.get("packets_per_s").getAsLong(),
                result.get("kernel_drops").getAsLong(),
                result.get("cores").getAsDouble());
    }

    /** Captures until standard input ends, and what is on its way has come. */
    private JsonObject capture() throws CommandException, IOException {
        CaptureProvider live = PacketPath.live();
        Quantizer quantizer = PacketPath.quantizer(Quantizer.ROBUST);
        FlowTable table = PacketPath.tables()
                .create(flows.options(SampleShape.DEFAULT, Direction.ONE_WAY), quantizer, head -> {});
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        try (Capture opened = live.open(CaptureRequest.of(capture))) {
            System.out.println(CAPTURING);
            long start = 0;
            long last = 0;
            long cpu = 0;
            Thread end = endOfInput();
            int count = 0;
            while (count > 0 || end.isAlive()) {
                count = opened.poll(table, PACKETS_PER_POLL);
                if (count > 0 && start == 0) {
                    start = System.nanoTime();
                    cpu = system.getProcessCpuTime();
                }
                if (count > 0) {
                    last = System.nanoTime();
                }
            }
            double busy = (last - start) / 1e9;
            CaptureStatistics statistics = opened.statistics();
            JsonObject result = new JsonObject();
            result.addProperty("captured", statistics.packets());
            result.addProperty("kernel_drops", statistics.kernelDrops());
            result.addProperty("packets_per_s", Math.round(statistics.packets() / busy));
            result.addProperty("cores", Math.round((system.getProcessCpuTime() - cpu) / 1e7 / busy) / 100.0);
            return result;
        }
    }

    /** A thread that lives as long as standard input does. */
    private static Thread endOfInput() {
        Thread reading = new Thread(
                () -> {
                    try {
                        System.in.readAllBytes();
                    } catch (IOException e) {
                        // An input that broke has ended too.
                        return;
                    }
                },
                "ldpi-end-of-input");
        reading.setDaemon(true);
        reading.start();
        return reading;
    }
}
