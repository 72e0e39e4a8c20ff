package org.ldpi.lab.net;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.ldpi.lab.LabException;

/** The lab's own folder while a day runs; programs see it as {@code $LAB}. */
public final class LabFolder {
    /** Where it is: gone after a restart of the machine, as the namespaces are. */
    public static final Path ROOT = Path.of("/run/ldpi-lab" + LabName.SUFFIX);

    private LabFolder() {}

    /** Removes the folder and all that is in it. */
    public static void remove() throws LabException {
        if (!Files.exists(ROOT)) {
            return;
        }
        try (Stream<Path> entries = Files.walk(ROOT)) {
            List<Path> deepestFirst = entries.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new LabException(ROOT + ": cannot be removed: " + e.getMessage(), e);
        }
    }
}
