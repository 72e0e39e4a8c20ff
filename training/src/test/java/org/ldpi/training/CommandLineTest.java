package org.ldpi.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandLineTest {
    @TempDir
    Path folder;

    private record Result(int exit, String err) {
        String lastLine() {
            return err.lines().reduce("", (before, line) -> line);
        }

        long count(String pattern) {
            Matcher matcher = Pattern.compile(pattern).matcher(err);
            assertTrue(matcher.find(), err);
            return Long.parseLong(matcher.group(1));
        }
    }

    @Test
    void flowsOfACaptureAreLinesAndTheCountsAddUp() throws Exception {
        Path out = folder.resolve("flows.jsonl");
        Result result = run("flows", "--pcap", capture().toString(), "--out", out.toString());
        assertEquals(0, result.exit, result.err);

        List<JsonObject> flows = lines(out);
        assertEquals(4, flows.size());
        JsonObject full = flows.get(0);
        assertEquals("10.0.0.1", full.get("src").getAsString());
        assertEquals(40000, full.get("sport").getAsInt());
        assertEquals("10.0.0.2", full.get("dst").getAsString());
        assertEquals(80, full.get("dport").getAsInt());
        assertEquals(6, full.get("protocol").getAsInt());
        assertEquals("02:00:00:00:00:01", full.get("src_mac").getAsString());
        assertEquals(4, full.get("packets").getAsInt());
        assertEquals("FULL", full.get("close").getAsString());
        assertEquals(1_700_000_000_000_000_000L, full.get("start_ns").getAsLong());
        assertEquals(480, full.get("sample").getAsString().length());
        assertEquals("RST", flows.get(1).get("close").getAsString());

        assertEquals(9, result.count("packets read (\\d+)"));
        assertEquals(
                result.count("packets read (\\d+)"), result.count("decoded (\\d+)") + result.count("skipped (\\d+)"));
        assertEquals(1, result.count("NOT_IP (\\d+)"));
        assertEquals(4, result.count("flows (\\d+)"));
        assertEquals(4, result.count("FULL (\\d+)") + result.count("RST (\\d+)") + result.count("SHUTDOWN (\\d+)"));
    }

    @Test
    void withoutAnOutputThereAreOnlyCounts() throws Exception {
        Result result = run("flows", "--pcap", capture().toString(), "--out", "none", "--profile", "classic");
        assertEquals(0, result.exit, result.err);
        assertEquals(4, result.count("flows (\\d+)"));
        assertEquals(List.of("a.pcap"), names());
    }

    @Test
    void bothWaysAreOneFlowWhenAskedFor() throws Exception {
        Result result = run("flows", "--pcap", capture().toString(), "--out", "none", "--bidirectional");
        assertEquals(2, result.count("flows (\\d+)"), result.err);
    }

    @Test
    void argumentsThatAreParsedHaveTheSameDefaults() throws Exception {
        Path plain = folder.resolve("plain.jsonl");
        Path parsed = folder.resolve("parsed.jsonl");
        run("flows", "--pcap", capture().toString(), "--out", plain.toString());
        run("flows", "--pcap=" + capture(), "--out=" + parsed);
        assertEquals(Files.readString(plain), Files.readString(parsed));
    }

    @Test
    void ofATruncatedCaptureEverythingBeforeIsWritten() throws Exception {
        byte[] bytes = Files.readAllBytes(capture());
        Path cut = Files.write(folder.resolve("cut.pcap"), Arrays.copyOf(bytes, bytes.length - 10));
        Path out = folder.resolve("flows.jsonl");
        Result result = run("flows", "--pcap", cut.toString(), "--out", out.toString());
        assertEquals(1, result.exit);
        assertTrue(result.lastLine().startsWith("ldpi flows: " + cut), result.err);
        assertEquals(8, result.count("packets read (\\d+)"));
        assertEquals(result.count("flows (\\d+)"), lines(out).size());
    }

    @Test
    void ofAFolderTheFilesThatCouldNotBeReadAreSaid() throws Exception {
        byte[] bytes = Files.readAllBytes(capture());
        Path cut = Files.write(folder.resolve("b.pcap"), Arrays.copyOf(bytes, bytes.length - 10));
        Files.writeString(folder.resolve("c.txt"), "no capture");
        Result result = run("flows", "--pcap", folder.toString(), "--out", "none");
        assertEquals(0, result.exit, result.err);
        assertEquals(17, result.count("packets read (\\d+)"));
        String said = result.err
                .lines()
                .filter(line -> line.startsWith("capture "))
                .findFirst()
                .orElse("");
        assertTrue(
                said.startsWith("capture " + folder
                        + ": ended, but 2 of 3 files could not be read, or not to their end;" + " the first: " + cut),
                result.err);
    }

    @Test
    void ofAWholeCaptureNothingIsSaidButCounts() throws Exception {
        Result result = run("flows", "--pcap", capture().toString(), "--out", "none");
        assertEquals(4, result.err.lines().count(), result.err);
    }

    @Test
    void aTableThatWasFullIsSaid() throws Exception {
        TestCapture many = new TestCapture(1_700_000_000_000_000_000L);
        for (int port = 1; port <= 20; port++) {
            many.udp("10.0.0.3", port, "10.0.0.4", 53, new byte[30]);
        }
        Path file = many.write(folder.resolve("many.pcap"));
        Result result = run("flows", "--pcap", file.toString(), "--out", "none", "--max-flows", "16");
        assertEquals(4, result.count("the flow table was full: (\\d+) flows"));
        assertEquals(4, result.count("EVICTED (\\d+)"));
    }

    @Test
    void aFailureIsOneLineAndLeavesWhatWasThere() throws Exception {
        Path out = Files.writeString(folder.resolve("flows.jsonl"), "before\n");
        Path none = folder.resolve("absent.pcap");
        Result missing = run("flows", "--pcap", none.toString(), "--out", out.toString());
        assertEquals(1, missing.exit);
        assertEquals(1, missing.err.lines().count(), missing.err);
        assertTrue(missing.err.contains(none.toString()), missing.err);

        Path text = Files.writeString(folder.resolve("text.pcap"), "this is no capture, whatever its name says");
        Result wrong = run("flows", "--pcap", text.toString(), "--out", out.toString());
        assertEquals(1, wrong.exit);
        assertEquals(1, wrong.err.lines().count(), wrong.err);
        assertTrue(wrong.err.contains(text.toString()), wrong.err);

        for (String name : List.of("empty.pcap", "folder")) {
            Path nothing = folder.resolve(name);
            if (name.equals("folder")) {
                Files.createDirectory(nothing);
            } else {
                Files.createFile(nothing);
            }
            Result unusable = run("flows", "--pcap", nothing.toString(), "--out", out.toString());
            assertEquals(1, unusable.exit);
            assertEquals(1, unusable.err.lines().count(), unusable.err);
            assertTrue(unusable.err.contains(nothing.toString()), unusable.err);
            Files.delete(nothing);
        }

        Result nowhere = run(
                "flows",
                "--pcap",
                capture().toString(),
                "--out",
                folder.resolve("no/such").toString());
        assertEquals(1, nowhere.exit);
        assertEquals(1, nowhere.err.lines().count(), nowhere.err);

        assertEquals("before\n", Files.readString(out));
        assertEquals(List.of("a.pcap", "flows.jsonl", "text.pcap"), names());
    }

    @Test
    void wrongUsageIsOneLineAndExitsWithTwo() throws Exception {
        String pcap = capture().toString();
        assertMisused("--outt", "flows", "--pcap", pcap, "--out", "none", "--outt", "-");
        assertMisused("--pcap", "flows", "--out", "none");
        assertMisused("--packets", "flows", "--pcap", pcap, "--out", "none", "--packets", "99");
        assertMisused("--packets", "flows", "--pcap", pcap, "--out", "none", "--packets", "many");
        assertMisused("--profile", "flows", "--pcap", pcap, "--out", "none", "--profile", "blurred");
        assertMisused("--max-flows", "flows", "--pcap", pcap, "--out", "none", "--max-flows", "1");
        assertMisused("--tunnels", "flows", "--pcap", pcap, "--out", "none", "--tunnels", "vpn");
        assertMisused("--encoder", "train", "--dataset", "x", "--out", "y", "--encoder", "abacus");
        for (String option :
                List.of("--steps", "--pretrain-steps", "--weight-decay", "--eta", "--contrastive-weight")) {
            assertMisused(option, "train", "--dataset", "x", "--out", "y", option, "-1");
        }
        assertMisused("--rate", "train", "--dataset", "x", "--out", "y", "--rate", "0");
        assertMisused("--temperature", "train", "--dataset", "x", "--out", "y", "--temperature", "NaN");
        assertMisused("--threshold", "score", "--model", "x", "--pcap", pcap, "--out", "-", "--threshold", "high");
        assertMisused("'fly'", "fly");
        assertMisused("no command");
    }

    @Test
    void aStackTraceIsShownOnDemandOnly() throws Exception {
        String none = folder.resolve("absent.pcap").toString();
        assertFalse(run("flows", "--pcap", none, "--out", "none").err.contains("\tat "));
        assertTrue(
                run("flows", "--pcap", none, "--out", "none", "--verbose").err.contains("\tat "));
    }

    @Test
    void aModelThatIsNoneIsNamed() throws Exception {
        Path text = Files.writeString(folder.resolve("model.jar"), "no jar");
        Result result =
                run("score", "--model", text.toString(), "--pcap", capture().toString(), "--out", "none");
        assertEquals(1, result.exit);
        assertEquals(1, result.err.lines().count(), result.err);
        assertTrue(result.err.contains(text.toString()), result.err);
    }

    private void assertMisused(String named, String... arguments) {
        Result result = run(arguments);
        assertEquals(2, result.exit, result.err);
        assertEquals(1, result.err.lines().count(), result.err);
        assertTrue(result.err.contains(named), result.err);
    }

    /** Nine packets: a full head, a reset one, two that stay open, one frame that is not IP. */
    private Path capture() throws Exception {
        TestCapture capture = new TestCapture(1_700_000_000_000_000_000L);
        capture.tcp("10.0.0.1", 40000, "10.0.0.2", 80, TestCapture.SYN);
        capture.tcp("10.0.0.1", 40000, "10.0.0.2", 80, TestCapture.ACK);
        capture.tcp("10.0.0.1", 40000, "10.0.0.2", 80, TestCapture.ACK, (byte) 'G', (byte) 'E', (byte) 'T');
        capture.tcp("10.0.0.1", 40000, "10.0.0.2", 80, TestCapture.ACK);
        capture.arp();
        capture.tcp("10.0.0.2", 80, "10.0.0.1", 40000, TestCapture.RST);
        capture.udp("10.0.0.3", 5353, "10.0.0.4", 53, new byte[30]);
        capture.udp("10.0.0.4", 53, "10.0.0.3", 5353, new byte[60]);
        capture.udp("10.0.0.4", 53, "10.0.0.3", 5353, new byte[60]);
        return capture.write(folder.resolve("a.pcap"));
    }

    private List<String> names() throws Exception {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static List<JsonObject> lines(Path file) throws Exception {
        List<JsonObject> lines = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            lines.add(JsonParser.parseString(line).getAsJsonObject());
        }
        return lines;
    }

    private static Result run(String... arguments) {
        PrintStream before = System.err;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream err = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        System.setErr(err);
        try {
            int exit = Ldpi.run(arguments, err);
            return new Result(exit, bytes.toString(StandardCharsets.UTF_8));
        } finally {
            System.setErr(before);
        }
    }
}
