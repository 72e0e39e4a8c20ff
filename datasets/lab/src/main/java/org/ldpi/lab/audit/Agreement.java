package org.ldpi.lab.audit;

import com.google.gson.JsonObject;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.ldpi.lab.label.FlowLabel;
import org.ldpi.lab.pcap.FiveTuple;

/**
 * Compares the labels with what the attacks' own programs counted, run by run. A run agrees if the number of labelled
 * flows towards the servers is within the tool's count, give or take {@value #TOLERANCE_PERCENT} % and
 * {@value #TOLERANCE_FLOWS} flows: packets are lost on the way, and lost ones are sent again from another port.
 */
final class Agreement {
    static final int TOLERANCE_PERCENT = 5;
    static final int TOLERANCE_FLOWS = 3;

    // The kernel's clock and the capture's are one, but packets of a process that has ended may be on their way.
    private static final long BEFORE_NANOS = 1_000_000_000L;
    private static final long AFTER_NANOS = 3_000_000_000L;
    // As timeout(1) has it.
    private static final int TIME_UP = 124;
    private static final int ICMP = 1;
    private static final int ICMP6 = 58;

    private final Map<String, Set<String>> clients = new HashMap<>();
    private final Set<String> servers = new HashSet<>();
    private final Set<String> routers = new HashSet<>();
    private final List<Run> runs = new ArrayList<>();

    /** A run of an attack, what its tool said, and the labelled flows found for it. */
    private static final class Run {
        final JsonObject command;
        final String label;
        final String tool;
        final Claim claim;
        final Set<FiveTuple> flows = new HashSet<>();

        Run(JsonObject command) {
            this.command = command;
            this.label = command.get("label").getAsString();
            this.tool = command.get("tool").getAsString();
            this.claim = Claim.of(
                    command.get("activity").getAsString(),
                    command.has("report") ? command.get("report").getAsString() : "",
                    command.get("command").getAsString());
        }

        boolean at(long nanos) {
            return command.get("start_ns").getAsLong() - BEFORE_NANOS <= nanos
                    && nanos <= command.get("end_ns").getAsLong() + AFTER_NANOS;
        }

        boolean ended() {
            int exit = command.has("exit") ? command.get("exit").getAsInt() : 0;
            return exit == TIME_UP || exit < 0;
        }

        boolean agrees() {
            return flows.size() >= claim.low() * (1 - TOLERANCE_PERCENT / 100.0) - TOLERANCE_FLOWS
                    && flows.size() <= claim.high() * (1 + TOLERANCE_PERCENT / 100.0) + TOLERANCE_FLOWS;
        }
    }

    /**
     * Reads what the tools said.
     *
     * @param manifest a day's manifest
     */
    Agreement(JsonObject manifest) {
        for (JsonObject host : list(manifest, "clients")) {
            clients.put(host.get("name").getAsString(), addresses(host));
        }
        for (JsonObject host : list(manifest, "servers")) {
            servers.addAll(addresses(host));
        }
        for (JsonObject subnet : list(manifest, "subnets")) {
            routers.add(subnet.get("prefix4").getAsString() + "."
                    + subnet.get("router").getAsInt());
        }
        for (JsonObject command : list(manifest, "commands")) {
            if (command.get("label").getAsString().startsWith("malicious/")) {
                runs.add(new Run(command));
            }
        }
    }

    private static List<JsonObject> list(JsonObject manifest, String key) {
        List<JsonObject> list = new ArrayList<>();
        if (manifest.has(key)) {
            manifest.getAsJsonArray(key).forEach(element -> list.add(element.getAsJsonObject()));
        }
        return list;
    }

    private static Set<String> addresses(JsonObject host) {
        return Set.of(host.get("ip4").getAsString(), host.get("ip6").getAsString());
    }

    /**
     * Compares.
     *
     * @param rows all rows of the day's labels
     * @param out takes a table
     * @return what does not agree, a line each
     */
    List<String> faults(Collection<FlowLabel> rows, PrintStream out) {
        rows.forEach(this::count);
        Map<String, List<Run>> groups = new TreeMap<>();
        runs.forEach(run -> groups.computeIfAbsent(run.label + " " + run.tool, k -> new ArrayList<>())
                .add(run));
        if (groups.isEmpty()) {
            return List.of();
        }
        List<String> faults = new ArrayList<>();
        out.printf(
                "%n%-42s %-14s %5s %8s %15s %9s %7s%n",
                "attack", "tool", "runs", "counted", "tool says", "labelled", "agree");
        groups.values().forEach(group -> row(group, out, faults));
        out.printf(
                "A run agrees within %d %% and %d flows of what its tool says.%n", TOLERANCE_PERCENT, TOLERANCE_FLOWS);
        Map<String, List<Run>> families = new TreeMap<>();
        runs.forEach(run ->
                families.computeIfAbsent(run.label, k -> new ArrayList<>()).add(run));
        families.forEach((label, family) -> {
            // A tool whose time was up cannot say any more.
            if (family.stream().allMatch(run -> run.claim == null)
                    && !family.stream().allMatch(Run::ended)) {
                faults.add(label + ": no tool says how many flows it made");
            }
        });
        return faults;
    }

    private static void row(List<Run> group, PrintStream out, List<String> faults) {
        List<Run> counted = group.stream().filter(run -> run.claim != null).toList();
        long low = counted.stream().mapToLong(run -> run.claim.low()).sum();
        long high = counted.stream().mapToLong(run -> run.claim.high()).sum();
        long labelled = counted.stream().mapToLong(run -> run.flows.size()).sum();
        long agree = counted.stream().filter(Run::agrees).count();
        out.printf(
                "%-42s %-14s %5d %8d %15s %9d %3d / %d%n",
                group.get(0).label,
                group.get(0).tool,
                group.size(),
                counted.size(),
                counted.isEmpty() ? "-" : low == high ? "" + low : low + " to " + high,
                labelled,
                agree,
                counted.size());
        for (Run run : counted) {
            if (!run.agrees()) {
                faults.add(run.label + " by " + run.tool + " on "
                        + run.command.get("host").getAsString() + ", started at "
                        + run.command.get("start_ns").getAsLong() + ": the tool says " + run.claim + " flows, "
                        + run.flows.size() + " are labelled");
            }
        }
    }

    /** Gives a flow towards the servers to the run it must be of. */
    private void count(FlowLabel row) {
        FiveTuple tuple = row.tuple();
        if (!row.kind().equals("malicious")
                || !servers.contains(tuple.destination())
                || servers.contains(tuple.source())
                || routers.contains(tuple.source())) {
            return;
        }
        Run best = null;
        int bestScore = -1;
        for (Run run : runs) {
            if (!run.label.equals(row.label()) || !run.tool.equals(row.tool()) || !run.at(row.firstNanos())) {
                continue;
            }
            int score = clients.get(run.command.get("host").getAsString()).contains(tuple.source()) ? 2 : 0;
            score += run.command.get("target").getAsString().equals(tuple.destination()) ? 1 : 0;
            if (score > bestScore) {
                best = run;
                bestScore = score;
            }
        }
        boolean icmp = tuple.protocol() == ICMP || tuple.protocol() == ICMP6;
        // What a client's kernel says about a reply is no flow of the tool, unless the tool speaks ICMP itself.
        if (best != null && (!icmp || (best.claim != null && best.claim.icmp()))) {
            best.flows.add(tuple);
        }
    }
}
