package org.ldpi.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ldpi.api.capture.Capture;
import org.ldpi.api.capture.CaptureException;
import org.ldpi.api.capture.CaptureRequest;
import org.ldpi.api.capture.CaptureStatistics;
import org.ldpi.api.flow.Direction;
import org.ldpi.api.flow.FlowCounters;
import org.ldpi.api.flow.FlowTable;
import org.ldpi.api.flow.FlowTableOptions;
import org.ldpi.api.quantizer.SampleShape;
import org.ldpi.capture.FileCaptureProvider;
import org.ldpi.quantizer.RobustQuantizer;

/** Odd, broken and fuzzed captures of others, from the file to the heads, where they are there. */
class HostileCapturesTest {
    @ParameterizedTest
    @EnumSource(Direction.class)
    void throwNothingAndAreAccountedForToThePacket(Direction direction) throws IOException {
        Path folder = SharedData.require("hostile");
        List<String> listed = Files.readAllLines(folder.resolve("HOSTILE.tsv"));
        List<Path> captures;
        try (Stream<Path> files = Files.walk(folder)) {
            captures = files.filter(file -> Files.isRegularFile(file) && !file.endsWith("HOSTILE.tsv"))
                    .sorted()
                    .toList();
        }
        assertEquals(listed.size() - 1, captures.size(), "captures that are listed and those that are there");
        long packets = 0;
        long heads = 0;
        int unreadable = 0;
        for (Path file : captures) {
            FlowCounters counters = run(file, direction);
            packets += counters.read();
            heads += counters.heads();
            unreadable += counters.read() == 0 ? 1 : 0;
        }
        System.out.printf(
                "hostile captures: %d, %d of them without a readable packet, %d packets, %d heads %s%n",
                captures.size(), unreadable, packets, heads, direction);
        assertTrue(packets > captures.size() && heads > 0);
    }

    private static FlowCounters run(Path file, Direction direction) {
        long[] heads = new long[1];
        FlowTable table = new FlowTables()
                .create(
                        new FlowTableOptions(SampleShape.DEFAULT, direction, Duration.ofSeconds(30), 256),
                        new RobustQuantizer(),
                        head -> heads[0]++);
        CaptureStatistics read = read(file, table);
        table.closeAll();
        FlowCounters counters = table.counters();
        String name = file.toString();
        assertEquals(read.packets(), counters.read(), name);
        assertEquals(counters.read(), counters.decoded() + counters.skippedPackets(), name);
        assertEquals(heads[0], counters.heads(), name);
        assertTrue(counters.heads() <= counters.decoded(), name);
        assertEquals(0, counters.open(), name);
        return counters;
    }

    private static CaptureStatistics read(Path file, FlowTable table) {
        Capture opened;
        try {
            opened = new FileCaptureProvider().open(CaptureRequest.of(file.toString()));
        } catch (CaptureException e) {
            assertOneLine(file, e);
            return CaptureStatistics.NONE;
        }
        try (opened) {
            int packets = 0;
            while (packets != Capture.END) {
                packets = opened.poll(table, 100);
            }
        } catch (CaptureException e) {
            assertOneLine(file, e);
            assertTrue(opened.statistics().damaged() > 0, e.getMessage());
        }
        return opened.statistics();
    }

    private static void assertOneLine(Path file, CaptureException e) {
        assertEquals(1, e.getMessage().lines().count(), e.getMessage());
        assertTrue(e.getMessage().startsWith(file.toString()), e.getMessage());
    }
}
