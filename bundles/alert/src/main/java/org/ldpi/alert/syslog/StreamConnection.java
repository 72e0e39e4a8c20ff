package org.ldpi.alert.syslog;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Messages over a stream with octet counting: RFC 6587 section 3.4.1 over TCP, RFC 5425 section 4.3 over TLS.
 *
 * <p>Syslog has no acknowledgement. So that few messages are written to a connection that is gone, a thread of its own reads
 * from it: the server sends nothing, so its end of stream is the end of the connection. The same thread closes a connection
 * on which a message does not get through in time. What was written just before the server went away may be lost.
 */
final class StreamConnection implements SyslogConnection {
    private static final Logger LOG = LoggerFactory.getLogger(StreamConnection.class);
    private static final int LOOK_MILLIS = 500;

    private final String host;
    private final int port;
    private final Duration timeout;
    /** Null for plain TCP. */
    private final SSLSocketFactory tls;

    private Open open;

    StreamConnection(String host, int port, Duration timeout, SSLSocketFactory tls) {
        this.host = host;
        this.port = port;
        this.timeout = timeout;
        this.tls = tls;
    }

    @Override
    public void send(byte[] message) throws IOException {
        try {
            if (open != null && open.ended) {
                close();
            }
            if (open == null) {
                open = connect();
            }
            open.write(message);
        } catch (IOException e) {
            close();
            throw new IOException("syslog server " + host + ":" + port + ": " + reason(e), e);
        }
    }

    private static String reason(IOException e) {
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }

    private Open connect() throws IOException {
        int millis = (int) timeout.toMillis();
        Socket plain = new Socket();
        try {
            plain.connect(new InetSocketAddress(host, port), millis);
            plain.setKeepAlive(true);
            plain.setTcpNoDelay(true);
            // The handshake is bounded by this too.
            plain.setSoTimeout(millis);
            Socket socket = plain;
            if (tls != null) {
                SSLSocket secured = (SSLSocket) tls.createSocket(plain, host, port, true);
                SSLParameters parameters = secured.getSSLParameters();
                // RFC 5425 section 5.1: the certificate must be the server's.
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                secured.setSSLParameters(parameters);
                secured.startHandshake();
                socket = secured;
            }
            socket.setSoTimeout(LOOK_MILLIS);
            Open made = new Open(plain, socket, timeout);
            made.start();
            return made;
        } catch (IOException e) {
            plain.close();
            throw e;
        }
    }

    @Override
    public void close() {
        if (open != null) {
            open.close();
            open = null;
        }
    }

    /** A connection that stands. */
    private static final class Open extends Thread {
        private final Socket plain;
        private final InputStream in;
        private final OutputStream out;
        private final long timeoutNanos;
        private volatile boolean ended;
        private volatile boolean writing;
        private volatile long writingSince;

        Open(Socket plain, Socket socket, Duration timeout) throws IOException {
            super("ldpi-syslog-watch");
            setDaemon(true);
            this.plain = plain;
            this.in = socket.getInputStream();
            this.out = socket.getOutputStream();
            this.timeoutNanos = timeout.toNanos();
        }

        void write(byte[] message) throws IOException {
            byte[] length = (message.length + " ").getBytes(StandardCharsets.US_ASCII);
            byte[] frame = new byte[length.length + message.length];
            System.arraycopy(length, 0, frame, 0, length.length);
            System.arraycopy(message, 0, frame, length.length, message.length);
            writingSince = System.nanoTime();
            writing = true;
            try {
                out.write(frame);
                out.flush();
            } finally {
                writing = false;
            }
        }

        @Override
        public void run() {
            byte[] ignored = new byte[512];
            try {
                int read = 0;
                while (read >= 0) {
                    read = readOrTimeOut(ignored);
                    if (writing && System.nanoTime() - writingSince > timeoutNanos) {
                        LOG.warn("syslog server {} takes nothing: the connection is closed", plain.getInetAddress());
                        return;
                    }
                }
            } catch (IOException e) {
                LOG.debug("syslog connection ended", e);
            } finally {
                ended = true;
                close();
            }
        }

        private int readOrTimeOut(byte[] buffer) throws IOException {
            try {
                return in.read(buffer);
            } catch (SocketTimeoutException e) {
                return 0;
            }
        }

        /** The plain socket: closing a TLS one waits for a write under way. */
        void close() {
            try {
                plain.close();
            } catch (IOException e) {
                LOG.debug("syslog connection did not close", e);
            }
        }
    }
}
