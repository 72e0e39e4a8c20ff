package org.ldpi.api.model;

/** A model cannot be read, checked or brought into a state. The message is one line for an operator. */
public class ModelException extends Exception {
    private static final long serialVersionUID = 1L;

    public ModelException(String message) {
        super(message);
    }

    public ModelException(String message, Throwable cause) {
        super(message, cause);
    }
}
