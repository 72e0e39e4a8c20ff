package org.ldpi.training.cli;

import org.ldpi.api.model.ModelId;
import picocli.CommandLine.Option;

/** What a new model is called. */
final class ModelIdOptions {
    @Option(names = "--name", paramLabel = "NAME", description = "The model's name (${DEFAULT-VALUE}).")
    private String name;

    @Option(names = "--model-version", paramLabel = "V", description = "Its version (${DEFAULT-VALUE}).")
    private String version = "1";

    /** @param name the default */
    ModelIdOptions(String name) {
        this.name = name;
    }

    /** @throws WrongUsage when a model cannot be called so */
    ModelId id() throws WrongUsage {
        try {
            return new ModelId(name, version);
        } catch (IllegalArgumentException e) {
            throw new WrongUsage("--name, --model-version: " + e.getMessage(), e);
        }
    }
}
