package org.ldpi.capture.internal.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Odd, broken and fuzzed captures of others, where they are there. */
class HostileCapturesTest {
    private static List<Path> captures() throws IOException {
        Path folder = projectRoot().resolveSibling("shared/data/hostile");
        assumeTrue(Files.isDirectory(folder), "skipped: no hostile captures in " + folder);
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static Path projectRoot() {
        Path path = Path.of("").toAbsolutePath();
        while (path.getParent() != null && !Files.isDirectory(path.resolve("bundles"))) {
            path = path.getParent();
        }
        return path;
    }

    @Test
    void giveTheSameHoweverTheyAreRead() throws IOException {
        List<Path> captures = captures();
        assertTrue(captures.size() > 1000, "captures: " + captures.size());
        for (Path capture : captures) {
            Outcome outcome = Captures.read(capture);

            assertEquals(outcome, Captures.read(capture, 1000, 3), capture.toString());
        }
    }
}
