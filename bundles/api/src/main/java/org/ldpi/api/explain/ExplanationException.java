package org.ldpi.api.explain;

/** A flow that cannot be explained. The message is one line for an operator. */
public class ExplanationException extends Exception {
    private static final long serialVersionUID = 1L;

    public ExplanationException(String message) {
        super(message);
    }

    public ExplanationException(String message, Throwable cause) {
        super(message, cause);
    }
}
