package org.ldpi.lab.audit;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.ldpi.lab.LabException;
import org.ldpi.lab.label.FlowLabel;
import org.ldpi.lab.net.Programs;
import org.ldpi.lab.pcap.FiveTuple;

/**
 * A second reading of the captures, by tshark: which one-way flows it sees in each file, and whether these are the ones
 * that have a label there. Not thread-safe.
 */
final class Witness {
    private static final long LIMIT_SECONDS = 600;
    private static final List<String> FIELDS = List.of(
            "ip.src",
            "ipv6.src",
            "ip.dst",
            "ipv6.dst",
            "ip.proto",
            "ipv6.nxt",
            "ipv6.hopopts.nxt",
            "ipv6.fraghdr.nxt",
            "tcp.srcport",
            "tcp.dstport",
            "udp.srcport",
            "udp.dstport");
    private static final int TCP = 6;
    private static final int UDP = 17;

    private final Map<String, long[]> counts = new TreeMap<>();
    private final List<String> faults = new ArrayList<>();

    /**
     * Reads one capture again.
     *
     * @param root the data set's root
     * @param file the capture
     * @param rows its labels
     * @throws LabException if tshark cannot read it
     */
    void read(Path root, String file, List<FlowLabel> rows) throws LabException {
        Set<FiveTuple> seen = seen(root.resolve(file));
        Map<FiveTuple, String> labels = new HashMap<>();
        rows.forEach(row -> labels.putIfAbsent(row.tuple(), row.label()));
        labels.forEach((tuple, label) -> {
            long[] count = counts.computeIfAbsent(label, k -> new long[2]);
            count[0]++;
            count[1] += seen.contains(tuple) ? 1 : 0;
        });
        long unseen = labels.keySet().stream().filter(t -> !seen.contains(t)).count();
        long unlabelled = seen.stream().filter(t -> !labels.containsKey(t)).count();
        if (unseen > 0 || unlabelled > 0) {
            faults.add(root.resolve(file) + ": tshark sees " + unlabelled + " flows without a label, and not " + unseen
                    + " that have one");
        }
    }

    private static Set<FiveTuple> seen(Path capture) throws LabException {
        // Of a packet that an ICMP error quotes there are fields too: the first of each name is the packet's own.
        List<String> command = new ArrayList<>(List.of(
                "tshark",
                "-Q",
                "-n",
                "-o",
                "ip.defragment:FALSE",
                "-o",
                "ipv6.defragment:FALSE",
                "-T",
                "fields",
                "-E",
                "occurrence=f",
                "-r",
                capture.toString()));
        FIELDS.forEach(field -> command.addAll(List.of("-e", field)));
        Programs.Result result = Programs.tryRun(LIMIT_SECONDS, "", command.toArray(String[]::new));
        if (result.exit() != 0) {
            throw new LabException("tshark cannot read " + capture + ": "
                    + result.output().strip().replace('\n', ' '));
        }
        Set<FiveTuple> seen = new HashSet<>();
        result.output().lines().forEach(line -> {
            String[] fields = line.split("\t", -1);
            if (fields.length == FIELDS.size() && !first(fields, 0, 1).isEmpty()) {
                seen.add(tuple(fields));
            }
        });
        return seen;
    }

    private static FiveTuple tuple(String[] fields) {
        int protocol = number(first(fields, 4, 7, 6, 5));
        int ports = protocol == TCP ? 8 : protocol == UDP ? 10 : -1;
        return new FiveTuple(
                first(fields, 0, 1),
                ports < 0 ? 0 : number(fields[ports]),
                first(fields, 2, 3),
                ports < 0 ? 0 : number(fields[ports + 1]),
                protocol);
    }

    private static String first(String[] fields, int... indices) {
        for (int index : indices) {
            if (!fields[index].isEmpty()) {
                return fields[index];
            }
        }
        return "";
    }

    /** A later fragment has no ports. */
    private static int number(String field) {
        return field.isEmpty() ? 0 : Integer.parseInt(field);
    }

    /**
     * Prints what was seen of each label.
     *
     * @param out takes a table
     * @return what does not agree, a line each
     */
    List<String> faults(PrintStream out) {
        out.printf("%n%-48s %9s %12s%n", "label", "labelled", "tshark sees");
        counts.forEach((label, count) -> out.printf("%-48s %9d %12d%n", label, count[0], count[1]));
        return List.copyOf(faults);
    }
}
