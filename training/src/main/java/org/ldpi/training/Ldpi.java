package org.ldpi.training;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.ldpi.api.encoder.EncoderException;
import org.ldpi.api.model.ModelException;
import org.ldpi.training.cli.CommandException;
import org.ldpi.training.cli.FlowsCommand;
import org.ldpi.training.cli.WrongUsage;

/**
 * The programs behind {@code ./ldpi}. Exit codes: 0 done, 1 failed, 2 wrong usage. What went wrong is one line on
 * standard error; with {@code --verbose} a stack trace follows.
 */
public final class Ldpi {
    private static final int FAILED = 1;
    static final int WRONG_USAGE = 2;

    /** The command that has a {@link FlowsCommand#plain} way. */
    static final String FLOWS = "flows";

    private Ldpi() {}

    public static void main(String[] arguments) {
        System.exit(run(arguments, System.err));
    }

    /** Runs a command and gives its exit code. */
    static int run(String[] arguments, PrintStream err) {
        if (arguments.length > 0 && arguments[0].equals(FLOWS)) {
            FlowsCommand plain = FlowsCommand.plain(Arrays.asList(arguments).subList(1, arguments.length));
            if (plain != null) {
                return run(plain, err);
            }
        }
        return Commands.run(arguments, err);
    }

    private static int run(FlowsCommand command, PrintStream err) {
        try {
            return command.call();
        } catch (CommandException | IOException | RuntimeException e) {
            return failed(FLOWS, e, command.verbose(), err);
        }
    }

    /** Says why a command failed, and gives the exit code. */
    static int failed(String name, Exception e, boolean verbose, PrintStream err) {
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

    static String firstLine(Exception e) {
        return e.getMessage() == null ? "" : e.getMessage().lines().findFirst().orElse("");
    }
}
