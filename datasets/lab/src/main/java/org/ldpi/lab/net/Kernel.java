package org.ldpi.lab.net;

import java.util.LinkedHashMap;
import java.util.Map;
import org.ldpi.lab.LabException;

/** Finds out, in a namespace of its own, whether this kernel and these rights can do what the lab needs. */
public final class Kernel {
    private static final String PROBE = "ldpiprobe-" + ProcessHandle.current().pid();

    private Kernel() {}

    /**
     * Tries what the lab needs.
     *
     * @return what cannot be done, with the reason; empty if all can
     * @throws LabException if the thread is interrupted
     */
    public static Map<String, String> refusals() throws LabException {
        Map<String, String> refusals = new LinkedHashMap<>();
        if (!attempt(refusals, "network namespaces", "ip netns add " + PROBE)) {
            return refusals;
        }
        try {
            String inside = "ip netns exec " + PROBE + " ";
            attempt(refusals, "veth", inside + "ip link add probe0 type veth peer name probe1");
            attempt(refusals, "bridges", inside + "ip link add probe2 type bridge");
            attempt(refusals, "tbf", inside + "tc qdisc add dev lo root tbf rate 1mbit burst 32kb latency 10ms");
            attempt(
                    refusals,
                    "nftables log by socket group",
                    inside + "nft add table netdev t; " + inside
                            + "nft 'add chain netdev t o { type filter hook egress device probe0 priority 0 ; }'; "
                            + inside + "nft 'add rule netdev t o meta skgid 1 log group 1'");
        } finally {
            Programs.tryRun("", "ip", "netns", "delete", PROBE);
        }
        return refusals;
    }

    private static boolean attempt(Map<String, String> refusals, String what, String line) throws LabException {
        Programs.Result result = Programs.tryRun("", "sh", "-ec", line);
        if (result.exit() != 0) {
            refusals.put(what, result.output().strip().lines().findFirst().orElse("exit " + result.exit()));
        }
        return result.exit() == 0;
    }
}
