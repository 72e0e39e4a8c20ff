package org.ldpi.training.cli;

/** An option has a value that cannot be. The message is one line that names the option. */
public final class WrongUsage extends CommandException {
    private static final long serialVersionUID = 1L;

    WrongUsage(String message, Throwable cause) {
        super(message, cause);
    }

    WrongUsage(String message) {
        super(message);
    }
}
