package org.ldpi.api.alert;

import java.io.IOException;
import org.osgi.annotation.versioning.ConsumerType;

/** A place where alerts are sent: a file, a server. Used by one thread at a time. */
@ConsumerType
public interface AlertOutput extends AutoCloseable {
    /**
     * Sends an alert and returns when it is there.
     *
     * @throws IOException when the way there is blocked; the same alert may be sent again
     * @throws IllegalStateException when this alert, or what the output was made with, is refused
     */
    void send(Alert alert) throws IOException;

    @Override
    void close() throws IOException;
}
