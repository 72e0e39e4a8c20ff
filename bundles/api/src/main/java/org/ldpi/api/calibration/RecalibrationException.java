package org.ldpi.api.calibration;

/** A recalibration that is not done; the message says why. */
public class RecalibrationException extends Exception {
    private static final long serialVersionUID = 1L;

    public RecalibrationException(String message) {
        super(message);
    }

    public RecalibrationException(String message, Throwable cause) {
        super(message, cause);
    }
}
