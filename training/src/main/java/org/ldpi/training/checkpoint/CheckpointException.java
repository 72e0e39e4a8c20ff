package org.ldpi.training.checkpoint;

/** A checkpoint cannot be taken over. The message is one line for an operator and names the file or what is in it. */
public class CheckpointException extends Exception {
    private static final long serialVersionUID = 1L;

    public CheckpointException(String message) {
        super(message);
    }

    public CheckpointException(String message, Throwable cause) {
        super(message, cause);
    }
}
