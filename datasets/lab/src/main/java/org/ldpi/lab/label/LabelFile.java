package org.ldpi.lab.label;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.ldpi.lab.LabException;

/** The label file of a data set. */
public final class LabelFile {
    /** Its name in the data set's root. */
    public static final String NAME = "labels.tsv";

    private LabelFile() {}

    /**
     * Reads it.
     *
     * @param root root of a data set
     * @return its rows, in the order of the file, packets not counted
     * @throws LabException if it is missing or damaged, naming file and line
     * @throws IOException if it cannot be read
     */
    public static List<FlowLabel> read(Path root) throws LabException, IOException {
        Path file = root.resolve(NAME);
        if (!Files.isRegularFile(file)) {
            throw new LabException(file + ": is missing; " + root + " is no data set of the lab");
        }
        List<String> lines = Files.readAllLines(file);
        if (lines.isEmpty() || !lines.get(0).equals(FlowLabel.HEADER)) {
            throw new LabException(file + ": line 1 is not the header of a label file");
        }
        List<FlowLabel> rows = new ArrayList<>();
        for (int i = 1; i < lines.size(); i++) {
            try {
                rows.add(FlowLabel.parse(lines.get(i)));
            } catch (IllegalArgumentException e) {
                throw new LabException(file + ": line " + (i + 1) + ": " + e.getMessage(), e);
            }
        }
        return rows;
    }

    /**
     * Writes it.
     *
     * @param root root of a data set
     * @param rows its rows
     * @throws IOException if it cannot be written
     */
    public static void write(Path root, List<FlowLabel> rows) throws IOException {
        List<String> lines = new ArrayList<>(List.of(FlowLabel.HEADER));
        rows.forEach(row -> lines.add(row.line()));
        Files.write(root.resolve(NAME), lines);
    }
}
