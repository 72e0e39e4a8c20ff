package org.ldpi.threshold.recalibration;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ldpi.api.flow.FlowKey;

/**
 * The recent flows that may be taken for normal. Left out are
 *
 * <ul>
 *   <li>all flows from or to an address that was the subject of an incident;
 *   <li>flows over the threshold, unless their service has several clients of which none makes more than half of them: a new
 *       service has, a lone attacker has not. What is left of these counts by its number, not by its height, as {@link Step}
 *       bounds it. Were they all left out, thresholds would sink at each recalibration, and a new service over the threshold
 *       would never become normal.
 * </ul>
 *
 * @param scores of the flows that count
 * @param addresses number of addresses that these came from
 * @param recent flows looked at
 * @param ofIncidents flows left out for the first reason
 * @param ofFewClients for the second
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record Sample(double[] scores, int addresses, int recent, int ofIncidents, int ofFewClients) {
    private static final double MOST_OF_ONE_CLIENT = 0.5;

    /** Flows of a service, the questions or the answers. */
    private record Kind(int protocol, int port, boolean fromClient) {}

    static Sample of(
            List<RecentFlows.Scored> flows, Set<InetAddress> suspects, double threshold, RecalibrationOptions options) {
        List<RecentFlows.Scored> used = new ArrayList<>();
        Map<Kind, Map<InetAddress, List<RecentFlows.Scored>>> over = new HashMap<>();
        int ofIncidents = 0;
        for (RecentFlows.Scored flow : flows) {
            FlowKey key = flow.key();
            if (suspects.contains(key.source()) || suspects.contains(key.destination())) {
                ofIncidents++;
            } else if (flow.score() > threshold) {
                // The end with the lower port is the service's.
                boolean fromClient = key.destinationPort() <= key.sourcePort();
                Kind kind = new Kind(key.protocol(), fromClient ? key.destinationPort() : key.sourcePort(), fromClient);
                over.computeIfAbsent(kind, k -> new LinkedHashMap<>())
                        .computeIfAbsent(fromClient ? key.source() : key.destination(), c -> new ArrayList<>())
                        .add(flow);
            } else {
                used.add(flow);
            }
        }
        int ofFewClients = 0;
        for (Map<InetAddress, List<RecentFlows.Scored>> clients : over.values()) {
            int all = clients.values().stream().mapToInt(List::size).sum();
            int most = clients.values().stream().mapToInt(List::size).max().orElse(0);
            if (clients.size() >= options.clients() && most <= MOST_OF_ONE_CLIENT * all) {
                clients.values().forEach(used::addAll);
            } else {
                ofFewClients += all;
            }
        }
        Set<InetAddress> addresses = new HashSet<>();
        used.forEach(flow -> addresses.add(flow.key().source()));
        return new Sample(
                used.stream().mapToDouble(RecentFlows.Scored::score).toArray(),
                addresses.size(),
                flows.size(),
                ofIncidents,
                ofFewClients);
    }
}
