package org.ldpi.shell.command;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ldpi.api.detector.Verdict;

/**
 * The sources with the most flows, by the Space-Saving sketch (Metwally, Agrawal and El Abbadi 2005): of a bounded number of
 * sources the flows are counted, one that is not among them takes the place of the one with the fewest and begins with its
 * count, by which its own may be too high. Every source with more than one flow in so many as there are places is there. Not
 * thread-safe.
 */
final class Talkers {
    /**
     * A source.
     *
     * @param flows at most
     * @param tooMany by how much that may be too high
     * @param anomalous flows over the threshold since it is here
     * @param highest score since it is here
     */
    record Talker(InetAddress source, long flows, long tooMany, long anomalous, float highest) {
        private Talker with(Verdict verdict) {
            return new Talker(
                    source,
                    flows + 1,
                    tooMany,
                    anomalous + (verdict.anomaly() ? 1 : 0),
                    Math.max(highest, verdict.score()));
        }
    }

    private final int places;
    private final Map<InetAddress, Talker> talkers = new HashMap<>();

    Talkers(int places) {
        this.places = places;
    }

    void add(Verdict verdict) {
        InetAddress source = verdict.flow().key().source();
        Talker talker = talkers.get(source);
        if (talker == null) {
            long least = 0;
            if (talkers.size() >= places) {
                Talker fewest = talkers.values().stream()
                        .min(Comparator.comparingLong(Talker::flows))
                        .orElseThrow();
                talkers.remove(fewest.source());
                least = fewest.flows();
            }
            talker = new Talker(source, least, least, 0, 0);
        }
        talkers.put(source, talker.with(verdict));
    }

    /** Those with the most flows, first the one with the most. */
    List<Talker> top(int count) {
        List<Talker> all = new ArrayList<>(talkers.values());
        all.sort(Comparator.comparingLong(Talker::flows)
                .reversed()
                .thenComparing(talker -> talker.source().getHostAddress()));
        return List.copyOf(all.subList(0, Math.min(count, all.size())));
    }
}
