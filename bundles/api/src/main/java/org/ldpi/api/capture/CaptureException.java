package org.ldpi.api.capture;

import java.io.IOException;

/**
 * A capture could not be opened, or broke while it was read. The message is one line for an operator: it names the file
 * or interface, says what is wrong and, where something can be done, what.
 */
public class CaptureException extends IOException {
    private static final long serialVersionUID = 1L;

    public CaptureException(String message) {
        super(message);
    }

    public CaptureException(String message, Throwable cause) {
        super(message, cause);
    }
}
