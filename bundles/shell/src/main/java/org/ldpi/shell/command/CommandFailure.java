package org.ldpi.shell.command;

/** A command that could not be done; nothing has changed. The message is one line for an operator. */
public class CommandFailure extends Exception {
    private static final long serialVersionUID = 1L;

    public CommandFailure(String message) {
        super(message);
    }

    public CommandFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
