package org.ldpi.training.cli;

import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** What commands share that train models several times and compare them with other methods. */
final class ContestOptions {
    @Option(
            names = "--seeds",
            split = ",",
            paramLabel = "N",
            defaultValue = "1,2",
            description = "Seeds of the trainings (${DEFAULT-VALUE}).")
    private List<Integer> seeds;

    @Option(
            names = "--options",
            paramLabel = "OPTIONS",
            defaultValue = "",
            description = "Options of 'train' in one word, '--steps 300 --batch 64' for one.")
    private String options;

    @Option(
            names = "--original",
            description = "Train mesh_com's network by its recipe too, each time as long as the model.")
    private boolean original;

    @Option(names = "--json", description = "One JSON object for each result of a training.")
    private boolean json;

    List<Integer> seeds() {
        return seeds;
    }

    boolean original() {
        return original;
    }

    boolean json() {
        return json;
    }

    /**
     * The training that is asked for.
     *
     * @param more further options of it
     */
    TrainCommand training(Path dataset, int seed, String... more) throws WrongUsage {
        return TrainVariant.of(dataset, "--options", options, seed, more);
    }
}
