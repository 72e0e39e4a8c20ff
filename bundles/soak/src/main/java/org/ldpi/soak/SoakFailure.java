package org.ldpi.soak;

/** A soak that could not be done, in one line. */
final class SoakFailure extends Exception {
    private static final long serialVersionUID = 1L;

    SoakFailure(String message) {
        super(message);
    }

    SoakFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
