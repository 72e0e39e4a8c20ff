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
            ServerProgram.tcp("mosquitto", "mqtt", TextServers::mosquitto),
            ServerProgram.tcp("ngircd", "irc", TextServers::ngircd),
            ServerProgram.tcp("prosody", "xmpp", TextServers::prosody),
            ServerProgram.udp("coap-server-notls", "coap", TextServers::coap));

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

    private static List<List<String>> ngircd(Place place) throws LabException {
        String config = "[Global]\nName = irc." + place.plan().site().zone() + "\nInfo = lab\nListen = ::,0.0.0.0\n"
                + "MotdPhrase = welcome\nPorts = " + place.port() + "\nServerUID = nobody\nServerGID = nogroup\n"
                + "[Limits]\nMaxConnections = 0\nMaxConnectionsIP = 0\n[Options]\nDNS = no\nIdent = no\nPAM = no\n";
        return List.of(List.of("ngircd", "-n", "-f", place.file("config", config)));
    }

    /** Two accounts that write to each other. */
    private static List<List<String>> prosody(Place place) throws LabException {
        String zone = place.plan().site().zone();
        String password = place.plan().site().password();
        String accounts = "data/" + zone.replace(".", "%2e") + "/accounts";
        place.folder(accounts);
        for (String user : List.of("ann", "bob")) {
            place.file(accounts + "/" + user + ".dat", "return { [\"password\"] = \"" + password + "\"; };\n");
        }
        Path keys = place.lab().resolve("keys");
        String config = "daemonize = false\nrun_as_root = true\npidfile = \"" + place.folder()
                + "/pid\"\ndata_path = \""
                + place.folder("data")
                + "\"\nlog = { warn = \"*console\" }\nmodules_enabled = { \"roster\", \"saslauth\", \"tls\", \"disco\","
                + " \"ping\", \"offline\", \"carbons\" }\nmodules_disabled = { \"s2s\" }\n"
                + "c2s_require_encryption = false\nallow_unencrypted_plain_auth = true\n"
                + "authentication = \"internal_plain\"\nc2s_ports = { " + place.port() + " }\ns2s_ports = { }\n"
                + "c2s_direct_tls_ports = { }\nhttp_ports = { }\nhttps_ports = { }\nssl = { key = \""
                + keys.resolve("tls.key") + "\", certificate = \"" + keys.resolve("tls.crt") + "\" }\nVirtualHost \""
                + zone + "\"\n";
        return List.of(List.of("prosody", "-F", "--config", place.file("prosody.cfg.lua", config)));
    }

    private static List<List<String>> coap(Place place) {
        return List.of(List.of("coap-server-notls", "-A", "::", "-p", "" + place.port(), "-v", "3"));
    }
}
