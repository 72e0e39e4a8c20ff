package org.ldpi.lab.audit;

import com.google.gson.JsonObject;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.IdentityHashMap;
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

    // As timeout(1) has it.
    private static final int TIME_UP = 124;
    private static final int ICMP = 1;
    private static final int ICMP6 = 58;

    private final Runs attacks;
    private final IdentityHashMap<JsonObject, Run> runs = new IdentityHashMap<>();

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
        attacks = new Runs(manifest);
        attacks.commands().forEach(command -> runs.put(command, new Run(command)));
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
        inOrder()
                .forEach(run -> groups.computeIfAbsent(run.label + " " + run.tool, k -> new ArrayList<>())
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
        inOrder()
                .forEach(run -> families.computeIfAbsent(run.label, k -> new ArrayList<>())
                        .add(run));
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

    private List<Run> inOrder() {
        return attacks.commands().stream().map(runs::get).toList();
    }

    /** Gives a flow towards the servers to the run it must be of. */
    private void count(FlowLabel row) {
        FiveTuple tuple = row.tuple();
        if (!row.kind().equals("malicious") || !attacks.towardsServers(tuple)) {
            return;
        }
        JsonObject command = attacks.of(row);
        if (command == null) {
            return;
        }
        Run run = runs.get(command);
        boolean icmp = tuple.protocol() == ICMP || tuple.protocol() == ICMP6;
        // What a client's kernel says about a reply is no flow of the tool, unless the tool speaks ICMP itself.
        if (!icmp || (run.claim != null && run.claim.icmp())) {
            run.flows.add(tuple);
        }
    }
}
