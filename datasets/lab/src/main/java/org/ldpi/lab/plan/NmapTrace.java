package org.ldpi.lab.plan;

/**
 * nmap tells of each packet it sends and each connection it asks for. What is kept of it is how many different ones
 * there were: a count of flows that knows nothing of the labels.
 */
final class NmapTrace {
    /** Goes behind nmap's arguments: the trace is counted into the activity's report. */
    static final String COUNTED = " --packet-trace > trace.txt 2>&1; " + count("trace.txt");

    private NmapTrace() {}

    /**
     * Counts a trace.
     *
     * @param trace file with nmap's output under {@code --packet-trace}
     * @return shell lines that write the file {@code report}
     */
    static String count(String trace) {
        // SENT (0.1s) TCP 10.1.2.3:4 > 10.1.2.5:6 S ttl=64 ...
        // SENT (0.1s) ICMP [10.1.2.3 > 10.1.2.5 Echo request ...
        // CONN (0.1s) TCP localhost > 10.1.2.5:6 => Connection refused
        return "{ sed -nE 's/^(SENT|CONN) \\([^)]*\\) (TCP|UDP|SCTP) ([^ ]+) > ([^ ]+) .*/\\2 \\3 \\4/p;"
                + " s/^SENT \\([^)]*\\) (ICMPv?6?) \\[?([^ ]+) > ([^ ]+) .*/\\1 \\2 \\3/p' " + trace
                + " | sort -u | wc -l | sed 's/^/nmap sent flows: /'; grep -c 'connection requested' " + trace
                + " | sed 's/^/nmap opened connections: /'; grep -E '^(Nmap done|.*Statistics)' " + trace
                + " | tail -n 3; } > report";
    }
}
