package org.ldpi.training;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.ldpi.api.encoder.EncoderException;
import org.ldpi.api.model.ModelException;
import org.ldpi.training.cli.BenchBudgetCommand;
import org.ldpi.training.cli.BenchEncodersCommand;
import org.ldpi.training.cli.BenchExplainCommand;
import org.ldpi.training.cli.BenchLearningCommand;
import org.ldpi.training.cli.BenchLiveCommand;
import org.ldpi.training.cli.BenchMixCommand;
import org.ldpi.training.cli.BenchModelsCommand;
import org.ldpi.training.cli.BenchPathCommand;
import org.ldpi.training.cli.CommandException;
import org.ldpi.training.cli.EvaluateCommand;
import org.ldpi.training.cli.FlowsCommand;
import org.ldpi.training.cli.ImportCommand;
import org.ldpi.training.cli.LdpiCommand;
import org.ldpi.training.cli.QuantizeCommand;
import org.ldpi.training.cli.ScoreCommand;
import org.ldpi.training.cli.TrainCommand;
import org.ldpi.training.cli.WrongUsage;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * The programs behind {@code ./ldpi}. Exit codes: 0 done, 1 failed, 2 wrong usage. What went wrong is one line on
 * standard error; with {@code --verbose} a stack trace follows.
 */
public final class Ldpi {
    private static final int FAILED = CommandLine.ExitCode.SOFTWARE;
    private static final int WRONG_USAGE = CommandLine.ExitCode.USAGE;

    /** Only the command that was asked for is looked at: reading them all would take longer than some of them run. */
    private static final Map<String, Supplier<LdpiCommand>> COMMANDS = new TreeMap<>(Map.ofEntries(
            Map.entry("bench budget", BenchBudgetCommand::new),
            Map.entry("bench encoders", BenchEncodersCommand::new),
            Map.entry("bench explain", BenchExplainCommand::new),
            Map.entry("bench learning", BenchLearningCommand::new),
            Map.entry("bench live", BenchLiveCommand::new),
            Map.entry("bench mix", BenchMixCommand::new),
            Map.entry("bench models", BenchModelsCommand::new),
            Map.entry("bench path", BenchPathCommand::new),
            Map.entry("evaluate", EvaluateCommand::new),
            Map.entry("flows", FlowsCommand::new),
            Map.entry("import", ImportCommand::new),
            Map.entry("quantize", QuantizeCommand::new),
            Map.entry("score", ScoreCommand::new),
            Map.entry("train", TrainCommand::new)));

    /** The first word of the commands that measure; the second one tells what. */
    private static final String BENCH = "bench";

    private Ldpi() {}

    public static void main(String[] arguments) {
        System.exit(run(arguments, System.err));
    }

    /** Runs a command and gives its exit code. */
    static int run(String[] arguments, PrintStream err) {
        int words = arguments.length > 1 && arguments[0].equals(BENCH) ? 2 : Math.min(1, arguments.length);
        String name = String.join(" ", Arrays.copyOf(arguments, words));
        if (!COMMANDS.containsKey(name)) {
            err.println((name.isEmpty() ? "ldpi: no command" : "ldpi: there is no command '" + name + "'")
                    + "; there are " + String.join(", ", COMMANDS.keySet()) + ", each with --help");
            return WRONG_USAGE;
        }
        LdpiCommand command = COMMANDS.get(name).get();
        return new CommandLine(command)
                .setParameterExceptionHandler((e, given) -> misused(name, e, command.verbose(), err))
                .setExecutionExceptionHandler((e, line, parsed) -> failed(name, e, command.verbose(), err))
                .execute(Arrays.copyOfRange(arguments, words, arguments.length));
    }

    private static int misused(String name, ParameterException e, boolean verbose, PrintStream err) {
        err.println("ldpi " + name + ": " + firstLine(e) + "; see --help");
        if (verbose) {
            e.printStackTrace(err);
        }
        return WRONG_USAGE;
    }

    private static int failed(String name, Exception e, boolean verbose, PrintStream err) {
        boolean expected = e instanceof CommandException
                || e instanceof ModelException
                || e instanceof EncoderException
                || e instanceof IOException
                || e instanceof UncheckedIOException;
        err.println("ldpi " + name + ": "
                + (expected ? "" : "unexpected: " + e.getClass().getName() + ": ") + firstLine(e));
        if (verbose) {
            e.printStackTrace(err);
        } else if (!expected) {
            err.println("ldpi " + name + ": --verbose shows where");
        }
        return e instanceof WrongUsage ? WRONG_USAGE : FAILED;
    }

    private static String firstLine(Exception e) {
        return e.getMessage() == null ? "" : e.getMessage().lines().findFirst().orElse("");
    }
}
