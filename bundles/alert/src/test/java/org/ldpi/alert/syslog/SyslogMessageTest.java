package org.ldpi.alert.syslog;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SyslogMessageTest {
    private static final Instant TIME = Instant.parse("2026-02-03T04:05:06.000007008Z");

    private static String message(int facility, String hostname, String text) {
        return new String(new SyslogMessage(facility, hostname, 42).encode(TIME, text), StandardCharsets.UTF_8);
    }

    @Test
    void theHeaderIsThatOfRfc5424() {
        assertEquals(
                "<132>1 2026-02-03T04:05:06.000007Z node-7 ldpi 42 ALERT - {\"a\":\"\u00fc\"}",
                message(16, "node-7", "{\"a\":\"\u00fc\"}"));
        assertEquals("<4>1", message(0, "n", "x").substring(0, 4));
    }

    @Test
    void aHostNameThatTheHeaderCannotHoldIsMadeToFit() {
        assertEquals("<132>1 2026-02-03T04:05:06.000007Z - ldpi 42 ALERT - x", message(16, " \u00fc\n", "x"));
        assertEquals(
                "<132>1 2026-02-03T04:05:06.000007Z " + "n".repeat(255) + " ldpi 42 ALERT - x",
                message(16, "n".repeat(300), "x"));
    }
}
