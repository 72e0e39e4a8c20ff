package org.ldpi.alert.syslog;

import org.ldpi.api.alert.AlertFormat;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** Configuration of the syslog output; changes apply to the next alert. */
@ObjectClassDefinition(name = "LDPI alerts to syslog", description = "Alerts as RFC 5424 messages to a syslog server")
@interface SyslogConfiguration {
    @AttributeDefinition(name = "Enabled", description = "Whether alerts are sent")
    boolean enabled() default false;

    @AttributeDefinition(
            name = "Transport",
            description = "UDP (RFC 5426), TCP (RFC 6587, octet counting) or TLS (RFC 5425)",
            options = {@Option("UDP"), @Option("TCP"), @Option("TLS")})
    String transport() default "UDP";

    @AttributeDefinition(name = "Host", description = "Name or address of the server")
    String host() default "127.0.0.1";

    @AttributeDefinition(name = "Port", description = "Its port, 1 to 65535; 0: 514 for UDP and TCP, 6514 for TLS")
    int port() default 0;

    @AttributeDefinition(name = "Facility", description = "0 to 23; 16 is local0")
    int facility() default 16;

    @AttributeDefinition(
            name = "Message",
            description = "eve: EVE JSON; cee: the same behind @cee:, which rsyslog parses; line: one line for people",
            options = {@Option(AlertFormat.EVE), @Option("cee"), @Option("line")})
    String message() default AlertFormat.EVE;

    @AttributeDefinition(name = "Host name", description = "This host's name in the messages; empty: its own")
    String hostname() default "";

    @AttributeDefinition(
            name = "Timeout",
            description = "A connection or a message that takes more seconds has failed and is tried again, 1 to 3600")
    int timeout_seconds() default 10;

    @AttributeDefinition(
            name = "CA certificates",
            description = "PEM file of those who may have signed the server's certificate; empty: the platform's")
    String tls_ca() default "";

    @AttributeDefinition(
            name = "Key store",
            description = "PKCS#12 file with this host's key and certificate; empty: the server asks for none")
    String tls_keystore() default "";

    @AttributeDefinition(name = "Key store password", type = AttributeType.PASSWORD)
    String tls_password() default "";
}
