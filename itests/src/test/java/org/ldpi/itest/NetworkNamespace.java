package org.ldpi.itest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A network namespace that a test made for itself, and takes away again. */
final class NetworkNamespace {
    private final String name;

    private NetworkNamespace(String name) {
        this.name = name;
    }

    /** Whether this process may make namespaces. */
    static boolean available() {
        return "root".equals(System.getProperty("user.name"))
                && (Files.isExecutable(Path.of("/sbin/ip")) || Files.isExecutable(Path.of("/usr/bin/ip")));
    }

    static NetworkNamespace create(String name) throws IOException, InterruptedException {
        output(List.of("ip", "netns", "add", name));
        NetworkNamespace namespace = new NetworkNamespace(name);
        namespace.run("ip", "link", "set", "lo", "up");
        return namespace;
    }

    /** Connects two namespaces by a veth pair, one address at each end. */
    static void connect(
            NetworkNamespace one,
            String device,
            String address,
            NetworkNamespace other,
            String peer,
            String peerAddress)
            throws IOException, InterruptedException {
        one.run("ip", "link", "add", device, "type", "veth", "peer", "name", peer, "netns", other.name);
        one.run("ip", "address", "add", address, "dev", device);
        other.run("ip", "address", "add", peerAddress, "dev", peer);
        one.run("ip", "link", "set", device, "up");
        other.run("ip", "link", "set", peer, "up");
    }

    /** Runs a command in the namespace, to its end, and returns what it printed. */
    String run(String... command) throws IOException, InterruptedException {
        return output(in(command));
    }

    /** The command, to be run in the namespace. */
    List<String> in(String... command) {
        List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", name));
        all.addAll(List.of(command));
        return all;
    }

    /** Takes the namespace away, and every device in it. */
    void delete() throws IOException, InterruptedException {
        output(List.of("ip", "netns", "delete", name));
    }

    static String output(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + ": " + output.strip());
        }
        return output;
    }
}
