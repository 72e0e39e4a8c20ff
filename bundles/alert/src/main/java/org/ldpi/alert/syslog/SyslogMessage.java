package org.ldpi.alert.syslog;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Messages in the form of RFC 5424. They carry no structured data: its names belong to whoever has a private enterprise
 * number of IANA, so what there is to say is in the text.
 */
final class SyslogMessage {
    /** Section 6: a field that is not known. */
    static final String NIL = "-";

    /** Section 6.2.1: severity warning. */
    private static final int WARNING = 4;

    private static final int VERSION = 1;
    private static final String APPLICATION = "ldpi";
    private static final String MESSAGE_ID = "ALERT";
    /** Section 6.2.4: HOSTNAME has at most 255 printable ASCII characters. */
    private static final int MAX_HOSTNAME = 255;
    /** Section 6.2.3: at most six digits of a second. */
    private static final DateTimeFormatter TIMESTAMP = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final String priorityAndVersion;
    private final String rest;

    /** @param facility 0 to 23 */
    SyslogMessage(int facility, String hostname, long process) {
        priorityAndVersion = "<" + (facility * 8 + WARNING) + ">" + VERSION + " ";
        rest = " " + printable(hostname) + " " + APPLICATION + " " + process + " " + MESSAGE_ID + " " + NIL + " ";
    }

    /** The message in UTF-8. A text without control characters, as JSON and log lines are, stays as it is. */
    byte[] encode(Instant time, String text) {
        // Without a byte order mark: section 6.4 has it before UTF-8 text, but parsers of JSON stumble over it, and a
        // text of
        // unknown encoding goes without.
        return (priorityAndVersion + TIMESTAMP.format(time) + rest + text).getBytes(StandardCharsets.UTF_8);
    }

    private static String printable(String hostname) {
        String ascii = hostname.replaceAll("[^\\x21-\\x7e]", "");
        return ascii.isEmpty() ? NIL : ascii.substring(0, Math.min(MAX_HOSTNAME, ascii.length()));
    }
}
