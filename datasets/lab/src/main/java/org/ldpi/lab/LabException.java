package org.ldpi.lab;

/** The lab cannot do what was asked; the message is the one line a person is shown. */
public class LabException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * An error with nothing behind it.
     *
     * @param message what is wrong, where, and what to do
     */
    public LabException(String message) {
        super(message);
    }

    /**
     * An error and what made it.
     *
     * @param message what is wrong, where, and what to do
     * @param cause what made it fail
     */
    public LabException(String message, Throwable cause) {
        super(message, cause);
    }
}
