package org.ldpi.training.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Options of {@code train} in one word, for commands that train several times. */
final class TrainVariant {
    private TrainVariant() {}

    /**
     * The training that these options ask for.
     *
     * @param option that gave the word
     * @param more further options
     */
    static TrainCommand of(Path dataset, String option, String word, int seed, String... more) throws WrongUsage {
        TrainCommand train = new TrainCommand();
        List<String> arguments = new ArrayList<>(List.of("--dataset=" + dataset, "--out=none", "--seed=" + seed));
        for (String part : word.strip().split("\\s+")) {
            if (!part.isEmpty()) {
                arguments.add(part);
            }
        }
        arguments.addAll(List.of(more));
        try {
            new CommandLine(train).setOverwrittenOptionsAllowed(true).parseArgs(arguments.toArray(String[]::new));
        } catch (ParameterException e) {
            throw new WrongUsage(option + " '" + word + "': " + e.getMessage(), e);
        }
        return train;
    }
}
