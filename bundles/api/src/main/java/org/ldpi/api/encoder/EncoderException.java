package org.ldpi.api.encoder;

/** An encoder could not be made from its weights, or could not encode. The message is one line for an operator. */
public class EncoderException extends Exception {
    private static final long serialVersionUID = 1L;

    public EncoderException(String message) {
        super(message);
    }

    public EncoderException(String message, Throwable cause) {
        super(message, cause);
    }
}
