package org.ldpi.lab.audit;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many flows an attack's own program says it made, read from what it printed.
 *
 * @param low at least so many
 * @param high at most so many
 * @param icmp whether it sends ICMP itself
 */
record Claim(long low, long high, boolean icmp) {
    /** A way a tool tells: the pattern's last occurrence counts, all occurrences together where they are summed. */
    private record Way(Pattern pattern, boolean summed) {}

    // Counts of connections, sockets or packets each of which is a flow.
    private static final List<Way> FLOWS = List.of(
            last("(?:connections|sockets|flows) opened: (\\d+)"),
            last("Transactions: +(\\d+) hits"),
            last("Scanning \\d+ hosts \\[(\\d+) ports/host]"));

    private static final Way SENT = summed("nmap sent flows: (\\d+)");
    private static final Way ASKED = summed("nmap opened connections: (\\d+)");
    private static final Way HPING = summed("(\\d+) packets transmitted");
    private static final Way NPING = summed("Raw packets sent: (\\d+)");
    private static final Way ZMAP = summed("send: (\\d+) done");
    private static final Way PROBES = last(" -P (\\d+)");
    // These ask all they ask from one socket.
    private static final Pattern ONE_SOCKET =
            Pattern.compile("Opened IPv[46] UDP socket|Scanning \\d+ hosts, \\d+ communities");
    private static final Way AB = last("Complete requests: +(\\d+)");
    private static final Way AB_PARALLEL = last("Concurrency Level: +(\\d+)");
    private static final Way SLOW = last("number of connections: +(\\d+)");
    private static final Way SLOW_SECONDS = last("Test ended on (\\d+)");
    private static final Way PATATOR_DONE = last("Hits/Done/Skip/Fail/Size: \\d+/(\\d+)/");
    private static final Way PATATOR_FAILED = last("Hits/Done/Skip/Fail/Size: \\d+/\\d+/\\d+/(\\d+)/");
    private static final Way NAMES = last("names tried: +(\\d+)");

    // Pages are asked for on connections that are kept for the next, or not: the list is what the tool was given.
    private static final Way PAGES = last("head -n (\\d+) [^;]*> pages.txt");

    // What was to be done when time was up.
    private static final Way HYDRA_PLANNED = last("(\\d+) login tries");
    private static final Way PATATOR_PLANNED = last("Progress: +\\d+% \\(\\d+/(\\d+)\\)");
    private static final int PATATOR_TRIES = 5;

    // Guesses: several can be made on one connection, as the servers allow three.
    private static final List<Way> GUESSES = List.of(
            last("(\\d+) login tries[\\s\\S]* target completed"),
            last("\\(\\d+ of (\\d+) complete\\)"),
            last("Probes sent: (\\d+)"));

    private static final int GUESSES_PER_CONNECTION = 3;
    private static final Pattern BORROWED = Pattern.compile("(?: -a| -S) (\\d+\\.\\d+\\.\\d+\\.\\d+)");

    private static Way last(String pattern) {
        return new Way(Pattern.compile(pattern), false);
    }

    private static Way summed(String pattern) {
        return new Way(Pattern.compile(pattern), true);
    }

    /**
     * Reads a report.
     *
     * @param activity the attack's name
     * @param report what its tool printed
     * @param command what was run
     * @return the claim, or null if the report says nothing of it, as when the tool was ended before it was done
     */
    static Claim of(String activity, String report, String command) {
        long sent = read(SENT, report);
        if (sent >= 0) {
            long flows = sent + Math.max(0, read(ASKED, report));
            return new Claim(flows, flows, true);
        }
        long packets = Math.max(read(HPING, report), read(NPING, report));
        if (packets >= 0) {
            return packets(activity, packets, command);
        }
        Claim own = own(activity, report, command);
        if (own != null) {
            return own;
        }
        for (Way way : FLOWS) {
            long flows = read(way, report);
            if (flows >= 0) {
                return new Claim(flows, flows, false);
            }
        }
        for (Way way : GUESSES) {
            long guesses = read(way, report);
            if (guesses >= 0) {
                // A form is fetched before it is sent.
                long most = activity.equals("http-form-guess") ? 2 * guesses : guesses;
                // SMB takes any number of guesses on one connection.
                long least = activity.equals("smb-guess") ? 1 : guesses / GUESSES_PER_CONNECTION;
                return new Claim(least, most, false);
            }
        }
        long planned = Math.max(read(HYDRA_PLANNED, report), read(PATATOR_PLANNED, report) * tries(command));
        return planned > 0 ? new Claim(1, planned, false) : null;
    }

    /** patator tries again where a server hangs up, unless it is told not to. */
    private static int tries(String command) {
        return command.contains("patator ") && !command.contains("--max-retries=0") ? PATATOR_TRIES : 1;
    }

    /** Tools that tell in a way of their own. */
    private static Claim own(String activity, String report, String command) {
        long zmap = read(ZMAP, report);
        if (zmap >= 0) {
            long probes = zmap * Math.max(1, read(PROBES, command));
            return new Claim(probes, probes, false);
        }
        if (ONE_SOCKET.matcher(report).find()) {
            return new Claim(1, 1, false);
        }
        long ab = read(AB, report);
        if (ab >= 0) {
            // Once one connection ends it opens the next, also when the last requests are already on their way.
            return new Claim(ab, ab + Math.max(0, read(AB_PARALLEL, report)), false);
        }
        long slow = read(SLOW, report);
        if (slow >= 0) {
            // Besides it asks once a second whether the server still serves.
            return new Claim(slow, slow + Math.max(0, read(SLOW_SECONDS, report)), false);
        }
        long names = read(NAMES, report);
        if (names >= 0) {
            // A query for one or two kinds of addresses, sent twice more where no answer comes.
            return new Claim(names, 3 * names, false);
        }
        long pages = read(PAGES, command);
        if (pages >= 0) {
            return new Claim(1, pages, false);
        }
        long done = read(PATATOR_DONE, report);
        if (done >= 0) {
            // What failed did so before a connection was made, but with telnet, whose server hangs up on a wrong guess.
            boolean hungUp = activity.equals("telnet-guess");
            long guesses = hungUp ? done : done - read(PATATOR_FAILED, report);
            return new Claim(guesses / GUESSES_PER_CONNECTION, guesses * tries(command), false);
        }
        return null;
    }

    /** hping3 has a port of its own for each packet. */
    private static Claim packets(String activity, long packets, String command) {
        Set<String> borrowed = new HashSet<>();
        Matcher matcher = BORROWED.matcher(command);
        while (matcher.find()) {
            borrowed.add(matcher.group(1));
        }
        int senders = Math.max(1, borrowed.size());
        boolean icmp = activity.startsWith("icmp");
        // nping has one port for all packets, and so has a sender of echoes one flow.
        long flows = icmp || command.contains("nping ") ? senders : packets;
        // All later fragments of a sender have no ports and are one flow.
        long more = activity.startsWith("fragment") ? senders : 0;
        return new Claim(flows + more, flows + more, icmp);
    }

    private static long read(Way way, String report) {
        List<Long> found = new ArrayList<>();
        Matcher matcher = way.pattern.matcher(report);
        while (matcher.find()) {
            found.add(Long.valueOf(matcher.group(1)));
        }
        if (found.isEmpty()) {
            return -1;
        }
        return way.summed ? found.stream().mapToLong(Long::longValue).sum() : found.get(found.size() - 1);
    }

    @Override
    public String toString() {
        return low == high ? "" + low : low + " to " + high;
    }
}
