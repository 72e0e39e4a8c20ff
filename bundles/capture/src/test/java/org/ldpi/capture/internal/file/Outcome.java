package org.ldpi.capture.internal.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.ldpi.api.capture.Capture;
import org.ldpi.api.capture.CaptureException;
import org.ldpi.api.capture.CaptureStatistics;

/**
 * All that a capture gave, and how it ended.
 *
 * @param error the message of its exception, or null
 */
record Outcome(List<Packet> packets, String error, CaptureStatistics statistics) {
    /** Polls to the end and closes, checking on the way what holds for every capture. */
    static Outcome of(Capture capture, int limit) {
        List<Packet> packets = new ArrayList<>();
        String error = null;
        try (capture) {
            while (true) {
                int before = packets.size();
                int count = capture.poll(packet -> packets.add(Packet.of(packet)), limit);
                if (count == Capture.END) {
                    assertEquals(before, packets.size(), "packets in the poll that said END");
                    break;
                }
                assertEquals(count, packets.size() - before, "packets handed on against the number returned");
                assertTrue(count <= limit, "more than the limit: " + count);
            }
        } catch (CaptureException e) {
            error = e.getMessage();
            assertFalse(error.contains("\n"), "more than one line: " + error);
            assertEnded(capture, packets);
        }
        CaptureStatistics statistics = capture.statistics();
        assertEquals(packets.size(), statistics.packets(), "packets in the statistics");
        assertEquals(
                packets.stream().mapToLong(packet -> packet.bytes().remaining()).sum(),
                statistics.bytes(),
                "bytes in the statistics");
        return new Outcome(packets, error, statistics);
    }

    private static void assertEnded(Capture capture, List<Packet> packets) {
        try {
            int before = packets.size();
            assertEquals(Capture.END, capture.poll(packet -> packets.add(Packet.of(packet)), 1), "after the exception");
            assertEquals(before, packets.size(), "packets after the exception");
        } catch (CaptureException e) {
            throw new AssertionError("a second exception", e);
        }
    }
}
