package org.ldpi.itest;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the command line makes of a capture, run in a process of its own as a user runs it. One line a flow: identity, tab, score. */
final class OfflineScores {
    private OfflineScores() {}

    /** The fields of a JSON line that tell one flow from another. */
    static final List<String> IDENTITY = List.of("src", "sport", "dst", "dport", "protocol", "start_ns", "sample");

    /** Scores a capture with a model and returns the file of lines. */
    static Path of(Path model, Path capture) {
        try (Stream<String> lines = Files.lines(json(model, capture))) {
            Path scores = Path.of("target", "offline-scores.tsv").toAbsolutePath();
            return Files.write(scores, lines.map(OfflineScores::line).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String line(String json) {
        JsonObject flow = JsonParser.parseString(json).getAsJsonObject();
        return IDENTITY.stream()
                        .map(field -> asJavaWrites(field, flow.get(field).getAsString()))
                        .collect(Collectors.joining(" "))
                + "\t" + flow.get("score").getAsString();
    }

    /** The command line writes IPv6 addresses as RFC 5952 says, Java does not. */
    private static String asJavaWrites(String field, String value) {
        try {
            boolean address = field.equals("src") || field.equals("dst");
            return address ? InetAddress.getByName(value).getHostAddress() : value;
        } catch (UnknownHostException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path json(Path model, Path capture) {
        Path root = StockKaraf.root();
        Path out = Path.of("target", "offline-scores.jsonl").toAbsolutePath();
        Path log = Path.of("target", "offline-scores.log").toAbsolutePath();
        String classPath = root.resolve("training/target/classes") + File.pathSeparator
                + root.resolve("training/target/lib") + "/*";
        ProcessBuilder score = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        classPath,
                        "org.ldpi.training.Ldpi",
                        "score",
                        "--model",
                        model.toString(),
                        "--pcap",
                        capture.toString(),
                        "--out",
                        out.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        try {
            int exit = score.start().waitFor();
            if (exit != 0) {
                throw new AssertionError("ldpi score ended with " + exit + ": " + Files.readString(log));
            }
        } catch (IOException e) {
            throw new AssertionError("ldpi score did not start", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while scoring", e);
        }
        return out;
    }
}
