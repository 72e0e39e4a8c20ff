package org.ldpi.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A flood of spoofed flows changes nothing but counters: with a heap of 512 MB, a table of the default size takes it all,
 * makes no garbage, and scores every flow, those before and after it as ever. With {@code -Dldpi.flood=20000000} there
 * are so many of them.
 */
class FloodTest {
    private static final int TABLE = 1_000_000;
    private static final String HEAP = "-Xmx512m";

    @Test
    void aFloodOfSpoofedFlowsChangesNothingButCounters() throws IOException, InterruptedException {
        long flows = Long.getLong("ldpi.flood", 3_000_000);
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        HEAP,
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FloodScenario.class.getName(),
                        Long.toString(flows))
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        List<String> lines = output.lines().toList();
        System.out.println("flood of " + flows + ": " + lines.get(lines.size() - 1));
        // The connection before it is decided, so it makes room first.
        assertEquals(
                List.of(
                        "before 1",
                        "flooded " + (flows - TABLE) + " evicted, " + TABLE + " of " + TABLE + " in the table, "
                                + (flows - TABLE + 1) + " heads",
                        "after 2, scored " + (flows + 2) + " of " + (flows + 2) + ", 0 unaccounted"),
                lines.subList(0, 3));
        String[] memory = lines.get(3).split(" ");
        long allocated = Long.parseLong(memory[1]);
        assertTrue(allocated < 10_000_000, "less than 10 bytes a packet, class loading and all: " + lines.get(3));
        long heap = Long.parseLong(memory[8]) << 20;
        assertTrue(heap <= 400L * TABLE, "400 bytes a flow, the whole JVM's heap: " + lines.get(3));
    }
}
