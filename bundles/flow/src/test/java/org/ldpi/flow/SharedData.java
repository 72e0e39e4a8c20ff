package org.ldpi.flow;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Captures that are not part of the project, in a folder beside it. */
final class SharedData {
    private SharedData() {}

    /** The file or folder of that name; ends the test as skipped where it is absent. */
    static Path require(String name) {
        Path data = projectRoot().resolve("../shared/data").resolve(name).normalize();
        assumeTrue(Files.exists(data), "skipped: no " + name + " in ../shared/data beside the project");
        return data;
    }

    static Path projectRoot() {
        Path root = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(root.resolve("bundles").resolve("api"))) {
            root = root.getParent();
        }
        return root;
    }
}
