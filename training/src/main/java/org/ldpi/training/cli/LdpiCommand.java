package org.ldpi.training.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Option;

/** What all commands have. */
public abstract class LdpiCommand implements Callable<Integer> {
    @Option(names = "--verbose", description = "Show a stack trace where something fails.")
    private boolean verbose;

    /** Whether the user wants to see where something failed. */
    public final boolean verbose() {
        return verbose;
    }
}
