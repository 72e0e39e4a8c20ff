package org.ldpi.training;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.ldpi.training.cli.BenchBudgetCommand;
import org.ldpi.training.cli.BenchEncodersCommand;
import org.ldpi.training.cli.BenchExplainCommand;
import org.ldpi.training.cli.BenchFamiliesCommand;
import org.ldpi.training.cli.BenchFormsCommand;
import org.ldpi.training.cli.BenchLearningCommand;
import org.ldpi.training.cli.BenchLiveCommand;
import org.ldpi.training.cli.BenchMixCommand;
import org.ldpi.training.cli.BenchModelsCommand;
import org.ldpi.training.cli.BenchPairsCommand;
import org.ldpi.training.cli.BenchPathCommand;
import org.ldpi.training.cli.BoostCommand;
import org.ldpi.training.cli.CalibrateCommand;
import org.ldpi.training.cli.EvaluateCommand;
import org.ldpi.training.cli.FlowsCommand;
import org.ldpi.training.cli.ImportCommand;
import org.ldpi.training.cli.LdpiCommand;
import org.ldpi.training.cli.QuantizeCommand;
import org.ldpi.training.cli.ScoreCommand;
import org.ldpi.training.cli.TrainCommand;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * The commands, and the parsing of their arguments. Apart from the main class, so that a command that needs no parsing does
 * not load what parses.
 */
final class Commands {
    /** Only the command that was asked for is looked at: reading them all would take longer than some of them run. */
    private static final Map<String, Supplier<LdpiCommand>> ALL = new TreeMap<>(Map.ofEntries(
            Map.entry("bench budget", BenchBudgetCommand::new),
            Map.entry("bench encoders", BenchEncodersCommand::new),
            Map.entry("bench explain", BenchExplainCommand::new),
            Map.entry("bench families", BenchFamiliesCommand::new),
            Map.entry("bench forms", BenchFormsCommand::new),
            Map.entry("bench learning", BenchLearningCommand::new),
            Map.entry("bench live", BenchLiveCommand::new),
            Map.entry("bench mix", BenchMixCommand::new),
            Map.entry("bench models", BenchModelsCommand::new),
            Map.entry("bench pairs", BenchPairsCommand::new),
            Map.entry("bench path", BenchPathCommand::new),
            Map.entry("boost", BoostCommand::new),
            Map.entry("calibrate", CalibrateCommand::new),
            Map.entry("evaluate", EvaluateCommand::new),
            Map.entry(Ldpi.FLOWS, FlowsCommand::new),
            Map.entry("import", ImportCommand::new),
            Map.entry("quantize", QuantizeCommand::new),
            Map.entry("score", ScoreCommand::new),
            Map.entry("train", TrainCommand::new)));

    /** The first word of the commands that measure; the second one tells what. */
    private static final String BENCH = "bench";

    private Commands() {}

    /** Parses the arguments and runs the command that they name. */
    static int run(String[] arguments, PrintStream err) {
        int words = arguments.length > 1 && arguments[0].equals(BENCH) ? 2 : Math.min(1, arguments.length);
        String name = String.join(" ", Arrays.copyOf(arguments, words));
        if (!ALL.containsKey(name)) {
            err.println((name.isEmpty() ? "ldpi: no command" : "ldpi: there is no command '" + name + "'")
                    + "; there are " + String.join(", ", ALL.keySet()) + ", each with --help");
            return Ldpi.WRONG_USAGE;
        }
        LdpiCommand command = ALL.get(name).get();
        return new CommandLine(command)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((e, given) -> misused(name, e, command.verbose(), err))
                .setExecutionExceptionHandler((e, line, parsed) -> Ldpi.failed(name, e, command.verbose(), err))
                .execute(Arrays.copyOfRange(arguments, words, arguments.length));
    }

    private static int misused(String name, ParameterException e, boolean verbose, PrintStream err) {
        err.println("ldpi " + name + ": " + Ldpi.firstLine(e) + "; see --help");
        if (verbose) {
            e.printStackTrace(err);
        }
        return Ldpi.WRONG_USAGE;
    }
}
