package org.ldpi.training.data;

import java.io.IOException;

/** A data set cannot be used. The message is one line that names the file or folder. */
public class DatasetException extends IOException {
    private static final long serialVersionUID = 1L;

    public DatasetException(String message) {
        super(message);
    }

    public DatasetException(String message, Throwable cause) {
        super(message, cause);
    }
}
