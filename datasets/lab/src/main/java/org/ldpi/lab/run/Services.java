package org.ldpi.lab.run;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ldpi.lab.LabException;
import org.ldpi.lab.net.Namespaces;
import org.ldpi.lab.net.Programs;
import org.ldpi.lab.plan.Host;
import org.ldpi.lab.plan.Plan;
import org.ldpi.lab.plan.Site;
import org.ldpi.lab.scenario.Scenario;

/** Configures and starts the servers' programs in their namespaces and waits until they listen. */
final class Services {
    /** Program behind each service of a scenario. */
    static final Map<String, String> PROGRAMS = Map.of(
            "dns", "dnsmasq",
            "http", "nginx",
            "https", "nginx",
            "ssh", "sshd",
            "mqtt", "mosquitto",
            "ftp", "vsftpd",
            "ntp", "chronyd");

    private static final long READY_MILLIS = 15_000;

    private final Plan plan;
    private final Map<String, Process> running = new LinkedHashMap<>();

    Services(Plan plan) {
        this.plan = plan;
    }

    void start() throws LabException {
        keys();
        for (int s = 0; s < plan.scenario().servers().size(); s++) {
            Host host = plan.layout().servers().get(s);
            Scenario.Server server = plan.scenario().servers().get(s);
            Map<String, List<Scenario.Service>> byProgram = new LinkedHashMap<>();
            for (Scenario.Service service : server.services()) {
                byProgram
                        .computeIfAbsent(PROGRAMS.get(service.name()), k -> new ArrayList<>())
                        .add(service);
            }
            for (Map.Entry<String, List<Scenario.Service>> entry : byProgram.entrySet()) {
                for (int i = 0;
                        i
                                < (entry.getKey().equals("nginx")
                                        ? 1
                                        : entry.getValue().size());
                        i++) {
                    List<Scenario.Service> part = entry.getKey().equals("nginx")
                            ? entry.getValue()
                            : List.of(entry.getValue().get(i));
                    launch(host, entry.getKey(), part);
                }
            }
        }
        for (int s = 0; s < plan.scenario().servers().size(); s++) {
            awaitListening(
                    plan.layout().servers().get(s), plan.scenario().servers().get(s));
        }
    }

    private static void keys() throws LabException {
        Path keys = LabFolder.ROOT.resolve("keys");
        for (String name : List.of("user", "host_ed25519")) {
            Programs.run("", "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", "" + keys.resolve(name));
        }
        Programs.run(
                "",
                "ssh-keygen",
                "-q",
                "-t",
                "rsa",
                "-b",
                "2048",
                "-N",
                "",
                "-C",
                "host",
                "-f",
                "" + keys.resolve("host_rsa"));
        Programs.run(
                "",
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-days",
                "30",
                "-subj",
                "/CN=www.lab.test",
                "-keyout",
                "" + keys.resolve("tls.key"),
                "-out",
                "" + keys.resolve("tls.crt"));
    }

    private void launch(Host host, String program, List<Scenario.Service> services) throws LabException {
        int port = services.get(0).port();
        Path folder = LabFolder.ROOT.resolve("servers").resolve(host.name() + "-" + program + "-" + port);
        Path config = folder.resolve("config");
        try {
            Files.createDirectories(folder);
            if (program.equals("sshd")) {
                // Its privilege separation folder is fixed at build time; the machine's own start script makes it so.
                Files.createDirectories(Path.of("/run/sshd"));
            }
            Files.writeString(config, config(host, program, services, folder));
        } catch (IOException e) {
            throw new LabException(folder + ": cannot be written: " + e.getMessage(), e);
        }
        List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", Namespaces.of(host.name())));
        command.addAll(
                switch (program) {
                    case "nginx" -> List.of("nginx", "-p", "" + folder, "-c", "" + config, "-e", "stderr");
                    case "sshd" -> List.of("/usr/sbin/sshd", "-D", "-e", "-f", "" + config);
                    case "dnsmasq" -> List.of("dnsmasq", "-k", "-C", "" + config);
                    case "mosquitto" -> List.of("mosquitto", "-c", "" + config);
                    case "vsftpd" -> List.of("vsftpd", "" + config);
                    case "chronyd" -> List.of("chronyd", "-d", "-x", "-f", "" + config);
                    default -> throw new LabException("no such service program: " + program);
                });
        try {
            File log = folder.resolve("log").toFile();
            running.put(
                    host.name() + " " + program + " " + port,
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectInput(new File("/dev/null"))
                            .redirectOutput(log)
                            .start());
        } catch (IOException e) {
            throw new LabException(program + " cannot be started: " + e.getMessage(), e);
        }
    }

    private String config(Host host, String program, List<Scenario.Service> services, Path folder) throws LabException {
        int port = services.get(0).port();
        return switch (program) {
            case "nginx" -> nginx(services, folder);
            case "sshd" -> sshd(port);
            case "dnsmasq" -> dnsmasq(port);
            case "mosquitto" ->
                "listener " + port + "\nallow_anonymous true\npersistence false\nlog_type error\nuser root\n";
            case "vsftpd" -> vsftpd(port);
            case "chronyd" ->
                "local stratum 8\nallow all\nport " + port + "\ncmdport 0\nbindcmdaddress /\npidfile " + folder
                        + "/pid\nuser root\n";
            default -> throw new LabException("no such service program: " + program + " on " + host.name());
        };
    }

    private String nginx(List<Scenario.Service> services, Path folder) throws LabException {
        String hash = Programs.run(
                "",
                "openssl",
                "passwd",
                "-apr1",
                "-salt",
                "ldpilab0",
                plan.site().password());
        try {
            Files.writeString(folder.resolve("htpasswd"), plan.site().user() + ":" + hash.strip() + "\n");
        } catch (IOException e) {
            throw new LabException(folder + ": cannot be written: " + e.getMessage(), e);
        }
        StringBuilder listens = new StringBuilder();
        for (Scenario.Service service : services) {
            String tls = service.name().equals("https") ? " ssl http2" : "";
            listens.append("    listen ").append(service.port()).append(tls).append(";\n");
            listens.append("    listen [::]:")
                    .append(service.port())
                    .append(tls)
                    .append(";\n");
        }
        Path root = LabFolder.ROOT;
        return "daemon off;\nuser root;\nworker_processes 1;\npid " + folder
                + "/pid;\nevents { worker_connections 1024; }\n"
                + "http {\n  access_log off;\n  keepalive_timeout 15;\n  client_body_temp_path " + folder + "/body;\n"
                + "  proxy_temp_path " + folder + "/proxy;\n  fastcgi_temp_path " + folder + "/fastcgi;\n"
                + "  uwsgi_temp_path " + folder + "/uwsgi;\n  scgi_temp_path " + folder + "/scgi;\n"
                + "  types { text/html html; text/css css; application/javascript js; image/png png; image/jpeg jpg; }\n"
                + "  server {\n" + listens
                + "    ssl_certificate " + root + "/keys/tls.crt;\n    ssl_certificate_key " + root + "/keys/tls.key;\n"
                + "    root " + root + "/www;\n"
                + "    location = /login { default_type text/html; if ($request_method = POST) { return 200 'login failed\\n'; }"
                + " return 200 '<form method=post><input name=user><input name=pass type=password></form>\\n'; }\n"
                + "    location /private/ { auth_basic \"staff\"; auth_basic_user_file " + folder + "/htpasswd; }\n"
                + "  }\n}\n";
    }

    /** Log-ins by the lab's own key; passwords are asked for and, accounts being locked, never right. */
    private static String sshd(int port) {
        Path keys = LabFolder.ROOT.resolve("keys");
        return "Port " + port + "\nHostKey " + keys.resolve("host_ed25519") + "\nHostKey " + keys.resolve("host_rsa")
                + "\nAuthorizedKeysFile " + keys.resolve("user.pub")
                + "\nStrictModes no\nUsePAM no\nPermitRootLogin yes\n"
                + "PasswordAuthentication yes\nMaxAuthTries 3\nMaxStartups 100:30:200\nUseDNS no\nPidFile none\n"
                + "Subsystem sftp internal-sftp\nPrintMotd no\n";
    }

    private String dnsmasq(int port) {
        Site site = plan.site();
        StringBuilder config = new StringBuilder("port=" + port + "\nno-resolv\nno-hosts\nuser=root\npid-file=\n"
                + "log-facility=-\nlocal=/" + site.zone() + "/\nmx-host=" + site.zone() + ",mail." + site.zone()
                + ",10\ntxt-record=" + site.zone() + ",\"v=spf1 -all\"\nsrv-host=_mqtt._tcp." + site.zone() + ",iot."
                + site.zone() + ",1883\n");
        for (Host server : plan.layout().servers()) {
            config.append("host-record=")
                    .append(server.name())
                    .append('.')
                    .append(site.zone())
                    .append(',')
                    .append(server.ip4())
                    .append(',')
                    .append(server.ip6())
                    .append('\n');
        }
        int i = 0;
        for (String name : site.names()) {
            Host server =
                    plan.layout().servers().get(i++ % plan.layout().servers().size());
            if (i % 4 == 0) {
                config.append("txt-record=")
                        .append(name)
                        .append('.')
                        .append(site.zone())
                        .append(",\"id=")
                        .append(name)
                        .append("\"\n");
            }
            if (i % 5 == 0) {
                config.append("mx-host=")
                        .append(name)
                        .append('.')
                        .append(site.zone())
                        .append(",mail.")
                        .append(site.zone())
                        .append(",20\n");
            }
            config.append("address=/")
                    .append(name)
                    .append('.')
                    .append(site.zone())
                    .append('/')
                    .append(server.ip4())
                    .append('\n');
            if (i % 2 == 0) {
                config.append("address=/")
                        .append(name)
                        .append('.')
                        .append(site.zone())
                        .append('/')
                        .append(server.ip6())
                        .append('\n');
            }
        }
        return config.toString();
    }

    private static String vsftpd(int port) {
        return "listen=NO\nlisten_ipv6=YES\nlisten_port=" + port
                + "\nbackground=NO\nanonymous_enable=YES\nlocal_enable=YES\n"
                + "anon_root=" + LabFolder.ROOT + "/share\nanon_upload_enable=YES\nwrite_enable=YES\nanon_umask=022\n"
                + "no_anon_password=NO\nseccomp_sandbox=NO\nsecure_chroot_dir=/run/ldpi-lab/empty\nxferlog_enable=NO\n"
                + "pasv_min_port=30000\npasv_max_port=39999\nconnect_from_port_20=NO\n";
    }

    private void awaitListening(Host host, Scenario.Server server) throws LabException {
        long deadline = System.nanoTime() + READY_MILLIS * 1_000_000L;
        for (Scenario.Service service : server.services()) {
            boolean udp = service.name().equals("ntp");
            while (!listening(host, service.port(), udp)) {
                checkAlive();
                if (System.nanoTime() > deadline) {
                    throw new LabException(service.name() + " on " + host.name() + " did not listen on port "
                            + service.port() + " within " + READY_MILLIS / 1000 + " s");
                }
                pause();
            }
        }
    }

    private static boolean listening(Host host, int port, boolean udp) throws LabException {
        String sockets =
                Programs.run("", "ip", "netns", "exec", Namespaces.of(host.name()), "ss", "-Hln" + (udp ? "u" : "t"));
        return sockets.contains(":" + port + " ");
    }

    private static void pause() throws LabException {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("interrupted while services started", e);
        }
    }

    /**
     * Makes sure that all servers still run.
     *
     * @throws LabException naming a server program that ended by itself, with the last line it logged
     */
    void checkAlive() throws LabException {
        for (Map.Entry<String, Process> entry : running.entrySet()) {
            if (!entry.getValue().isAlive()) {
                String[] name = entry.getKey().split(" ");
                Path log = LabFolder.ROOT
                        .resolve("servers")
                        .resolve(String.join("-", name))
                        .resolve("log");
                throw new LabException(name[1] + " on " + name[0] + " ended: " + lastLine(log));
            }
        }
    }

    static String lastLine(Path log) {
        try {
            List<String> lines = Files.readAllLines(log, java.nio.charset.StandardCharsets.ISO_8859_1);
            return lines.isEmpty()
                    ? "it logged nothing"
                    : lines.get(lines.size() - 1).strip();
        } catch (IOException e) {
            return "no log: " + e.getMessage();
        }
    }
}
