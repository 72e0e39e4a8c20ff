package org.ldpi.training.cli;

/** A command cannot do what it was asked to. The message is one line for its user; it names the file or option. */
public class CommandException extends Exception {
    private static final long serialVersionUID = 1L;

    public CommandException(String message) {
        super(message);
    }

    public CommandException(String message, Throwable cause) {
        super(message, cause);
    }
}
