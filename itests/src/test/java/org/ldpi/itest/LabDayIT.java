package org.ldpi.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A minute of the lab with the ready controller on the lab's router: what it sees live is what the labels are of, and
 * attacks are among what it alerts about. Needs root, network namespaces and the lab's programs; is
 * skipped, saying why, where they are missing.
 */
class LabDayIT {
    private static final String SCENARIO = """
        name: live
        description: a minute with a controller on the router
        day: today
        seed: 11
        minutes: 1
        segments: 1
        snaplen: 128
        networks:
          - {name: office, clients: 3, dual-stack: 0.5}
          - {name: field, clients: 3, hops: 2, delay: 1, dual-stack: 0.5}
        servers:
          - {name: www, services: [http, https]}
          - {name: ns, services: [dns, ssh]}
        normal:
          - {activity: web-http, per-minute: 60}
          - {activity: web-https, per-minute: 60}
          - {activity: dns, per-minute: 30}
          - {activity: ssh, per-minute: 15}
        attacks:
          - {activity: udp-flood, times: 2, size: 300}
          - {activity: syn-flood, times: 2, size: 300}
          - {activity: syn-scan, size: 150}
        """;

    // Generous: on a busy machine the controller alone takes minutes to start.
    private static final long LIMIT_MINUTES = 8;

    private static final String LAB = "it";
    private static final String ROUTER = "ldpilab" + LAB + "-core";
    private static final Path FOLDER = Path.of("target", "lab-day").toAbsolutePath();
    private static final Path LOG = FOLDER.resolve("lab.log");
    private static final Path EVE = FOLDER.resolve("eve.json");
    private static final Path CONTROLLER = FOLDER.resolve("controller");

    private Process lab;
    private Process controller;

    /** Both ends of a flow, one way. */
    private record Ends(InetAddress source, int sourcePort, InetAddress destination, int destinationPort) {}

    @AfterEach
    void endTheDayAndTheController() throws Exception {
        if (lab != null && lab.isAlive()) {
            lab.destroy();
            lab.waitFor(1, TimeUnit.MINUTES);
        }
        if (lab != null) {
            lab("down").waitFor();
        }
        if (controller != null) {
            controller.destroyForcibly().waitFor();
        }
    }

    @Test
    void alertsOfALiveDayAgreeWithItsLabels() throws Exception {
        assumeTrue(NetworkNamespace.available(), "skipped: needs root and iproute2 to make network namespaces");
        NetworkNamespace.output(List.of("rm", "-rf", FOLDER.toString()));
        Files.createDirectories(FOLDER);
        Path signal = FOLDER.resolve("begin");
        Files.writeString(FOLDER.resolve("live.yaml"), SCENARIO);
        lab = lab(
                "run",
                FOLDER.resolve("live.yaml").toString(),
                "--begin-when",
                signal.toString(),
                "--out",
                FOLDER.resolve("set").toString());
        until("the network is up", () -> logged("the network is up") || !lab.isAlive());
        assumeTrue(lab.isAlive(), () -> "skipped: no lab on this machine: " + log());
        assertFalse(logged("left out"), () -> "programs of the lab are missing: " + log());

        startTheController();
        client("config:property-set --pid org.ldpi.alert group false");
        client("config:property-set --pid org.ldpi.alert.eve file " + EVE);
        client("config:property-set --pid org.ldpi.alert.eve enabled true");
        client("ldpi:capture-start brs");
        until("the controller captures", () -> client("ldpi:status").contains("CAPTURING"));
        Files.createFile(signal);
        until("the day is almost over", () -> logged("0:45 of 1:00") || !lab.isAlive());
        client("ldpi:capture-stop");
        until("the controller has stopped", () -> !client("ldpi:status").contains("CAPTURING"));
        assertEquals(0, lab.waitFor(), () -> "the day failed: " + log());

        compare(labels(), alerted());
    }

    private static void compare(Map<Ends, String> labels, Set<Ends> alerted) {
        assertFalse(alerted.isEmpty(), "a day with floods and no alert");
        Map<String, long[]> counts = new HashMap<>();
        labels.forEach((ends, label) -> {
            long[] count = counts.computeIfAbsent(label.split("/")[0], k -> new long[2]);
            count[0]++;
            count[1] += alerted.contains(ends) ? 1 : 0;
        });
        long labelled = alerted.stream().filter(labels::containsKey).count();
        long[] benign = counts.get("benign");
        long[] malicious = counts.get("malicious");
        String figures = String.format(
                "%d of %d alerted flows have a label; alerts about %d of %d normal flows and %d of %d attack flows",
                labelled, alerted.size(), benign[1], benign[0], malicious[1], malicious[0]);
        System.out.println(figures);
        assertTrue(labelled >= 0.95 * alerted.size(), figures);
        // How well they stand out from normal traffic is the model's affair: this one knows another network.
        assertTrue(malicious[1] > 0, "no alert about an attack: " + figures);
    }

    /** Flows of the label file; those that are unclear are left out of the comparison. */
    private static Map<Ends, String> labels() throws IOException {
        Map<Ends, String> labels = new HashMap<>();
        List<String> lines = Files.readAllLines(FOLDER.resolve("set/labels.tsv"));
        for (String line : lines.subList(1, lines.size())) {
            String[] f = line.split("\t");
            labels.put(new Ends(address(f[1]), Integer.parseInt(f[2]), address(f[3]), Integer.parseInt(f[4])), f[8]);
        }
        return labels;
    }

    private static Set<Ends> alerted() throws IOException {
        Set<Ends> alerted = new HashSet<>();
        for (String line : Files.exists(EVE) ? Files.readAllLines(EVE) : List.<String>of()) {
            alerted.add(new Ends(
                    address(field(line, "src_ip")),
                    Integer.parseInt(field(line, "src_port")),
                    address(field(line, "dest_ip")),
                    Integer.parseInt(field(line, "dest_port"))));
        }
        return alerted;
    }

    /** A field of a line of JSON; ports are 0 where there is none. */
    private static String field(String line, String name) {
        Matcher matcher =
                Pattern.compile('"' + name + "\":\\s*\"?([0-9a-fA-F.:]+)").matcher(line);
        return matcher.find() ? matcher.group(1).replaceAll("[,}]$", "") : "0";
    }

    private static InetAddress address(String text) throws UnknownHostException {
        return InetAddress.getByName(text);
    }

    private void startTheController() throws Exception {
        NetworkNamespace.output(List.of("cp", "-a", System.getProperty("ldpi.controller"), CONTROLLER.toString()));
        // What other tests told the controller that this one is a copy of.
        NetworkNamespace.output(
                List.of("sh", "-c", "rm -rf " + CONTROLLER + "/data " + CONTROLLER + "/etc/org.ldpi.*"));
        controller = new ProcessBuilder(inside(bin("karaf"), "daemon"))
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(FOLDER.resolve("controller.log").toFile())
                .start();
        until(
                "the controller has an active model",
                () -> client("ldpi:model-list").contains("ACTIVE"));
    }

    private static List<String> inside(String... command) {
        List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", ROUTER));
        all.addAll(List.of(command));
        return all;
    }

    private static String bin(String script) {
        return CONTROLLER.resolve("bin").resolve(script).toString();
    }

    private static String client(String command) throws IOException, InterruptedException {
        Process client = new ProcessBuilder(inside(bin("client"), "-b", "-l", "0"))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (var in = client.getOutputStream()) {
            in.write((command + "\n").getBytes(StandardCharsets.UTF_8));
        }
        String output = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        client.waitFor();
        return output;
    }

    /** The lab, of another name than the one people use, in a process of its own. */
    private static Process lab(String... words) throws IOException {
        Path module = StockKaraf.root().resolve("datasets/lab/target");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                module.resolve("classes") + File.pathSeparator + module.resolve("lib") + "/*",
                "org.ldpi.lab.LabCommand"));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(LOG.toFile()));
        builder.environment().put("LDPI_LAB", LAB);
        return builder.start();
    }

    private static boolean logged(String text) {
        return log().contains(text);
    }

    private static String log() {
        try {
            return Files.readString(LOG);
        } catch (IOException e) {
            return "no log: " + e.getMessage();
        }
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void until(String what, Condition condition) throws Exception {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(LIMIT_MINUTES);
        while (!condition.holds()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("never: " + what + "; the lab printed: " + log());
            }
            Thread.sleep(300);
        }
    }
}
