package org.ldpi.itest;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the command line makes of a capture, run in a process of its own as a user runs it. */
final class OfflineScores {
    private OfflineScores() {}

    /** Scores a capture with a model and returns the file of JSON lines. */
    static Path of(Path model, Path capture) {
        Path root = StockKaraf.root();
        Path out = Path.of("target", "offline-scores.jsonl").toAbsolutePath();
        Path log = Path.of("target", "offline-scores.log").toAbsolutePath();
        String classPath = root.resolve("training/target/classes") + File.pathSeparator
                + root.resolve("training/target/lib") + "/*";
        ProcessBuilder score = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dai.djl.offline=true",
                        "-DOPT_OUT_TRACKING=true",
                        "-Dldpi.home=" + root,
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
