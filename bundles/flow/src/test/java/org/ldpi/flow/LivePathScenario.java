package org.ldpi.flow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.ldpi.api.capture.Capture;
import org.ldpi.api.capture.CaptureException;
import org.ldpi.api.capture.CaptureProvider;
import org.ldpi.api.capture.CaptureRequest;
import org.ldpi.api.flow.Direction;
import org.ldpi.api.flow.Flow;
import org.ldpi.api.flow.FlowTable;
import org.ldpi.api.flow.FlowTableOptions;
import org.ldpi.api.packet.CapturedPacket;
import org.ldpi.api.quantizer.SampleShape;
import org.ldpi.capture.FileCaptureProvider;
import org.ldpi.capture.LiveCaptureProvider;
import org.ldpi.quantizer.ClassicQuantizer;
import org.pcap4j.core.PcapHandle;

/**
 * Runs in a process of its own, in a network namespace made for it: sends the packets of a capture into one end of a pair
 * of interfaces, captures them from the other, and writes to two files the heads of the capture and those seen live.
 */
final class LivePathScenario {
    private static final String SENDER = "ldpi0";
    private static final String SENSOR = "ldpi1";
    private static final int SNAP_LENGTH = 65_535;
    private static final int AT_ONCE = 3000;

    /** So that a fault does not make the test wait for ever; each poll waits 0.1 s at most. */
    private static final int MOST_IDLE_POLLS = 50;

    private final List<byte[]> frames = new ArrayList<>();

    private LivePathScenario() {}

    /** Capture, number of packets, file for the heads of the capture, file for those seen live. */
    public static void main(String[] arguments) throws Exception {
        makeInterfaces();
        new LivePathScenario()
                .run(arguments[0], Integer.parseInt(arguments[1]), Path.of(arguments[2]), Path.of(arguments[3]));
    }

    private void run(String file, int packets, Path fromFile, Path seenLive) throws Exception {
        List<String> heads = new ArrayList<>();
        FlowTable table = table(heads);
        try (Capture capture = open(new FileCaptureProvider(), file)) {
            while (frames.size() < packets
                    && capture.poll(packet -> keep(packet, table), packets - frames.size()) != Capture.END) {
                // All there is to do is done with each packet.
            }
        }
        table.closeAll();
        write(fromFile, heads);
        write(seenLive, live());
    }

    private void keep(CapturedPacket packet, FlowTable table) {
        byte[] frame = new byte[packet.capturedLength()];
        packet.buffer().get(packet.offset(), frame);
        frames.add(frame);
        table.onPacket(packet);
    }

    private List<String> live() throws Exception {
        List<String> heads = new ArrayList<>();
        FlowTable table = table(heads);
        try (Capture capture = open(new LiveCaptureProvider(), SENSOR);
                PcapHandle sender = new PcapHandle.Builder(SENDER).build()) {
            int sent = 0;
            int idle = 0;
            while (table.counters().read() < frames.size() && idle < MOST_IDLE_POLLS) {
                int end = Math.min(frames.size(), sent + AT_ONCE);
                for (; sent < end; sent++) {
                    sender.sendPacket(frames.get(sent));
                }
                idle = capture.poll(table, AT_ONCE) == 0 ? idle + 1 : 0;
            }
            table.closeAll();
            System.out.println("sent " + sent + ", captured "
                    + capture.statistics().packets() + ", dropped "
                    + capture.statistics().kernelDrops());
        }
        return heads;
    }

    private static Capture open(CaptureProvider provider, String source) throws CaptureException {
        return provider.open(new CaptureRequest(source, "", SNAP_LENGTH, true));
    }

    /** Live packets carry the time they are sent at: nothing may hang on it. */
    private static FlowTable table(List<String> heads) {
        return new FlowTables()
                .create(
                        new FlowTableOptions(SampleShape.DEFAULT, Direction.ONE_WAY, Duration.ofDays(1), 1 << 16),
                        new ClassicQuantizer(),
                        head -> heads.add(described(Flow.of(head))));
    }

    private static String described(Flow flow) {
        return flow + " " + flow.sourceMac() + " " + flow.destinationMac() + " "
                + HexFormat.of().formatHex(flow.sample());
    }

    private static void write(Path file, List<String> heads) throws IOException {
        Files.write(file, heads.stream().sorted().toList());
    }

    private static void makeInterfaces() throws IOException, InterruptedException {
        // Nobody but the test is to send anything.
        for (String which : List.of("all", "default")) {
            Path ipv6 = Path.of("/proc/sys/net/ipv6/conf", which, "disable_ipv6");
            if (Files.exists(ipv6)) {
                Files.writeString(ipv6, "1");
            }
        }
        ip("link", "add", SENDER, "mtu", "65000", "type", "veth", "peer", "name", SENSOR, "mtu", "65000");
        ip("link", "set", SENDER, "up");
        ip("link", "set", SENSOR, "up");
    }

    private static void ip(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(arguments));
        int code = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (code != 0) {
            throw new IOException(String.join(" ", command) + " failed with " + code);
        }
    }
}
