package org.ldpi.lab.run;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ldpi.lab.LabException;
import org.ldpi.lab.net.Namespaces;
import org.ldpi.lab.net.Programs;
import org.ldpi.lab.plan.Host;
import org.ldpi.lab.plan.Plan;
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
    private final Set<String> missing;
    private final Map<String, Process> running = new LinkedHashMap<>();

    /**
     * Services not started yet.
     *
     * @param plan the day
     * @param missing programs that could not be had; their services are left out
     */
    Services(Plan plan, Set<String> missing) {
        this.plan = plan;
        this.missing = missing;
    }

    void start() throws LabException {
        keys();
        for (int s = 0; s < plan.scenario().servers().size(); s++) {
            Host host = plan.layout().servers().get(s);
            for (List<Scenario.Service> one : programs(plan.scenario().servers().get(s))) {
                launch(host, PROGRAMS.get(one.get(0).name()), one);
            }
        }
        for (int s = 0; s < plan.scenario().servers().size(); s++) {
            Host host = plan.layout().servers().get(s);
            for (List<Scenario.Service> one : programs(plan.scenario().servers().get(s))) {
                awaitListening(host, one);
            }
        }
    }

    /** Groups a server's services by the process that offers them: nginx offers all of its ports in one. */
    private List<List<Scenario.Service>> programs(Scenario.Server server) {
        List<List<Scenario.Service>> processes = new ArrayList<>();
        List<Scenario.Service> web = new ArrayList<>();
        for (Scenario.Service service : server.services()) {
            String program = PROGRAMS.get(service.name());
            if (missing.contains(program)) {
                continue;
            }
            if (program.equals("nginx")) {
                web.add(service);
            } else {
                processes.add(List.of(service));
            }
        }
        if (!web.isEmpty()) {
            processes.add(web);
        }
        return processes;
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
            Files.writeString(config, new ServerConfigs(plan).text(program, services, folder));
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

    private void awaitListening(Host host, List<Scenario.Service> services) throws LabException {
        long deadline = System.nanoTime() + READY_MILLIS * 1_000_000L;
        for (Scenario.Service service : services) {
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
            List<String> lines = Files.readAllLines(log, StandardCharsets.ISO_8859_1);
            return lines.isEmpty()
                    ? "it logged nothing"
                    : lines.get(lines.size() - 1).strip();
        } catch (IOException e) {
            return "no log: " + e.getMessage();
        }
    }
}
