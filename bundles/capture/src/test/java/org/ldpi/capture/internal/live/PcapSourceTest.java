package org.ldpi.capture.internal.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** libpcap and the kernel, in processes with a network namespace of their own; needs root, ip, unshare and libpcap. */
class PcapSourceTest {
    private static final String[] IN_NAMESPACE = {"unshare", "--net"};

    private static List<String> run(String[] prefix, String[] options, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(prefix));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), InterfaceScenario.class.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output.lines().toList();
    }

    private static String openingSays(String[] prefix, String... arguments) throws IOException, InterruptedException {
        String[] all = new String[arguments.length + 1];
        all[0] = "open";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return String.join("\n", run(prefix, new String[0], all));
    }

    private static void assumeCapturing() throws IOException, InterruptedException {
        for (String tool : List.of("unshare", "ip", "setpriv")) {
            assumeTrue(
                    Arrays.stream(System.getenv("PATH").split(":", -1))
                            .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool))),
                    "skipped: there is no " + tool);
        }
        assumeTrue(
                new ProcessBuilder("unshare", "--net", "ip", "link", "set", "lo", "up")
                                .start()
                                .waitFor()
                        == 0,
                "skipped: this user may make no network namespaces");
        String opening = openingSays(IN_NAMESPACE, "lo");
        assumeTrue(!opening.contains("libpcap"), "skipped: " + opening);
    }

    @Test
    void capturesAndSurvivesTheInterface() throws IOException, InterruptedException {
        assumeCapturing();

        assertEquals(
                List.of(
                        "packets 5000 matching 5000",
                        "lengths 96 of 442",
                        "times sound",
                        "drops 0",
                        "down: interface ldpi0: it is down or has no carrier",
                        "up: running",
                        "again 5000",
                        "lost: interface ldpi0: there is none of that name; `ip link` lists those there are",
                        "forbidden: interface ldpi0: no permission to capture; run as root or with the capabilities"
                                + " CAP_NET_RAW and CAP_NET_ADMIN",
                        "back: running",
                        "again 5000",
                        "thrown from the handler",
                        "dropped some",
                        "accounted for true",
                        "again 300",
                        "dropped since 0"),
                run(IN_NAMESPACE, new String[0], "all"));
    }

    @Test
    void saysWhatIsWrongWithAnInterface() throws IOException, InterruptedException {
        assumeCapturing();

        assertEquals(
                "interface mesh7: there is none of that name; `ip link` lists those there are",
                openingSays(IN_NAMESPACE, "mesh7"));
        assertEquals("interface lo: it is down; bring it up with `ip link set lo up`", openingSays(IN_NAMESPACE, "lo"));
        String badFilter = openingSays(new String[] {"unshare", "--net"}, "any", "tcp prot 80");
        assertTrue(badFilter.startsWith("interface any: the filter \"tcp prot 80\" is not valid, "), badFilter);
        assertEquals(1, badFilter.lines().count(), badFilter);
    }

    @Test
    void saysThatItMayNotCapture() throws IOException, InterruptedException {
        assumeCapturing();

        assertEquals(
                "interface lo: no permission to capture; run as root or with the capabilities CAP_NET_RAW and"
                        + " CAP_NET_ADMIN",
                openingSays(
                        new String[] {
                            "setpriv", "--bounding-set", "-net_raw,-net_admin", "--inh-caps", "-net_raw,-net_admin"
                        },
                        "lo"));
    }

    @Test
    void saysThatLibpcapIsMissing() throws IOException, InterruptedException {
        List<String> output =
                run(new String[0], new String[] {"-Dorg.pcap4j.core.pcapLibName=no-such-library"}, "open", "lo");

        assertEquals(1, output.size(), output.toString());
        assertTrue(
                output.get(0)
                        .startsWith("interface lo: libpcap cannot be loaded; install it (on Debian: apt-get install"
                                + " libpcap0.8) and start again ("),
                output.toString());
    }
}
