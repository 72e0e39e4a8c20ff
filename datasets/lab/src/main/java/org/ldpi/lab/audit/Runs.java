package org.ldpi.lab.audit;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ldpi.lab.label.FlowLabel;
import org.ldpi.lab.pcap.FiveTuple;

/** The runs of attacks that a day's manifest has, and which of them a labelled flow must be of. */
public final class Runs {
    // The kernel's clock and the capture's are one, but packets of a process that has ended may be on their way.
    private static final long BEFORE_NANOS = 1_000_000_000L;
    private static final long AFTER_NANOS = 3_000_000_000L;

    private final Map<String, Set<String>> clients = new HashMap<>();
    private final Set<String> servers = new HashSet<>();
    private final Set<String> routers = new HashSet<>();
    private final List<JsonObject> commands = new ArrayList<>();

    /**
     * Reads a day's command log.
     *
     * @param manifest a day's manifest
     */
    public Runs(JsonObject manifest) {
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
                commands.add(command);
            }
        }
    }

    /**
     * The days of a data set.
     *
     * @param manifest a data set's manifest
     * @return the manifest of each of its days, or itself if it has one day only
     */
    public static List<JsonObject> days(JsonObject manifest) {
        return manifest.has("days") ? list(manifest, "days") : List.of(manifest);
    }

    /**
     * Where a day's captures are.
     *
     * @param day a day's manifest
     * @return a part of their path that other days' captures do not have
     */
    public static String folder(JsonObject day) {
        return day.has("scenario")
                ? "/" + day.getAsJsonObject("scenario").get("day").getAsString() + "/"
                : "/";
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

    /** The runs in the order of the log: what the manifest says of each. */
    public List<JsonObject> commands() {
        return List.copyOf(commands);
    }

    /** Whether a flow is from a client, or an address that a client borrowed, to a server. */
    boolean towardsServers(FiveTuple tuple) {
        return servers.contains(tuple.destination())
                && !servers.contains(tuple.source())
                && !routers.contains(tuple.source());
    }

    /**
     * The run a flow must be of.
     *
     * @param row a flow of an attack, in either direction
     * @return what the manifest says of the run, or null if there is none with its label and tool at its time
     */
    public JsonObject of(FlowLabel row) {
        JsonObject best = null;
        int bestScore = -1;
        for (JsonObject run : commands) {
            if (!run.get("label").getAsString().equals(row.label())
                    || !run.get("tool").getAsString().equals(row.tool())
                    || !at(run, row.firstNanos())) {
                continue;
            }
            Set<String> client = clients.get(run.get("host").getAsString());
            String target = run.get("target").getAsString();
            String source = row.tuple().source();
            String destination = row.tuple().destination();
            int score = client.contains(source) || client.contains(destination) ? 2 : 0;
            score += target.equals(destination) || target.equals(source) ? 1 : 0;
            if (score > bestScore) {
                best = run;
                bestScore = score;
            }
        }
        return best;
    }

    private static boolean at(JsonObject run, long nanos) {
        return run.get("start_ns").getAsLong() - BEFORE_NANOS <= nanos
                && nanos <= run.get("end_ns").getAsLong() + AFTER_NANOS;
    }
}
