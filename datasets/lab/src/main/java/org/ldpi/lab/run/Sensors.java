package org.ldpi.lab.run;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ldpi.lab.LabException;
import org.ldpi.lab.net.LabFolder;
import org.ldpi.lab.net.Namespaces;
import org.ldpi.lab.net.Topology;
import org.ldpi.lab.plan.Host;
import org.ldpi.lab.plan.Plan;

/** The day's captures: one at the core router, which becomes the data set, and the kernel's owner log of each client. */
final class Sensors {
    static final Path CAPTURE = LabFolder.ROOT.resolve("sensor.pcap");
    private static final Path LOGS = LabFolder.ROOT.resolve("owners");
    private static final long READY_MILLIS = 120_000;
    private static final Pattern DROPPED = Pattern.compile("(\\d+) packets? dropped by kernel");

    private final List<Process> processes = new ArrayList<>();
    private final List<Path> messages = new ArrayList<>();
    private final List<Path> ownerLogs = new ArrayList<>();

    void start(Plan plan) throws LabException {
        try {
            Files.createDirectories(LOGS);
        } catch (IOException e) {
            throw new LabException(LOGS + ": cannot be made: " + e.getMessage(), e);
        }
        for (Host client : plan.layout().clients()) {
            Path log = LOGS.resolve(client.name() + ".pcap");
            ownerLogs.add(log);
            capture(client.name(), "nflog:" + Topology.LOG_GROUP, 0, log);
        }
        capture(Topology.CORE, Topology.SENSOR, plan.scenario().snaplen(), CAPTURE);
        long deadline = System.nanoTime() + READY_MILLIS * 1_000_000L;
        for (int i = 0; i < processes.size(); i++) {
            while (!text(messages.get(i)).contains("listening on")) {
                if (!processes.get(i).isAlive() || System.nanoTime() > deadline) {
                    throw new LabException("tcpdump does not capture: " + Services.lastLine(messages.get(i)));
                }
                pause();
            }
        }
    }

    private void capture(String host, String device, int snaplen, Path file) throws LabException {
        Path message = file.resolveSibling(file.getFileName() + ".log");
        List<String> command = new ArrayList<>(List.of(
                "ip",
                "netns",
                "exec",
                Namespaces.of(host),
                "tcpdump",
                "-n",
                "-i",
                device,
                "-Z",
                "root",
                "-B",
                "16384"));
        command.addAll(List.of("--time-stamp-precision=nano", "-w", file.toString()));
        if (device.startsWith("nflog")) {
            // The netfilter log has microseconds only.
            command.remove("--time-stamp-precision=nano");
        }
        if (snaplen > 0) {
            command.addAll(List.of("-s", "" + snaplen));
        }
        try {
            processes.add(new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(message.toFile())
                    .start());
            messages.add(message);
        } catch (IOException e) {
            throw new LabException("tcpdump cannot be started: " + e.getMessage(), e);
        }
    }

    /**
     * Ends the captures.
     *
     * @return packets the kernel dropped, all captures together
     */
    long stop() throws LabException {
        processes.forEach(Process::destroy);
        try {
            for (Process process : processes) {
                if (!process.waitFor(10, TimeUnit.SECONDS)) {
                    throw new LabException("tcpdump does not end");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("interrupted while captures ended", e);
        }
        long dropped = 0;
        for (Path message : messages) {
            Matcher matcher = DROPPED.matcher(text(message));
            if (!matcher.find()) {
                throw new LabException("tcpdump ended early: " + Services.lastLine(message));
            }
            dropped += Long.parseLong(matcher.group(1));
        }
        return dropped;
    }

    List<Path> ownerLogs() {
        return List.copyOf(ownerLogs);
    }

    private static String text(Path file) throws LabException {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new LabException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private static void pause() throws LabException {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("interrupted while captures started", e);
        }
    }
}
