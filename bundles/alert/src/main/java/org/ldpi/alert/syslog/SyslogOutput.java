package org.ldpi.alert.syslog;

import java.io.IOException;
import org.ldpi.api.alert.Alert;
import org.ldpi.api.alert.AlertFormat;
import org.ldpi.api.alert.AlertOutput;

/** Sends alerts to one syslog server. Used by one thread at a time. */
final class SyslogOutput implements AlertOutput {
    private static final String CEE_COOKIE = "@cee: ";

    private final SyslogOptions options;
    private final AlertFormat eve;
    private final SyslogMessage message;
    private final SyslogConnection connection;

    /** @throws IllegalArgumentException when a file for TLS cannot be used */
    SyslogOutput(SyslogOptions options, AlertFormat eve) {
        this.options = options;
        this.eve = eve;
        this.message = new SyslogMessage(
                options.facility(), options.hostname(), ProcessHandle.current().pid());
        this.connection = switch (options.transport()) {
            case UDP -> new UdpConnection(options.host(), options.port());
            case TCP -> new StreamConnection(options.host(), options.port(), options.timeout(), null);
            case TLS ->
                new StreamConnection(
                        options.host(), options.port(), options.timeout(), TlsContexts.socketFactory(options));
        };
    }

    @Override
    public void send(Alert alert) throws IOException {
        connection.send(message.encode(alert.time(), text(alert)));
    }

    private String text(Alert alert) {
        return switch (options.message()) {
            case EVE -> eve.line(alert);
            case CEE -> CEE_COOKIE + eve.line(alert);
            case LINE -> alert.line();
        };
    }

    @Override
    public void close() {
        connection.close();
    }
}
