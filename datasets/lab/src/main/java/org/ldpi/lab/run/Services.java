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
import org.ldpi.lab.net.LabFolder;
import org.ldpi.lab.net.Namespaces;
import org.ldpi.lab.net.Programs;
import org.ldpi.lab.plan.Host;
import org.ldpi.lab.plan.Plan;
import org.ldpi.lab.scenario.Scenario;
import org.ldpi.lab.server.Place;
import org.ldpi.lab.server.ServerProgram;
import org.ldpi.lab.server.ServerPrograms;

/** Configures and starts the servers' programs in their namespaces and waits until they listen. */
final class Services {
    private static final long READY_MILLIS = 120_000;

    private final Plan plan;
    private final Set<String> missing;
    private final List<Running> running = new ArrayList<>();

    /** A server's process and its log. */
    private record Running(String name, Path log, Process process) {}

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
            for (Offer one : offers(plan.scenario().servers().get(s))) {
                launch(host, one.program, one.services);
            }
        }
        for (int s = 0; s < plan.scenario().servers().size(); s++) {
            Host host = plan.layout().servers().get(s);
            for (Offer one : offers(plan.scenario().servers().get(s))) {
                awaitListening(host, one.program, one.services);
            }
        }
    }

    /** The processes of a server: one for each service, but one for all services of a shared program. */
    private List<Offer> offers(Scenario.Server server) {
        List<Offer> offers = new ArrayList<>();
        Map<ServerProgram, List<Scenario.Service>> shared = new LinkedHashMap<>();
        for (Scenario.Service service : server.services()) {
            ServerProgram program = ServerPrograms.of(service.name());
            if (missing.contains(program.program())) {
                continue;
            }
            if (program.shared()) {
                shared.computeIfAbsent(program, k -> new ArrayList<>()).add(service);
            } else {
                offers.add(new Offer(program, List.of(service)));
            }
        }
        shared.forEach((program, services) -> offers.add(new Offer(program, services)));
        return offers;
    }

    /** Services that one process offers. */
    private record Offer(ServerProgram program, List<Scenario.Service> services) {}

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

    private void launch(Host host, ServerProgram program, List<Scenario.Service> services) throws LabException {
        String name =
                host.name() + "-" + program.program() + "-" + services.get(0).port();
        Path folder = LabFolder.ROOT.resolve("servers").resolve(name);
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new LabException(folder + ": cannot be made: " + e.getMessage(), e);
        }
        int number = 0;
        for (List<String> one : program.setup().prepare(new Place(plan, host, services, folder))) {
            List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", Namespaces.of(host.name())));
            command.addAll(one);
            Path log = folder.resolve("log" + (number == 0 ? "" : number));
            number++;
            try {
                ProcessBuilder builder = new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectInput(new File("/dev/null"))
                        .redirectOutput(log.toFile());
                Programs.environment(builder);
                running.add(new Running(program.program() + " on " + host.name(), log, builder.start()));
            } catch (IOException e) {
                throw new LabException(program.program() + " cannot be started: " + e.getMessage(), e);
            }
        }
    }

    private void awaitListening(Host host, ServerProgram program, List<Scenario.Service> services) throws LabException {
        long deadline = System.nanoTime() + READY_MILLIS * 1_000_000L;
        for (Scenario.Service service : services) {
            while (!listening(host, service.port(), program.transport())) {
                checkAlive();
                if (System.nanoTime() > deadline) {
                    throw new LabException(service.name() + " on " + host.name() + " did not listen on port "
                            + service.port() + " within " + READY_MILLIS / 1000 + " s");
                }
                pause();
            }
        }
    }

    private static boolean listening(Host host, int port, ServerProgram.Transport transport) throws LabException {
        String sockets =
                Programs.run("", "ip", "netns", "exec", Namespaces.of(host.name()), "ss", "-Hln" + transport.option());
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
        for (Running one : running) {
            if (!one.process.isAlive()) {
                throw new LabException(one.name + " ended: " + lastLine(one.log));
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
