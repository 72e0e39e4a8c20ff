package org.ldpi.alert.syslog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ldpi.alert.syslog.SyslogOptions.Message;
import org.ldpi.alert.syslog.SyslogOptions.Transport;
import org.ldpi.api.alert.Alert;

/** Syslog to servers of this test's own on loopback. */
class SyslogOutputTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    @TempDir
    Path folder;

    private static SyslogOutput output(Transport transport, int port, Duration timeout, Path ca) {
        return new SyslogOutput(
                new SyslogOptions(
                        transport, LOOPBACK.getHostAddress(), port, 16, Message.EVE, "node-7", timeout, ca, null, ""),
                alert -> "{\"id\":" + alert.id() + "}");
    }

    private static SyslogOutput output(Transport transport, int port) {
        return output(transport, port, Duration.ofSeconds(60), null);
    }

    private static Alert alert(long id) {
        return new Alert(id, Instant.parse("2026-02-03T04:05:06Z"), null);
    }

    private static String expected(long id) {
        return "<132>1 2026-02-03T04:05:06.000000Z node-7 ldpi "
                + ProcessHandle.current().pid() + " ALERT - {\"id\":" + id + "}";
    }

    /** Reads a frame as RFC 6587 section 3.4.1 says. */
    private static String frame(Socket socket) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        int length = 0;
        int digit;
        while ((digit = in.readUnsignedByte()) != ' ') {
            length = 10 * length + Character.digit(digit, 10);
        }
        byte[] message = new byte[length];
        in.readFully(message);
        return new String(message, StandardCharsets.UTF_8);
    }

    @Test
    void overUdpAMessageIsADatagram() throws Exception {
        try (DatagramSocket server = new DatagramSocket(0, LOOPBACK);
                SyslogOutput output = output(Transport.UDP, server.getLocalPort())) {
            output.send(alert(1));
            DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
            server.receive(packet);
            assertEquals(expected(1), new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void overTcpMessagesAreCountedInOctetsOnOneConnection() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, LOOPBACK);
                SyslogOutput output = output(Transport.TCP, server.getLocalPort())) {
            output.send(alert(1));
            try (Socket connection = server.accept()) {
                output.send(alert(2));
                assertEquals(expected(1), frame(connection));
                assertEquals(expected(2), frame(connection));
            }
        }
    }

    @Test
    void aServerThatIsGoneIsAFailureThatNamesItAndOneThatIsBackGetsTheNextMessage() throws Exception {
        int port;
        try (ServerSocket server = new ServerSocket(0, 5, LOOPBACK)) {
            port = server.getLocalPort();
        }
        try (SyslogOutput output = output(Transport.TCP, port)) {
            String message =
                    assertThrows(IOException.class, () -> output.send(alert(1))).getMessage();
            assertTrue(message.startsWith("syslog server 127.0.0.1:" + port + ": "), message);
            try (ServerSocket server = new ServerSocket(port, 5, LOOPBACK)) {
                output.send(alert(1));
                try (Socket connection = server.accept()) {
                    assertEquals(expected(1), frame(connection));
                }
            }
        }
    }

    @Test
    void afterTheServerEndedTheConnectionTheNextMessageMakesANewOne() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, LOOPBACK);
                SyslogOutput output = output(Transport.TCP, server.getLocalPort())) {
            output.send(alert(1));
            try (Socket connection = server.accept()) {
                assertEquals(expected(1), frame(connection));
            }
            awaitNoWatcher();
            output.send(alert(2));
            try (Socket connection = server.accept()) {
                assertEquals(expected(2), frame(connection));
            }
        }
    }

    @Test
    void aServerThatTakesNothingIsGivenUpInTime() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, LOOPBACK);
                SyslogOutput output = output(Transport.TCP, server.getLocalPort(), Duration.ofSeconds(1), null)) {
            output.send(alert(1));
            try (Socket connection = server.accept()) {
                assertTrue(connection.isConnected());
                // Nobody reads: the buffers of both ends fill, and then a message waits.
                assertThrows(IOException.class, () -> {
                    for (long id = 2; id < 10_000_000; id++) {
                        output.send(alert(id));
                    }
                });
            }
        }
    }

    @Test
    void overTlsTheServersCertificateIsChecked() throws Exception {
        TestCertificate known = TestCertificate.make(folder.resolve("known.p12"), "ip:127.0.0.1");
        TestCertificate other = TestCertificate.make(folder.resolve("other.p12"), "ip:127.0.0.1");
        try (ServerSocket server = known.serverSocket();
                SyslogOutput output =
                        output(Transport.TLS, server.getLocalPort(), Duration.ofSeconds(60), known.pem());
                SyslogOutput misled =
                        output(Transport.TLS, server.getLocalPort(), Duration.ofSeconds(60), other.pem())) {
            Thread sending = new Thread(() -> {
                try {
                    output.send(alert(1));
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            sending.start();
            try (Socket connection = server.accept()) {
                assertEquals(expected(1), frame(connection));
                assertEquals("TLSv1.3", ((SSLSocket) connection).getSession().getProtocol());
            }
            sending.join();

            Thread answering = new Thread(() -> {
                try (Socket connection = server.accept()) {
                    ((SSLSocket) connection).startHandshake();
                } catch (IOException e) {
                    // what the client thinks of it is looked at below
                }
            });
            answering.start();
            assertThrows(IOException.class, () -> misled.send(alert(1)));
            answering.join();
        }
    }

    @Test
    void aCertificateForAnotherHostIsRefused() throws Exception {
        TestCertificate elsewhere = TestCertificate.make(folder.resolve("elsewhere.p12"), "dns:elsewhere.example");
        try (ServerSocket server = elsewhere.serverSocket();
                SyslogOutput output =
                        output(Transport.TLS, server.getLocalPort(), Duration.ofSeconds(60), elsewhere.pem())) {
            Thread answering = new Thread(() -> {
                try (Socket connection = server.accept()) {
                    ((SSLSocket) connection).startHandshake();
                } catch (IOException e) {
                    // what the client thinks of it is looked at below
                }
            });
            answering.start();
            String message =
                    assertThrows(IOException.class, () -> output.send(alert(1))).getMessage();
            assertTrue(message.contains("127.0.0.1"), message);
            answering.join();
        }
    }

    @Test
    void aFileForTlsThatCannotBeReadIsNamed() {
        Path missing = folder.resolve("none.pem");
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> output(Transport.TLS, 6514, Duration.ofSeconds(1), missing))
                .getMessage();
        assertTrue(message.startsWith("tls.ca " + missing + " cannot be read: "), message);
    }

    /** The watcher of a connection that has ended is soon gone. */
    private static void awaitNoWatcher() {
        while (Thread.getAllStackTraces().keySet().stream()
                .anyMatch(t -> t.getName().equals("ldpi-syslog-watch"))) {
            Thread.onSpinWait();
        }
    }
}
