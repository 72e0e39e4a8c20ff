package org.ldpi.training.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.ldpi.training.data.LabelledFlows;

/** By what captures are kept together when a data set is divided. */
enum CaptureGroups {
    CAPTURE,
    /** The folder of a capture. */
    DAY,
    /** Where it comes from, which a table says. */
    SOURCE;

    /**
     * The group of a capture.
     *
     * @param sources table with tab-separated columns {@code file} and {@code repo}, for {@link #SOURCE}
     */
    Function<LabelledFlows, String> of(Path sources) throws CommandException, IOException {
        return switch (this) {
            case CAPTURE -> capture -> capture.file().name();
            case DAY -> capture -> capture.file().label();
            case SOURCE -> {
                Map<String, String> table = read(sources);
                yield capture -> table.getOrDefault(capture.file().name(), "unknown");
            }
        };
    }

    private static Map<String, String> read(Path sources) throws CommandException, IOException {
        if (sources == null) {
            throw new WrongUsage("--split source: --sources says where captures come from, and is missing");
        }
        List<String> lines = Files.readAllLines(sources);
        List<String> header = lines.isEmpty() ? List.of() : List.of(lines.get(0).split("\t", -1));
        int file = header.indexOf("file");
        int source = header.indexOf("repo");
        if (file < 0 || source < 0) {
            throw new CommandException(sources + ": the first line has no columns 'file' and 'repo'");
        }
        Map<String, String> table = new HashMap<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split("\t", -1);
            if (cells.length > Math.max(file, source)) {
                table.put(cells[file], cells[source]);
            }
        }
        return table;
    }
}
