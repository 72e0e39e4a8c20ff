package org.ldpi.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same packets give the same heads from a file and from an interface; needs root, ip, unshare and libpcap. */
class LivePathTest {
    private static final int PACKETS = 12_000;

    @TempDir
    Path folder;

    @Test
    void theSameCaptureGivesTheSameHeadsAndSamplesFromAFileAndLive() throws IOException, InterruptedException {
        assumeTrue(
                runs("unshare", "--net", "ip", "link", "set", "lo", "up"),
                "skipped: this user may make no network namespaces, or there is no unshare or ip");
        Path file = folder.resolve("file");
        Path live = folder.resolve("live");
        Process process = new ProcessBuilder(
                        "unshare",
                        "--net",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        LivePathScenario.class.getName(),
                        SharedData.projectRoot()
                                .resolve("datasets/sample/test/pcap/mixed/thursday")
                                .toString(),
                        Integer.toString(PACKETS),
                        file.toString(),
                        live.toString())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assumeTrue(!output.contains("libpcap cannot be loaded"), "skipped: " + output);
        assertEquals(0, process.waitFor(), output);
        assertTrue(output.contains("sent " + PACKETS + ", captured " + PACKETS + ", dropped 0"), output);
        List<String> heads = Files.readAllLines(file);
        assertTrue(heads.size() > 1000, "heads: " + heads.size());
        assertEquals(heads, Files.readAllLines(live));
    }

    private static boolean runs(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
