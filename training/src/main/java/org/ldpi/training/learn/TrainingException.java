package org.ldpi.training.learn;

/** Training cannot go on, or its result is of no use. The message is one line for an operator. */
public class TrainingException extends Exception {
    private static final long serialVersionUID = 1L;

    public TrainingException(String message) {
        super(message);
    }

    public TrainingException(String message, Throwable cause) {
        super(message, cause);
    }
}
