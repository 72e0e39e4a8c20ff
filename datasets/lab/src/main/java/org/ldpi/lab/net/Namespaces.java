package org.ldpi.lab.net;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.ldpi.lab.LabException;

/**
 * The lab's network namespaces. All of them carry the same prefix, and every process of the lab's day runs inside
 * one: what has to be cleaned up can therefore be found again after a crash, from the kernel alone.
 */
public final class Namespaces {
    /** What the name of each of the lab's namespaces begins with. */
    public static final String PREFIX = "ldpilab" + LabName.SUFFIX + "-";

    private static final long END_NANOS = 10_000_000_000L;
    private static final Path ETC = Path.of("/etc/netns");

    private Namespaces() {}

    /**
     * Names the namespace of a host.
     *
     * @param host a host of the lab
     * @return the name of its namespace
     */
    public static String of(String host) {
        return PREFIX + host;
    }

    /** Names of the lab's namespaces that exist now. */
    public static List<String> existing() throws LabException {
        List<String> names = new ArrayList<>();
        Path folder = Path.of("/run/netns");
        if (Files.isDirectory(folder)) {
            try (Stream<Path> entries = Files.list(folder)) {
                entries.map(p -> p.getFileName().toString())
                        .filter(n -> n.startsWith(PREFIX))
                        .sorted()
                        .forEach(names::add);
            } catch (IOException e) {
                throw new LabException("/run/netns: cannot be listed: " + e.getMessage(), e);
            }
        }
        return names;
    }

    /** Creates the namespace of a host. */
    public static void create(String host) throws LabException {
        Programs.run("", "ip", "netns", "add", of(host));
    }

    /**
     * Runs shell lines inside a host's namespace; the first that fails ends it.
     *
     * @param host the host
     * @param lines shell lines
     */
    public static void inside(String host, List<String> lines) throws LabException {
        Programs.run(String.join("\n", lines) + "\n", "ip", "netns", "exec", of(host), "sh", "-e");
    }

    /**
     * Writes the resolver configuration that programs in a host's namespace see.
     *
     * @param host the host
     * @param nameserver address of its name server
     */
    public static void resolver(String host, String nameserver) throws LabException {
        Path folder = ETC.resolve(of(host));
        try {
            Files.createDirectories(folder);
            Files.writeString(
                    folder.resolve("resolv.conf"), "nameserver " + nameserver + "\noptions timeout:2 attempts:1\n");
        } catch (IOException e) {
            throw new LabException(folder + ": cannot be written: " + e.getMessage(), e);
        }
    }

    /** Process ids of everything that runs in a namespace. */
    public static List<Long> processes(String namespace) throws LabException {
        List<Long> pids = new ArrayList<>();
        Programs.Result result = Programs.tryRun("", "ip", "netns", "pids", namespace);
        if (result.exit() == 0) {
            result.output()
                    .lines()
                    .map(String::strip)
                    .filter(l -> !l.isEmpty())
                    .forEach(l -> pids.add(Long.valueOf(l)));
        }
        return pids;
    }

    /**
     * Ends all processes in the lab's namespaces and removes the namespaces, whoever made them. Works after a crash and
     * when there is nothing to do.
     *
     * @return number of namespaces removed
     * @throws LabException if one could not be removed
     */
    public static int removeAll() throws LabException {
        List<String> names = existing();
        for (String name : names) {
            end(name);
        }
        List<String> left = new ArrayList<>();
        for (String name : names) {
            Programs.Result result = Programs.tryRun("", "ip", "netns", "delete", name);
            if (result.exit() != 0) {
                left.add(name + " (" + result.output().strip() + ")");
            }
            removeFolder(ETC.resolve(name));
        }
        if (!left.isEmpty()) {
            throw new LabException("namespaces could not be removed: " + String.join(", ", left));
        }
        return names.size();
    }

    /** Ends all processes in a namespace, and those they start meanwhile. */
    private static void end(String name) throws LabException {
        long deadline = System.nanoTime() + END_NANOS;
        List<Long> pids = processes(name);
        while (!pids.isEmpty()) {
            if (System.nanoTime() > deadline) {
                throw new LabException(name + ": processes do not end: " + pids);
            }
            for (long pid : pids) {
                ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
            }
            pids = processes(name);
        }
    }

    private static void removeFolder(Path folder) throws LabException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try {
            Files.deleteIfExists(folder.resolve("resolv.conf"));
            Files.delete(folder);
        } catch (IOException e) {
            throw new LabException(folder + ": cannot be removed: " + e.getMessage(), e);
        }
    }
}
