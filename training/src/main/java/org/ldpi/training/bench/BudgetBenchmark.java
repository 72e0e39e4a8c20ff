package org.ldpi.training.bench;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.ldpi.api.detector.Verdict;
import org.ldpi.api.flow.Flow;
import org.ldpi.api.flow.FlowKey;
import org.ldpi.api.incident.Incident;
import org.ldpi.api.model.Calibration;
import org.ldpi.api.model.ModelId;
import org.ldpi.api.threshold.Threshold;
import org.ldpi.api.threshold.ThresholdPolicy;
import org.ldpi.evidence.Evidence;
import org.ldpi.evidence.EvidenceOptions;
import org.ldpi.threshold.AlertBudget;
import org.ldpi.training.data.Truth;

/**
 * What a budget of false alerts gives: how many there are on normal traffic that the threshold was not made of, and which
 * attacks are found.
 *
 * <p>Single flows: for each seed the normal flows are cut into blocks of some seconds of capture time, a random half of the
 * blocks gives the calibration scores and the rate of flows, the other half is the day. An attack is all flows of one label
 * between two addresses; it is found when one of its flows is over the threshold.
 *
 * <p>Evidence: all normal flows of a day in their order, for the false incidents; then all flows, for the attacks. An attack
 * is found when a tenth of its flows, or more, belong to incidents: of a scan the questions do, the answers do not.
 */
public final class BudgetBenchmark {
    private static final double DAY_NANOS = 86_400e9;
    private static final double SHARE_OF_AN_ATTACK = 0.1;
    private static final double CONFIDENCE = 0.9;

    /** A flow with its score and what is known of it. */
    public record Scored(Flow flow, float score, Truth truth, String label) {}

    /**
     * What came out.
     *
     * @param policy name of the policy
     * @param budget false alerts or incidents per host and day; NaN for a policy without one
     * @param days days, or divisions of one, that were looked at
     * @param observedPerHostDay mean over these
     * @param held share of them on which the budget was held; NaN without a budget
     * @param detected share of the attacks that were found, mean over these; NaN without attacks
     * @param flowsUntilFound median over the attacks found by evidence; NaN for single flows
     */
    public record Result(
            String policy,
            double budget,
            int days,
            double observedPerHostDay,
            double held,
            double detected,
            double flowsUntilFound) {}

    /** All flows of one label between two addresses. */
    private record Attack(String label, Set<InetAddress> between) {
        static Attack of(Scored scored) {
            FlowKey key = scored.flow().key();
            return new Attack(scored.label(), new HashSet<>(List.of(key.source(), key.destination())));
        }

        private Attack {
            between = Set.copyOf(between);
        }
    }

    /** How many flows of an attack there were, and how many belonged to incidents. */
    private static final class Tally {
        private int flows;
        private int inIncidents;
        private int flowsUntilFound;
    }

    private final List<List<Scored>> days;
    private final int seeds;
    private final double blockSeconds;

    /** @param days the flows of each data set, in the order in which their heads closed */
    public BudgetBenchmark(List<List<Scored>> days, int seeds, double blockSeconds) {
        this.days = days;
        this.seeds = seeds;
        this.blockSeconds = blockSeconds;
    }

    /** A policy of single flows. */
    public Result singleFlows(ThresholdPolicy policy) {
        return singleFlows(policy.name(), Double.NaN, flows -> policy);
    }

    /** The policy of an alert budget, with the rate of the calibration's own flows. */
    public Result alertBudget(double budget) {
        return singleFlows("alert_budget", budget, flows -> new AlertBudget(budget, flows, true, CONFIDENCE));
    }

    /** Makes a policy for a number of flows per host and day. */
    @FunctionalInterface
    private interface ByRate {
        ThresholdPolicy policy(double flowsPerHostDay);
    }

    private Result singleFlows(String name, double budget, ByRate policies) {
        int divisions = 0;
        int held = 0;
        double observed = 0;
        double detected = 0;
        for (List<Scored> day : days) {
            for (int seed = 1; seed <= seeds; seed++) {
                List<Scored> calibration = new ArrayList<>();
                List<Scored> rest = new ArrayList<>();
                divide(day, seed, calibration, rest);
                if (calibration.isEmpty() || rest.isEmpty()) {
                    continue;
                }
                double hostDays = hostDays(day) / 2;
                double threshold = policies.policy(calibration.size() / hostDays)
                        .threshold(new Calibration(
                                calibration.stream().mapToDouble(Scored::score).toArray()))
                        .value();
                double alerts = rest.stream().filter(s -> s.score() > threshold).count() / hostDays;
                divisions++;
                observed += alerts;
                held += alerts <= budget ? 1 : 0;
                detected += found(day, threshold);
            }
        }
        return new Result(
                name,
                budget,
                divisions,
                observed / divisions,
                Double.isNaN(budget) ? Double.NaN : (double) held / divisions,
                detected / divisions,
                Double.NaN);
    }

    private void divide(List<Scored> day, int seed, List<Scored> calibration, List<Scored> rest) {
        Map<Long, Boolean> chosen = new TreeMap<>();
        Random random = new Random(seed);
        for (Scored scored : day) {
            if (scored.truth() == Truth.NORMAL) {
                long block = (long) (scored.flow().startNanos() / (blockSeconds * 1e9));
                boolean calibrates = chosen.computeIfAbsent(block, b -> random.nextBoolean());
                (calibrates ? calibration : rest).add(scored);
            }
        }
    }

    /** Hosts that normal flows came from, times days from the first to the last. */
    private static double hostDays(List<Scored> day) {
        List<Scored> normal =
                day.stream().filter(s -> s.truth() == Truth.NORMAL).toList();
        long first = normal.stream().mapToLong(s -> s.flow().startNanos()).min().orElse(0);
        long last = normal.stream().mapToLong(s -> s.flow().endNanos()).max().orElse(0);
        long hosts =
                normal.stream().map(s -> s.flow().key().source()).distinct().count();
        return hosts * (last - first) / DAY_NANOS;
    }

    private static double found(List<Scored> day, double threshold) {
        Set<Attack> all = new HashSet<>();
        Set<Attack> found = new HashSet<>();
        for (Scored scored : day) {
            if (scored.truth() == Truth.MALICIOUS) {
                Attack attack = Attack.of(scored);
                all.add(attack);
                if (scored.score() > threshold) {
                    found.add(attack);
                }
            }
        }
        return all.isEmpty() ? Double.NaN : (double) found.size() / all.size();
    }

    /** Evidence over flows. */
    public Result evidence(double budget) {
        double observed = 0;
        int held = 0;
        int attacks = 0;
        List<Integer> untilFound = new ArrayList<>();
        for (List<Scored> day : days) {
            Evidence onNormal = evidenceOf(budget);
            day.stream().filter(s -> s.truth() == Truth.NORMAL).forEach(s -> onNormal.onVerdict(verdict(s)));
            double perHostDay = onNormal.raised() / hostDays(day);
            observed += perHostDay;
            held += perHostDay <= budget ? 1 : 0;
            for (Tally tally : attacks(day, evidenceOf(budget)).values()) {
                attacks++;
                if (tally.inIncidents >= SHARE_OF_AN_ATTACK * tally.flows) {
                    untilFound.add(tally.flowsUntilFound);
                }
            }
        }
        untilFound.sort(null);
        return new Result(
                "evidence",
                budget,
                days.size(),
                observed / days.size(),
                (double) held / days.size(),
                attacks == 0 ? Double.NaN : (double) untilFound.size() / attacks,
                untilFound.isEmpty() ? Double.NaN : untilFound.get(untilFound.size() / 2));
    }

    /**
     * For each label of attacks: how many there are, and how many evidence finds.
     *
     * @return label to {attacks, found}
     */
    public Map<String, int[]> attacksFound(double budget) {
        Map<String, int[]> byLabel = new TreeMap<>();
        for (List<Scored> day : days) {
            attacks(day, evidenceOf(budget)).forEach((attack, tally) -> {
                int[] counts = byLabel.computeIfAbsent(attack.label(), l -> new int[2]);
                counts[0]++;
                counts[1] += tally.inIncidents >= SHARE_OF_AN_ATTACK * tally.flows ? 1 : 0;
            });
        }
        return byLabel;
    }

    private static Map<Attack, Tally> attacks(List<Scored> day, Evidence evidence) {
        Map<Attack, Tally> attacks = new HashMap<>();
        for (Scored scored : day) {
            List<Incident> incidents = evidence.test(verdict(scored));
            if (scored.truth() == Truth.MALICIOUS) {
                Tally tally = attacks.computeIfAbsent(Attack.of(scored), a -> new Tally());
                tally.flows++;
                if (!incidents.isEmpty() && tally.inIncidents++ == 0) {
                    tally.flowsUntilFound = tally.flows;
                }
            }
        }
        return attacks;
    }

    private static Evidence evidenceOf(double budget) {
        EvidenceOptions d = EvidenceOptions.DEFAULT;
        return new Evidence(
                new EvidenceOptions(budget, d.flows(), d.floodPerSecond(), d.quiet(), d.addresses(), d.recent()),
                (incident, verdict) -> {});
    }

    private static Verdict verdict(Scored s) {
        return new Verdict(
                0,
                s.flow(),
                s.score(),
                0,
                false,
                new Threshold("", Double.MAX_VALUE, 1, ""),
                new ModelId("b", "1"),
                "");
    }
}
