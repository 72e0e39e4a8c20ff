package org.ldpi.lab.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.ldpi.lab.LabException;

/** Servers of short messages between people and devices. */
final class TextServers {
    static final List<ServerProgram> ALL = List.of(
            ServerProgram.tcp("sshd", "ssh", TextServers::sshd),
            ServerProgram.tcp("mosquitto", "mqtt", TextServers::mosquitto));

    private TextServers() {}

    /** Log-ins by the lab's own key; passwords are asked for and, accounts being locked, never right. */
    private static List<List<String>> sshd(Place place) throws LabException {
        Path keys = place.lab().resolve("keys");
        try {
            // Its privilege separation folder is fixed at build time; the machine's own start script makes it so.
            Files.createDirectories(Path.of("/run/sshd"));
        } catch (IOException e) {
            throw new LabException("/run/sshd: cannot be made: " + e.getMessage(), e);
        }
        String config = "Port " + place.port() + "\nHostKey " + keys.resolve("host_ed25519") + "\nHostKey "
                + keys.resolve("host_rsa") + "\nAuthorizedKeysFile " + keys.resolve("user.pub")
                + "\nStrictModes no\nUsePAM no\nPermitRootLogin yes\n"
                + "PasswordAuthentication yes\nMaxAuthTries 3\nMaxStartups 100:30:200\nUseDNS no\nPidFile none\n"
                + "Subsystem sftp internal-sftp\nPrintMotd no\n";
        return List.of(List.of("/usr/sbin/sshd", "-D", "-e", "-f", place.file("config", config)));
    }

    private static List<List<String>> mosquitto(Place place) throws LabException {
        String config =
                "listener " + place.port() + "\nallow_anonymous true\npersistence false\nlog_type error\nuser root\n";
        return List.of(List.of("mosquitto", "-c", place.file("config", config)));
    }
}
