package org.ldpi.training.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ldpi.api.flow.CloseReason;
import org.ldpi.api.flow.FlowHead;
import org.ldpi.api.quantizer.SampleShape;
import org.ldpi.training.data.LabelledFlows.LabelledFlow;

class SampleStoreTest {
    private static final SampleShape SHAPE = new SampleShape(4, 60);

    @TempDir
    Path folder;

    @Test
    void flowsAreReadAsTheyWereWrittenThoughCapturesAreWrittenInTurns() throws Exception {
        SampleStore store = SampleStore.in(folder, SHAPE);
        SampleStore.Appender one = store.appender("one.pcap");
        SampleStore.Appender other = store.appender("other.pcap");
        for (int i = 0; i < 1000; i++) {
            one.add(head(i), Truth.NORMAL, "benign/web");
            other.add(head(-i), Truth.MALICIOUS, "malicious/scan");
        }
        one.set(500, head(7777), Truth.UNKNOWN, "unclear");
        check(one.flows(), 1000, i -> i == 500 ? 7777 : i);
        check(other.flows(), 1000, i -> -i);
        assertEquals(Truth.UNKNOWN, one.flows().get(500).truth());
        assertEquals("unclear", one.flows().get(500).label());
        assertEquals("malicious/scan", other.flows().get(999).label());
        assertThrows(IndexOutOfBoundsException.class, () -> one.flows().get(1000));
    }

    @Test
    void nothingIsLeftInTheFolder() throws Exception {
        SampleStore store = SampleStore.in(folder, SHAPE);
        store.appender("a.pcap").add(head(1), Truth.NORMAL, "benign");
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(0, files.count());
        }
    }

    /** 300,000 flows are 89 MB; the heap of the process that writes and reads them has 24. */
    @Test
    void thereMayBeMoreFlowsThanTheHeapWouldHold() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx24m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SampleStoreTest.class.getName(),
                        folder.toString(),
                        "300000")
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        assertEquals("300000 flows are as they were written\n", said);
    }

    /** Writes so many flows and reads them again. */
    public static void main(String[] args) throws Exception {
        int count = Integer.parseInt(args[1]);
        SampleStore.Appender appender = SampleStore.in(Path.of(args[0]), SHAPE).appender("many.pcap");
        for (int i = 0; i < count; i++) {
            appender.add(head(i), Truth.NORMAL, "benign");
        }
        check(appender.flows(), count, i -> i);
        System.out.println(count + " flows are as they were written");
    }

    private interface Numbering {
        int of(int place);
    }

    private static void check(List<LabelledFlow> flows, int count, Numbering number) {
        assertEquals(count, flows.size());
        for (int i = 0; i < count; i++) {
            FlowHead expected = head(number.of(i));
            LabelledFlow flow = flows.get(i);
            assertArrayEquals(expected.sample(), flow.sample());
            assertEquals(expected.packets(), flow.packets());
            assertEquals(expected.startNanos(), flow.origin().startNanos());
            assertEquals(expected.sourcePort(), flow.origin().key().sourcePort());
            assertEquals(expected.vlan(), flow.origin().key().vlan());
            assertArrayEquals(
                    Arrays.copyOf(expected.sourceAddress(), expected.addressLength()),
                    flow.origin().key().source().getAddress());
        }
    }

    private static FlowHead head(int number) {
        FlowHead head = new FlowHead(SHAPE);
        for (int i = 0; i < SHAPE.size(); i++) {
            head.sample()[i] = (byte) (number >> (i % 32));
        }
        for (int i = 0; i < 4; i++) {
            head.sourceAddress()[i] = (byte) (number >> (8 * i));
        }
        return head.key(4, number & 0xffff, 443, 6, number & 0xfff)
                .seen(1 + (number & 3), 1_700_000_000_000_000_000L + number, 0, CloseReason.FULL);
    }
}
