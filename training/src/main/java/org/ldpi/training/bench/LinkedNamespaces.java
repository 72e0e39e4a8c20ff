package org.ldpi.training.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Two network namespaces of our own with a veth pair between them; closing takes them away. */
public final class LinkedNamespaces implements AutoCloseable {
    /** The interface in each of them. */
    public static final String INTERFACE = "veth0";

    private final String sender;
    private final String receiver;

    /** @throws IOException when the rights or the kernel's support are missing */
    public LinkedNamespaces() throws IOException, InterruptedException {
        String name = "ldpi-bench-" + ProcessHandle.current().pid();
        sender = name + "-s";
        receiver = name + "-r";
        ip("netns", "add", sender);
        try {
            ip("netns", "add", receiver);
            ip("-n", sender, "link", "add", INTERFACE, "type", "veth", "peer", "name", INTERFACE, "netns", receiver);
            for (String namespace : List.of(sender, receiver)) {
                // Nobody but the benchmark is to send anything.
                new TimedProcess(in(namespace, "sysctl", "-qw", "net.ipv6.conf.all.disable_ipv6=1")).run();
                ip("-n", namespace, "link", "set", INTERFACE, "up");
            }
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    /** The command, to be run where packets are sent. */
    public List<String> atSender(String... command) {
        return in(sender, command);
    }

    /** The command, to be run where packets arrive. */
    public List<String> atReceiver(String... command) {
        return in(receiver, command);
    }

    private static List<String> in(String namespace, String... command) {
        List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
        all.addAll(List.of(command));
        return all;
    }

    private static void ip(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(arguments));
        new TimedProcess(command).run();
    }

    /** @throws IOException when they could not be taken away; the message names one */
    @Override
    public void close() throws IOException {
        for (String namespace : List.of(sender, receiver)) {
            if (Files.exists(Path.of("/run/netns", namespace))) {
                delete(namespace);
            }
        }
    }

    private static void delete(String namespace) throws IOException {
        try {
            ip("netns", "delete", namespace);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted before network namespace " + namespace + " was taken away", e);
        }
    }
}
