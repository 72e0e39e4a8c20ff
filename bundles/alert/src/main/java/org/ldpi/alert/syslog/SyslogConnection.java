package org.ldpi.alert.syslog;

import java.io.IOException;

/** A way to a syslog server. Used by one thread. */
interface SyslogConnection extends AutoCloseable {
    /**
     * Sends a message, connecting first where there is no connection.
     *
     * @throws IOException when it was not sent; the connection is then closed and the next message makes a new one
     */
    void send(byte[] message) throws IOException;

    @Override
    void close();
}
