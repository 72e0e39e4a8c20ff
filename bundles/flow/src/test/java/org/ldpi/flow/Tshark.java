package org.ldpi.flow;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What tshark makes of a capture: for each frame the key of the flow that it belongs to, in the words of
 * {@link #key}, or {@link #NONE}. Fragments are not put together, and what an ICMP error quotes is not looked at.
 */
final class Tshark {
    /** Of frames in which tshark finds no IP packet. */
    static final String NONE = "-";

    /** Of fragments other than first ones. */
    static final String FRAGMENT = "fragment";

    private static final String AGGREGATOR = ";";

    /** Protocols that carry others which count. What is in anything else is not looked at. */
    private static final Set<String> CARRIERS = Set.of(
            "eth",
            "ethertype",
            "vlan",
            "ieee8021ad",
            "llc",
            "mpls",
            "pwethcw",
            "pwethnocw",
            "pwethheuristic",
            "cfp",
            "pppoes",
            "ppp",
            "chdlc",
            "sll",
            "null",
            "raw",
            "radiotap",
            "wlan_radio",
            "wlan",
            "wlan_aggregate",
            "batadv",
            "batadv.unicast",
            "batadv.unicast_4addr",
            "gre",
            "vxlan",
            "geneve",
            "gtp",
            "udp",
            "ip",
            "ipv6",
            "ah");

    private static final Set<String> OVER_UDP = Set.of("vxlan", "geneve", "gtp");

    private static final List<String> EXTENSIONS =
            List.of("ipv6.hopopts", "ipv6.routing", "ipv6.fraghdr", "ipv6.dstopts", "mipv6", "ah");

    private static final List<String> FIELDS = List.of(
            "frame.protocols",
            "ip.src",
            "ip.dst",
            "ip.proto",
            "ip.frag_offset",
            "ipv6.src",
            "ipv6.dst",
            "ipv6.nxt",
            "ipv6.hopopts.nxt",
            "ipv6.routing.nxt",
            "ipv6.fraghdr.nxt",
            "ipv6.dstopts.nxt",
            "mip6.proto",
            "ah.next_header",
            "ipv6.fraghdr.offset",
            "tcp.srcport",
            "tcp.dstport",
            "udp.srcport",
            "udp.dstport");

    private Tshark() {}

    static boolean available() {
        return Arrays.stream(
                        Objects.requireNonNullElse(System.getenv("PATH"), "").split(":", -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "tshark")));
    }

    static String key(String source, int sourcePort, String destination, int destinationPort, int protocol) {
        return source + " " + sourcePort + " " + destination + " " + destinationPort + " " + protocol;
    }

    /** One entry for each frame, in order. */
    static List<String> keys(Path capture) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("tshark", "-n", "-r", capture.toString(), "-T", "fields"));
        for (String field : FIELDS) {
            command.addAll(List.of("-e", field));
        }
        command.addAll(List.of("-E", "occurrence=a", "-E", "aggregator=" + AGGREGATOR, "-E", "separator=/t"));
        for (String off : List.of(
                "ip.defragment",
                "ipv6.defragment",
                "tcp.desegment_tcp_streams",
                "tcp.analyze_sequence_numbers",
                "gtp.check_etsi")) {
            command.addAll(List.of("-o", off + ":FALSE"));
        }
        Path errors = Files.createTempFile("tshark", ".err");
        try {
            Process process =
                    new ProcessBuilder(command).redirectError(errors.toFile()).start();
            process.getOutputStream().close();
            List<String> keys;
            try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
                    Stream<String> stream = lines.lines()) {
                keys = stream.map(Tshark::keyOf).toList();
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
            // 2: a capture that ends within a packet, of which tshark shows what comes before.
            if (process.waitFor() != 0 && process.exitValue() != 2) {
                throw new IOException(capture + ": " + Files.readString(errors).strip());
            }
            return keys;
        } finally {
            Files.delete(errors);
        }
    }

    private static String keyOf(String line) {
        String[] columns = line.split("\t", -1);
        Map<String, String[]> fields = new HashMap<>();
        for (int i = 1; i < FIELDS.size(); i++) {
            fields.put(FIELDS.get(i), columns[i].isEmpty() ? new String[0] : columns[i].split(AGGREGATOR, -1));
        }
        return new Frame(fields).walk(columns[0].split(":", -1));
    }

    /** Goes through the layers of a frame and counts how often each one came, as the fields have a value for each. */
    private static final class Frame {
        private final Map<String, String[]> fields;
        private final Map<String, Integer> seen = new HashMap<>();
        private String version;
        private String protocol;
        private String transport;
        private boolean fragment;

        Frame(Map<String, String[]> fields) {
            this.fields = fields;
        }

        String walk(String[] layers) {
            String before = "";
            for (String layer : layers) {
                seen.merge(layer, 1, Integer::sum);
                if (before.equals("udp") && !OVER_UDP.contains(layer)) {
                    break;
                }
                before = layer;
                take(layer);
                if (fragment || (!CARRIERS.contains(layer) && !EXTENSIONS.contains(layer))) {
                    break;
                }
            }
            return fragment ? FRAGMENT : key();
        }

        private void take(String layer) {
            switch (layer) {
                case "ip" -> {
                    version = layer;
                    protocol = value("ip.proto", layer);
                    transport = null;
                    fragment = isPositive(value("ip.frag_offset", layer));
                }
                case "ipv6" -> {
                    version = layer;
                    protocol = value("ipv6.nxt", layer);
                    transport = null;
                }
                case "tcp", "udp" -> transport = layer;
                default -> {
                    if (EXTENSIONS.contains(layer) && "ipv6".equals(version)) {
                        protocol = value(FIELDS.get(8 + EXTENSIONS.indexOf(layer)), layer);
                        fragment = layer.equals("ipv6.fraghdr") && isPositive(value("ipv6.fraghdr.offset", layer));
                    }
                }
            }
        }

        /** As the JDK writes addresses. */
        private static String canonical(String address) {
            try {
                return InetAddress.getByName(address).getHostAddress();
            } catch (UnknownHostException e) {
                throw new IllegalArgumentException(address, e);
            }
        }

        private static boolean isPositive(String number) {
            return number != null && Integer.decode(number) > 0;
        }

        private String value(String field, String layer) {
            String[] values = fields.get(field);
            int index = seen.get(layer) - 1;
            return index < values.length ? values[index] : null;
        }

        private String key() {
            if (version == null || protocol == null) {
                return NONE;
            }
            int number = Integer.decode(protocol);
            boolean ports = transport != null && number == (transport.equals("tcp") ? 6 : 17);
            String sourcePort = ports ? value(transport + ".srcport", transport) : "0";
            String destinationPort = ports ? value(transport + ".dstport", transport) : "0";
            String source = value(version + ".src", version);
            String destination = value(version + ".dst", version);
            if (source == null || destination == null || sourcePort == null || destinationPort == null) {
                return NONE;
            }
            return Tshark.key(
                    canonical(source),
                    Integer.parseInt(sourcePort),
                    canonical(destination),
                    Integer.parseInt(destinationPort),
                    number);
        }
    }
}
