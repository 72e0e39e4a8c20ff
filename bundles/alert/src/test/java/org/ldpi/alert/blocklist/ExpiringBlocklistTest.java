package org.ldpi.alert.blocklist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ldpi.alert.blocklist.BlocklistOptions.Fill;
import org.ldpi.api.alert.Alert;
import org.ldpi.api.alert.Blocklist.Entry;
import org.ldpi.api.detector.Verdict;
import org.ldpi.api.flow.CloseReason;
import org.ldpi.api.flow.Flow;
import org.ldpi.api.flow.FlowHead;
import org.ldpi.api.flow.FlowKey;
import org.ldpi.api.incident.Incident;
import org.ldpi.api.incident.IncidentKind;
import org.ldpi.api.model.ModelId;
import org.ldpi.api.quantizer.SampleShape;
import org.ldpi.api.threshold.Threshold;

class ExpiringBlocklistTest {
    private static final Instant START = Instant.parse("2026-02-03T04:05:06Z");

    @TempDir
    Path folder;

    private Instant now = START;
    private ExpiringBlocklist list;

    private final Clock clock = new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    };

    @BeforeEach
    void start() {
        list = new ExpiringBlocklist(options(true, Fill.NONE), clock, new BlocklistFile(file()));
    }

    private Path file() {
        return folder.resolve("data/blocklist.tsv");
    }

    private static BlocklistOptions options(boolean drop, Fill fill) {
        return new BlocklistOptions(drop, fill, Duration.ofMinutes(10), 2);
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static FlowHead head(String source) {
        byte[] bytes = address(source).getAddress();
        FlowHead head = new FlowHead(SampleShape.DEFAULT).key(bytes.length, 1, 2, 6, 0);
        System.arraycopy(bytes, 0, head.sourceAddress(), 0, bytes.length);
        return head;
    }

    @Test
    void flowsOfABlockedAddressAreDroppedAndCountedUntilItsTimeIsOver() {
        list.add(address("10.1.0.2"), null, "by hand");
        list.add(address("fd00::2"), Duration.ofMinutes(1), "by hand");
        assertTrue(list.drops(head("10.1.0.2")));
        assertTrue(list.drops(head("fd00::2")));
        assertFalse(list.drops(head("10.1.0.3")));
        now = START.plusSeconds(61);
        assertFalse(list.drops(head("fd00::2")));
        assertTrue(list.drops(head("10.1.0.2")));
        assertEquals(
                List.of(new Entry(address("10.1.0.2"), START, START.plusSeconds(600), "by hand", 2)), list.entries());
        now = START.plusSeconds(600);
        assertFalse(list.drops(head("10.1.0.2")));
        assertEquals(0, list.status().entries());
        assertEquals(2, list.status().expired());
        assertEquals(3, list.status().dropped());
    }

    @Test
    void nothingIsDroppedUnlessThatIsSwitchedOn() {
        list.options(options(false, Fill.NONE));
        list.add(address("10.1.0.2"), null, "by hand");
        assertFalse(list.drops(head("10.1.0.2")));
        assertFalse(BlocklistOptions.DEFAULT.drop());
        assertEquals(Fill.NONE, BlocklistOptions.DEFAULT.fill());
    }

    @Test
    void anAddressThatIsAddedAgainIsProlongedAndKeepsItsCount() {
        list.add(address("10.1.0.2"), null, "first");
        list.drops(head("10.1.0.2"));
        now = START.plusSeconds(60);
        list.add(address("10.1.0.2"), null, "second");
        assertEquals(
                List.of(new Entry(address("10.1.0.2"), START, START.plusSeconds(660), "second", 1)), list.entries());
    }

    @Test
    void aFullListRefusesAndWhatIsOverMakesRoom() {
        list.add(address("10.1.0.2"), Duration.ofSeconds(1), "");
        list.add(address("10.1.0.3"), null, "");
        assertEquals(
                "the blocklist is full with 2 entries",
                assertThrows(IllegalStateException.class, () -> list.add(address("10.1.0.4"), null, ""))
                        .getMessage());
        assertEquals(1, list.status().refused());
        now = START.plusSeconds(1);
        list.add(address("10.1.0.4"), null, "");
        assertEquals(2, list.status().entries());
    }

    @Test
    void anAddressThatIsRemovedIsNoLongerBlocked() {
        list.add(address("10.1.0.2"), null, "");
        assertTrue(list.remove(address("10.1.0.2")));
        assertFalse(list.remove(address("10.1.0.2")));
        assertFalse(list.drops(head("10.1.0.2")));
    }

    @Test
    void aTimeThatCannotBeIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> list.add(address("10.1.0.2"), Duration.ZERO, ""));
        assertThrows(IllegalArgumentException.class, () -> list.add(address("10.1.0.2"), Duration.ofDays(366), ""));
        assertEquals(0, list.status().entries());
    }

    @Test
    void alertsFillTheListOnlyWhereThatIsConfiguredAndAFloodNeverBlocksItsVictim() {
        list.fill(alert(null));
        list.fill(alert(IncidentKind.SCAN));
        assertEquals(0, list.status().entries());

        list.options(options(true, Fill.INCIDENTS));
        list.fill(alert(null));
        list.fill(alert(IncidentKind.FLOOD));
        assertEquals(0, list.status().entries());
        list.fill(alert(IncidentKind.SCAN));
        assertEquals("alert 5, SCAN", list.entries().get(0).reason());
        list.remove(address("10.1.0.9"));

        list.options(options(true, Fill.ALERTS));
        list.fill(alert(null));
        assertEquals(address("10.1.0.2"), list.entries().get(0).address());
    }

    @Test
    void aRestartKeepsWhatIsBlockedUntilItsTimeIsOver() {
        list.add(address("10.1.0.2"), Duration.ofMinutes(1), "by\ta\nhand");
        list.add(address("fd00::2"), Duration.ofMinutes(9), "alert 5, SCAN");
        now = START.plusSeconds(60);
        start();
        assertEquals(
                List.of(new Entry(address("fd00::2"), START, START.plusSeconds(540), "alert 5, SCAN", 0)),
                list.entries());
        assertTrue(list.drops(head("fd00::2")));
        list.remove(address("fd00::2"));
        start();
        assertEquals(List.of(), list.entries());
        assertEquals("", list.status().problem());
    }

    @Test
    void aFileThatCannotBeReadIsSetAsideAndNamed() throws Exception {
        for (String text : new String[] {
            "", "10.1.0.2\n", "# LDPI blocklist 1: address, since, until, reason\nhost.example\t1\t2\t3\n"
        }) {
            Files.createDirectories(folder.resolve("data"));
            Files.writeString(file(), text);
            start();
            assertEquals(List.of(), list.entries());
            assertTrue(
                    list.status().problem().startsWith(file() + ": "),
                    list.status().problem());
            assertEquals(text, Files.readString(folder.resolve("data/blocklist.tsv.broken")));
            list.add(address("10.1.0.2"), null, "by hand");
            assertEquals("", list.status().problem());
            Files.delete(file());
        }
    }

    @Test
    void aListThatCannotBeStoredWorksAndSaysSo() throws Exception {
        Files.writeString(folder.resolve("data"), "not a folder");
        list.add(address("10.1.0.2"), null, "by hand");
        assertTrue(list.drops(head("10.1.0.2")));
        assertTrue(
                list.status().problem().contains(folder.resolve("data").toString()),
                list.status().problem());
    }

    private static Alert alert(IncidentKind kind) {
        FlowKey key = new FlowKey(address("10.1.0.2"), 1, address("10.1.0.9"), 22, 6, 0);
        Flow flow = new Flow(
                key, "", "", 1, 0, 0, CloseReason.RST, "", SampleShape.DEFAULT, new byte[SampleShape.DEFAULT.size()]);
        Verdict verdict = new Verdict(1, flow, 2, 0, true, new Threshold("max", 1, 1, ""), new ModelId("lab", "1"), "");
        Incident incident = kind == null
                ? null
                : new Incident(1, kind, address("10.1.0.9"), START, START, START, 1, 1, 1, key, true);
        return new Alert(5, START, verdict, incident);
    }
}
