package org.ldpi.itest;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The ready controller in a network namespace of its own, capturing from a veth pair while somebody scans it. */
class LiveCaptureIT {
    private static final String ATTACKER = "10.99.0.1";
    private static final String SENSOR = "10.99.0.2";

    private static NetworkNamespace attacker;
    private static NetworkNamespace sensor;
    private static Process controller;

    @BeforeAll
    static void startTheControllerInANamespace() throws Exception {
        assumeTrue(NetworkNamespace.available(), "needs root and iproute2 to make network namespaces");
        String suffix = Long.toString(ProcessHandle.current().pid());
        attacker = NetworkNamespace.create("ldpi-it-a" + suffix);
        sensor = NetworkNamespace.create("ldpi-it-s" + suffix);
        NetworkNamespace.connect(attacker, "scan0", ATTACKER + "/24", sensor, "sense0", SENSOR + "/24");
        controller = new ProcessBuilder(sensor.in(bin("karaf"), "daemon"))
                .redirectErrorStream(true)
                .redirectOutput(Path.of("target", "live-controller.log").toFile())
                .start();
        controller.getOutputStream().close();
        until(
                "the controller has an active model",
                () -> client("ldpi:model-list").contains("ACTIVE"));
    }

    @AfterAll
    static void stopEverything() throws Exception {
        if (controller != null) {
            controller.destroy();
            if (!controller.waitFor(1, TimeUnit.MINUTES)) {
                controller.destroyForcibly().waitFor();
            }
        }
        if (sensor != null) {
            sensor.delete();
        }
        if (attacker != null) {
            attacker.delete();
        }
    }

    @Test
    void aScanOnALiveInterfaceRaisesAlertsThatNameTheScanner() throws Exception {
        // This is a test of the way from the wire to the alert, not of the model: every flow is worth an alert.
        client("ldpi:threshold-set 1e-30");
        client("ldpi:capture-start sense0");
        until("the sensor captures", () -> client("ldpi:status").contains("CAPTURING"));
        // One connection attempt for each of 300 ports, by the shell's own client: refused, every one.
        attacker.run(
                "bash",
                "-c",
                "for port in {2000..2299}; do (exec 3<>/dev/tcp/" + SENSOR + "/$port) 2>/dev/null; done; true");
        client("ldpi:capture-stop");
        String alerts = client("ldpi:alerts -n 1000");
        assertTrue(alerts.contains(ATTACKER), "alerts name the scanner:\n" + alerts);
    }

    private static String client(String command) throws IOException, InterruptedException {
        Process client = new ProcessBuilder(sensor.in(bin("client"), "-b", "-l", "0"))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (var in = client.getOutputStream()) {
            in.write((command + "\n").getBytes(StandardCharsets.UTF_8));
        }
        String output = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        client.waitFor();
        return output;
    }

    private static String bin(String script) {
        return Path.of(System.getProperty("ldpi.controller"), "bin", script).toString();
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void until(String what, Condition condition) throws Exception {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
        while (!condition.holds()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("never: " + what + "; the controller printed "
                        + NetworkNamespace.output(List.of("tail", "-n", "20", "target/live-controller.log")));
            }
            Thread.sleep(500);
        }
    }
}
