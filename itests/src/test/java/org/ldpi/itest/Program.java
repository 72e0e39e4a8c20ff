package org.ldpi.itest;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line in a process of its own, as a user runs it. */
final class Program {
    private Program() {}

    /** Runs a command to its end, which has to be a good one. */
    static void run(String... words) {
        Path root = StockKaraf.root();
        Path log = Path.of("target", words[0] + "-" + words[1] + ".log").toAbsolutePath();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                root.resolve("training/target/classes") + File.pathSeparator + root.resolve("training/target/lib")
                        + "/*",
                "org.ldpi.training.Ldpi"));
        command.addAll(List.of(words));
        try {
            int exit = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start()
                    .waitFor();
            if (exit != 0) {
                throw new AssertionError(List.of(words) + " ended with " + exit + ": " + Files.readString(log));
            }
        } catch (IOException e) {
            throw new AssertionError(List.of(words) + " did not start", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
