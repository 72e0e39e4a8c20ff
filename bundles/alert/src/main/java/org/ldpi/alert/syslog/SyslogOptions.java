package org.ldpi.alert.syslog;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;

/**
 * Where and how alerts go to syslog.
 *
 * @param timeout the longest that a connection or one message may take
 * @param certificateAuthorities PEM file, or null for the platform's
 * @param keyStore PKCS#12 file, or null for none
 */
record SyslogOptions(
        Transport transport,
        String host,
        int port,
        int facility,
        Message message,
        String hostname,
        Duration timeout,
        Path certificateAuthorities,
        Path keyStore,
        String keyStorePassword) {
    static final String PID = "org.ldpi.alert.syslog";

    /** How messages travel, and on which port where none is given. */
    enum Transport {
        UDP(514),
        TCP(514),
        TLS(6514);

        private final int defaultPort;

        Transport(int defaultPort) {
            this.defaultPort = defaultPort;
        }
    }

    /** What the text of a message is. */
    enum Message {
        EVE,
        CEE,
        LINE
    }

    SyslogOptions {
        Objects.requireNonNull(transport, "transport");
        if (host.isBlank()) {
            throw new IllegalArgumentException("host is empty");
        }
        within("port", port, 1, 65_535);
        within("facility", facility, 0, 23);
        within("timeout.seconds", timeout.toSeconds(), 1, 3_600);
    }

    /** @throws IllegalArgumentException when an option is not as it should be; the message names it */
    static SyslogOptions of(SyslogConfiguration c) {
        Transport transport = oneOf("transport", Transport.class, c.transport());
        return new SyslogOptions(
                transport,
                c.host(),
                c.port() == 0 ? transport.defaultPort : c.port(),
                c.facility(),
                oneOf("message", Message.class, c.message()),
                c.hostname().isBlank() ? ownName() : c.hostname(),
                Duration.ofSeconds(c.timeout_seconds()),
                path(c.tls_ca()),
                path(c.tls_keystore()),
                c.tls_password());
    }

    private static Path path(String text) {
        return text.isBlank() ? null : Path.of(text);
    }

    private static <E extends Enum<E>> E oneOf(String option, Class<E> type, String text) {
        try {
            return Enum.valueOf(type, text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    option + " '" + text + "' is none of " + java.util.List.of(type.getEnumConstants()), e);
        }
    }

    private static void within(String option, long value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(option + " " + value + " is not within " + least + " to " + most);
        }
    }

    private static String ownName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return SyslogMessage.NIL;
        }
    }
}
