package org.ldpi.alert.syslog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ldpi.alert.syslog.SyslogOptions.Message;
import org.ldpi.alert.syslog.SyslogOptions.Transport;
import org.ldpi.api.alert.Alert;

/** Syslog to a real rsyslog, where there is one (Debian: rsyslog, and rsyslog-openssl for TLS). */
class RsyslogTest {
    private static final Path DAEMON = Path.of("/usr/sbin/rsyslogd");
    private static final Path TLS_DRIVER = Path.of("/usr/lib/x86_64-linux-gnu/rsyslog/lmnsd_ossl.so");
    private static final String LOOPBACK = "127.0.0.1";

    @TempDir
    Path folder;

    private Path received;
    private int port;
    private Process daemon;

    @BeforeEach
    void rsyslogIsThere() throws IOException {
        assumeTrue(Files.isExecutable(DAEMON), "no rsyslogd on this system");
        received = folder.resolve("received.log");
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
    }

    @AfterEach
    void stop() throws InterruptedException {
        if (daemon != null) {
            daemon.destroyForcibly().waitFor();
        }
    }

    private void start(String input) throws IOException, InterruptedException {
        Path configuration = folder.resolve("rsyslog.conf");
        Files.writeString(
                configuration,
                "global(workDirectory=\"" + folder + "\")\n" + input
                        + "template(name=\"fields\" type=\"string\" string=\"%pri%|%timestamp:::date-rfc3339%|%hostname%"
                        + "|%app-name%|%msgid%|%msg%\\n\")\n"
                        + "action(type=\"omfile\" template=\"fields\" file=\"" + received + "\")\n");
        daemon = new ProcessBuilder(
                        DAEMON.toString(),
                        "-n",
                        "-f",
                        configuration.toString(),
                        "-i",
                        folder.resolve("pid").toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("rsyslog.out").toFile())
                .start();
    }

    private void stopPlainly() throws InterruptedException {
        daemon.destroy();
        assertTrue(daemon.waitFor(1, TimeUnit.MINUTES));
    }

    private SyslogOutput output(Transport transport, Path ca) {
        return new SyslogOutput(
                new SyslogOptions(
                        transport, LOOPBACK, port, 16, Message.EVE, "node-7", Duration.ofSeconds(60), ca, null, ""),
                alert -> "{\"id\":" + alert.id() + "}");
    }

    private static Alert alert(long id) {
        return new Alert(id, Instant.parse("2026-02-03T04:05:06.000007Z"), null);
    }

    private static String expected(long id) {
        return "132|2026-02-03T04:05:06.000007Z|node-7|ldpi|ALERT|{\"id\":" + id + "}";
    }

    private void awaitReceived(int lines) throws Exception {
        while (!Files.exists(received) || Files.readAllLines(received).size() < lines) {
            assertTrue(daemon.isAlive(), () -> said());
            Thread.sleep(20);
        }
    }

    private String said() {
        try {
            return Files.readString(folder.resolve("rsyslog.out"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** rsyslog opens its port some time after its start. */
    private void sendWhenThere(SyslogOutput output, Alert alert) throws Exception {
        while (true) {
            try {
                output.send(alert);
                return;
            } catch (IOException e) {
                assertTrue(daemon.isAlive(), () -> said());
                Thread.sleep(20);
            }
        }
    }

    private String input(String module, String more) {
        return "module(load=\"" + module + "\"" + more + ")\ninput(type=\"" + module + "\" address=\"" + LOOPBACK
                + "\" port=\"" + port + "\")\n";
    }

    @Test
    void rsyslogGetsWhatIsSentOverTcpAndAgainAfterItWasGone() throws Exception {
        start(input("imtcp", ""));
        try (SyslogOutput output = output(Transport.TCP, null)) {
            sendWhenThere(output, alert(1));
            output.send(alert(2));
            awaitReceived(2);
            stopPlainly();
            while (takesMore(output)) {
                Thread.sleep(20);
            }
            start(input("imtcp", ""));
            sendWhenThere(output, alert(4));
            awaitReceived(3);
        }
        assertEquals(List.of(expected(1), expected(2), expected(4)), Files.readAllLines(received));
    }

    /** Whether a message was still taken by a connection whose end has not been noticed. */
    private static boolean takesMore(SyslogOutput output) {
        try {
            output.send(alert(3));
            return true;
        } catch (IOException e) {
            assertTrue(e.getMessage().startsWith("syslog server " + LOOPBACK), e.getMessage());
            return false;
        }
    }

    @Test
    void rsyslogGetsWhatIsSentOverUdp() throws Exception {
        start(input("imudp", ""));
        try (SyslogOutput output = output(Transport.UDP, null)) {
            // The first datagrams may come before rsyslog is there.
            while (!Files.exists(received)) {
                sendWhenThere(output, alert(1));
                Thread.sleep(50);
            }
            awaitReceived(1);
        }
        assertEquals(expected(1), Files.readAllLines(received).get(0));
    }

    @Test
    void rsyslogGetsWhatIsSentOverTls() throws Exception {
        assumeTrue(Files.exists(TLS_DRIVER), "no TLS driver for rsyslog on this system");
        TestCertificate certificate = TestCertificate.make(folder.resolve("server.p12"), "ip:127.0.0.1");
        start("global(defaultNetstreamDriver=\"ossl\" defaultNetstreamDriverCAFile=\"" + certificate.pem()
                + "\" defaultNetstreamDriverCertFile=\"" + certificate.pem()
                + "\" defaultNetstreamDriverKeyFile=\"" + certificate.keyPem() + "\")\n"
                + input("imtcp", " streamDriver.name=\"ossl\" streamDriver.mode=\"1\" streamDriver.authMode=\"anon\""));
        try (SyslogOutput output = output(Transport.TLS, certificate.pem())) {
            sendWhenThere(output, alert(1));
            awaitReceived(1);
        }
        assertEquals(List.of(expected(1)), Files.readAllLines(received));
    }
}
