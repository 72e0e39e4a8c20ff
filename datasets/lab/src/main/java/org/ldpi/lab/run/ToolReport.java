package org.ldpi.lab.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.ldpi.lab.LabException;
import org.ldpi.lab.net.LabFolder;
import org.ldpi.lab.plan.Activity;

/** What a program said of its own work, for comparison with the labels: the end of what it printed. */
final class ToolReport {
    // Summaries come last; what comes before is a line per guess.
    private static final int MAX_CHARS = 3000;

    private ToolReport() {}

    /**
     * Reads the report of an activity.
     *
     * @param activity an activity that has ended
     * @return the end of its file {@code report}, or of its output where it wrote none
     */
    static String of(Activity activity) throws LabException {
        Path folder = folder(activity);
        Path file = folder.resolve("report");
        if (!Files.isRegularFile(file)) {
            file = folder.resolve("log");
        }
        try {
            // Progress shown by carriage returns is overwritten on a terminal, and is so here.
            String text = Files.readString(file, StandardCharsets.ISO_8859_1)
                    .replaceAll("[^\\n]*\\r(?=[^\\n])", "")
                    .replaceAll("\\x1b\\[[0-9;]*[A-Za-z]|[^\\n\\x20-\\x7e]", "")
                    .strip();
            return text.substring(Math.max(0, text.length() - MAX_CHARS));
        } catch (IOException e) {
            throw new LabException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /** Folder an activity runs in. */
    static Path folder(Activity activity) {
        return LabFolder.ROOT.resolve("activities").resolve("" + activity.id());
    }
}
