package org.ldpi.training.bench;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.ldpi.api.detector.Verdict;
import org.ldpi.api.flow.Flow;
import org.ldpi.api.flow.FlowKey;
import org.ldpi.api.model.Calibration;
import org.ldpi.api.model.ModelId;
import org.ldpi.api.threshold.RunningThreshold;
import org.ldpi.api.threshold.Threshold;
import org.ldpi.api.threshold.ThresholdPolicy;
import org.ldpi.evidence.Evidence;
import org.ldpi.evidence.EvidenceOptions;
import org.ldpi.threshold.AlertBudget;
import org.ldpi.threshold.Bursts;
import org.ldpi.threshold.FalseDiscoveryRate;
import org.ldpi.training.data.Truth;

/**
 * What a budget of false alerts gives: how many there are on normal traffic that the threshold was not made of, and which
 * attacks are found.
 *
 * <p>Of one day many are made: for each seed the day is cut into blocks of some seconds of capture time, the normal flows of a random
 * half of the blocks calibrate, and those of the other half, with all attacks, are the day. Of several days each calibrates for
 * each other. An attack is all flows of one label between two addresses, or of one address with ten others or more: a sweep, or a flood
 * from sources that are made up.
 *
 * <p>Single flows: an attack is found when one of its flows is over the threshold. Evidence: all normal flows of a day in their
 * order, for the false incidents; then all flows, for the attacks, which are found when a tenth of their flows, or more, belong to
 * incidents: of a scan the questions do, the answers do not.
 */
public final class BudgetBenchmark {
    private static final double DAY_NANOS = 86_400e9;
    private static final double SECOND_NANOS = 1e9;
    private static final double SHARE_OF_AN_ATTACK = 0.1;
    private static final double CONFIDENCE = 0.9;

    /** A flow with its score and what is known of it. */
    public record Scored(Flow flow, float score, Truth truth, String label) {
        boolean normal() {
            return truth == Truth.NORMAL;
        }
    }

    /**
     * What came out.
     *
     * @param policy name of the policy
     * @param budget false alerts or incidents per host and day; of false discovery control the share of false ones among the
     *     alerts; NaN for a policy without one
     * @param days days, or divisions of one, that were looked at
     * @param observedPerHostDay false alerts or incidents, mean over these
     * @param held share of them on which the budget was held; NaN without a budget
     * @param detected share of the attacks that were found, mean over these; NaN without attacks
     * @param flowsUntilFound median over the attacks found; NaN without any
     * @param secondsUntilFound likewise, from the attack's first packet on
     */
    public record Result(
            String policy,
            double budget,
            int days,
            double observedPerHostDay,
            double held,
            double detected,
            double flowsUntilFound,
            double secondsUntilFound) {}

    /**
     * How the attacks of one kind are found.
     *
     * @param shortFlows whether most of their flows have one packet or two
     * @param found of all days together, as the number of attacks
     */
    public record Kind(
            String label,
            boolean shortFlows,
            int attacks,
            int found,
            double flowsUntilFound,
            double secondsUntilFound) {}

    /** All flows of one label between two addresses, or of one. */
    private record Attack(String label, Set<InetAddress> between) {
        private static final int MANY = 10;

        /** The attacks of a day by their flows. */
        static IdentityHashMap<Scored, Attack> of(List<Scored> day) {
            Map<Attack, Set<InetAddress>> partners = new HashMap<>();
            List<Scored> malicious =
                    day.stream().filter(s -> s.truth() == Truth.MALICIOUS).toList();
            for (Scored scored : malicious) {
                FlowKey key = scored.flow().key();
                partners.computeIfAbsent(one(scored, key.source()), a -> new HashSet<>())
                        .add(key.destination());
                partners.computeIfAbsent(one(scored, key.destination()), a -> new HashSet<>())
                        .add(key.source());
            }
            IdentityHashMap<Scored, Attack> attacks = new IdentityHashMap<>();
            for (Scored scored : malicious) {
                FlowKey key = scored.flow().key();
                Attack source = one(scored, key.source());
                Attack destination = one(scored, key.destination());
                int ofSource = partners.get(source).size();
                int ofDestination = partners.get(destination).size();
                if (Math.max(ofSource, ofDestination) >= MANY) {
                    attacks.put(scored, ofSource >= ofDestination ? source : destination);
                } else {
                    attacks.put(
                            scored,
                            new Attack(scored.label(), new HashSet<>(List.of(key.source(), key.destination()))));
                }
            }
            return attacks;
        }

        private static Attack one(Scored scored, InetAddress address) {
            return new Attack(scored.label(), Set.of(address));
        }
    }

    /** How many flows of an attack there were, and how many were told, or belonged to incidents. */
    private static final class Tally {
        private long firstNanos = Long.MAX_VALUE;
        private int flows;
        private int shortFlows;
        private int told;
        private int flowsUntilFound;
        private double secondsUntilFound;

        void add(Flow flow, boolean isTold) {
            firstNanos = Math.min(firstNanos, flow.startNanos());
            flows++;
            shortFlows += flow.packets() <= 2 ? 1 : 0;
            if (isTold && told++ == 0) {
                flowsUntilFound = flows;
                secondsUntilFound = (flow.endNanos() - firstNanos) / SECOND_NANOS;
            }
        }
    }

    /**
     * Normal flows that calibrate, and a day to be judged.
     *
     * @param day in the order in which heads closed
     */
    private record Division(List<Scored> calibration, double calibrationHostDays, List<Scored> day, double hostDays) {
        Calibration scores() {
            return new Calibration(
                    calibration.stream().mapToDouble(Scored::score).toArray());
        }

        double designEffect() {
            Bursts bursts = new Bursts(calibration.size());
            calibration.forEach(s -> bursts.add(s.score(), s.flow().startNanos()));
            return bursts.designEffect();
        }
    }

    private final List<List<Scored>> days;
    private final List<Scored> before;
    private final IdentityHashMap<Scored, Attack> attackOf = new IdentityHashMap<>();
    private final List<Division> divisions;
    private final double blockSeconds;

    /**
     * Divides the days.
     *
     * @param days the flows of each data set, in the order in which their heads closed
     * @param before flows that evidence has seen before each day; of these the normal ones count
     * @param seeds divisions of a day that is the only one
     */
    public BudgetBenchmark(List<List<Scored>> days, List<Scored> before, int seeds, double blockSeconds) {
        this.days = days;
        this.before = before.stream().filter(Scored::normal).toList();
        this.blockSeconds = blockSeconds;
        days.forEach(day -> attackOf.putAll(Attack.of(day)));
        divisions = days.size() == 1 ? halves(days.get(0), seeds) : pairs();
    }

    private List<Division> halves(List<Scored> day, int seeds) {
        List<Division> all = new ArrayList<>();
        for (int seed = 1; seed <= seeds; seed++) {
            Map<Long, Boolean> blocks = new HashMap<>();
            Random random = new Random(seed);
            List<Scored> calibration = new ArrayList<>();
            List<Scored> rest = new ArrayList<>();
            for (Scored scored : day) {
                long block = (long) (scored.flow().startNanos() / (blockSeconds * SECOND_NANOS));
                boolean calibrates = scored.normal() && blocks.computeIfAbsent(block, b -> random.nextBoolean());
                (calibrates ? calibration : rest).add(scored);
            }
            double calibrating = blocks.values().stream().filter(b -> b).count() / (double) blocks.size();
            if (calibrating > 0 && calibrating < 1) {
                double hostDays = hostDays(day);
                all.add(new Division(calibration, calibrating * hostDays, rest, (1 - calibrating) * hostDays));
            }
        }
        return all;
    }

    private List<Division> pairs() {
        List<Division> all = new ArrayList<>();
        for (List<Scored> calibrating : days) {
            for (List<Scored> day : days) {
                if (calibrating != day) {
                    List<Scored> normal =
                            calibrating.stream().filter(Scored::normal).toList();
                    all.add(new Division(normal, hostDays(calibrating), day, hostDays(day)));
                }
            }
        }
        return all;
    }

    /** How many days, or divisions of one, there are. */
    public int divisions() {
        return divisions.size();
    }

    /** A policy of single flows without a budget. */
    public Result singleFlows(ThresholdPolicy policy) {
        return judged(policy.name(), Double.NaN, division -> policy, outcome -> true);
    }

    /** The policy of an alert budget, which knows the rate of the calibration's own flows and how they come. */
    public Result alertBudget(double budget) {
        return judged(
                "alert_budget",
                budget,
                division -> alertBudget(division, budget),
                outcome -> outcome.falsePerHostDay() <= budget);
    }

    private static ThresholdPolicy alertBudget(Division division, double budget) {
        double flows = division.calibration().size() / division.calibrationHostDays();
        return new AlertBudget(budget, flows, true, CONFIDENCE, division.designEffect());
    }

    /**
     * False discovery control; its budget is the level. On a day with attacks it is held when no more of the alerts are false; on one
     * without any alert is false, and it is held when no more of the windows have one.
     */
    public Result falseDiscoveryRate(double level, int window) {
        return judged(
                "fdr",
                level,
                division -> new FalseDiscoveryRate(level, window),
                outcome -> outcome.attacks().isEmpty()
                        ? outcome.windowsWithFalse(window) <= level * outcome.windows(window)
                        : outcome.falseAlerts() <= level * outcome.alerts());
    }

    /** What a policy says of a day. */
    private record Outcome(int flows, BitSet falseAt, int alerts, double falsePerHostDay, Map<Attack, Tally> attacks) {
        int falseAlerts() {
            return falseAt.cardinality();
        }

        int windows(int window) {
            return (flows + window - 1) / window;
        }

        long windowsWithFalse(int window) {
            return falseAt.stream().map(flow -> flow / window).distinct().count();
        }
    }

    /** Makes a policy for a division. */
    @FunctionalInterface
    private interface ByDivision {
        ThresholdPolicy policy(Division division);
    }

    private Result judged(String name, double budget, ByDivision policies, Predicate<Outcome> holds) {
        int held = 0;
        double observed = 0;
        double detected = 0;
        int withAttacks = 0;
        List<Tally> found = new ArrayList<>();
        for (Division division : divisions) {
            Outcome outcome = judge(division, policies.policy(division));
            observed += outcome.falsePerHostDay();
            held += holds.test(outcome) ? 1 : 0;
            List<Tally> told =
                    outcome.attacks().values().stream().filter(t -> t.told > 0).toList();
            if (!outcome.attacks().isEmpty()) {
                withAttacks++;
                detected += (double) told.size() / outcome.attacks().size();
            }
            found.addAll(told);
        }
        int all = divisions.size();
        return new Result(
                name,
                budget,
                all,
                observed / all,
                Double.isNaN(budget) ? Double.NaN : (double) held / all,
                withAttacks == 0 ? Double.NaN : detected / withAttacks,
                medianFlows(found),
                medianSeconds(found));
    }

    private Outcome judge(Division division, ThresholdPolicy policy) {
        RunningThreshold running = policy.running(division.scores());
        Map<Attack, Tally> attacks = new HashMap<>();
        BitSet falseAt = new BitSet();
        int alerts = 0;
        int flows = 0;
        for (Scored scored : division.day()) {
            boolean over = scored.score() > running.next(scored.score()).value();
            if (scored.truth() == Truth.MALICIOUS) {
                attacks.computeIfAbsent(attackOf.get(scored), a -> new Tally()).add(scored.flow(), over);
                alerts += over ? 1 : 0;
            } else if (scored.normal() && over) {
                falseAt.set(flows);
                alerts++;
            }
            flows++;
        }
        return new Outcome(flows, falseAt, alerts, falseAt.cardinality() / division.hostDays(), attacks);
    }

    /** Hosts that normal flows came from, times days from the first to the last. */
    private static double hostDays(List<Scored> day) {
        List<Scored> normal = day.stream().filter(Scored::normal).toList();
        long first = normal.stream().mapToLong(s -> s.flow().startNanos()).min().orElse(0);
        long last = normal.stream().mapToLong(s -> s.flow().endNanos()).max().orElse(0);
        long hosts =
                normal.stream().map(s -> s.flow().key().source()).distinct().count();
        return hosts * (last - first) / DAY_NANOS;
    }

    /** Evidence over flows. */
    public Result evidence(double budget) {
        double observed = 0;
        int held = 0;
        // Evidence calibrates nothing beforehand: several days are looked at once each, a single one in its divisions.
        List<Division> looked = days.size() == 1
                ? divisions
                : days.stream()
                        .map(day -> new Division(List.of(), 0, day, hostDays(day)))
                        .toList();
        for (Division division : looked) {
            Evidence onNormal = evidenceOf(budget);
            long raised = onNormal.raised();
            division.day().stream().filter(Scored::normal).forEach(s -> onNormal.onVerdict(verdict(s)));
            double perHostDay = (onNormal.raised() - raised) / division.hostDays();
            observed += perHostDay;
            held += perHostDay <= budget ? 1 : 0;
        }
        List<Tally> all = new ArrayList<>();
        days.forEach(day -> all.addAll(attacks(day, evidenceOf(budget)).values()));
        List<Tally> found = all.stream().filter(BudgetBenchmark::inIncidents).toList();
        return new Result(
                "incidents",
                budget,
                looked.size(),
                observed / looked.size(),
                (double) held / looked.size(),
                all.isEmpty() ? Double.NaN : (double) found.size() / all.size(),
                medianFlows(found),
                medianSeconds(found));
    }

    private static boolean inIncidents(Tally tally) {
        return tally.told > 0 && tally.told >= SHARE_OF_AN_ATTACK * tally.flows;
    }

    /** How evidence finds the attacks of each label. */
    public List<Kind> kindsByEvidence(double budget) {
        Map<String, List<Tally>> byLabel = new TreeMap<>();
        days.forEach(day -> attacks(day, evidenceOf(budget))
                .forEach((attack, tally) -> byLabel.computeIfAbsent(attack.label(), l -> new ArrayList<>())
                        .add(tally)));
        return kinds(byLabel, BudgetBenchmark::inIncidents);
    }

    /** How single flows over the threshold of an alert budget find the attacks of each label. */
    public List<Kind> kindsByAlertBudget(double budget) {
        Map<String, List<Tally>> byLabel = new TreeMap<>();
        for (Division division : divisions) {
            judge(division, alertBudget(division, budget))
                    .attacks()
                    .forEach((attack, tally) -> byLabel.computeIfAbsent(attack.label(), l -> new ArrayList<>())
                            .add(tally));
        }
        return kinds(byLabel, tally -> tally.told > 0);
    }

    private static List<Kind> kinds(Map<String, List<Tally>> byLabel, Predicate<Tally> isFound) {
        List<Kind> kinds = new ArrayList<>();
        byLabel.forEach((label, all) -> {
            List<Tally> found = all.stream().filter(isFound).toList();
            int flows = all.stream().mapToInt(t -> t.flows).sum();
            int shortFlows = all.stream().mapToInt(t -> t.shortFlows).sum();
            kinds.add(new Kind(
                    label, 2 * shortFlows > flows, all.size(), found.size(), medianFlows(found), medianSeconds(found)));
        });
        return kinds;
    }

    private Map<Attack, Tally> attacks(List<Scored> day, Evidence evidence) {
        Map<Attack, Tally> attacks = new HashMap<>();
        for (Scored scored : day) {
            boolean belongs = !evidence.test(verdict(scored)).isEmpty();
            if (scored.truth() == Truth.MALICIOUS) {
                attacks.computeIfAbsent(attackOf.get(scored), a -> new Tally()).add(scored.flow(), belongs);
            }
        }
        return attacks;
    }

    private static double medianFlows(List<Tally> found) {
        return median(
                found.stream().mapToDouble(t -> t.flowsUntilFound).sorted().toArray());
    }

    private static double medianSeconds(List<Tally> found) {
        return median(
                found.stream().mapToDouble(t -> t.secondsUntilFound).sorted().toArray());
    }

    private static double median(double[] ascending) {
        return ascending.length == 0 ? Double.NaN : ascending[ascending.length / 2];
    }

    private Evidence evidenceOf(double budget) {
        EvidenceOptions d = EvidenceOptions.DEFAULT;
        Evidence evidence = new Evidence(
                new EvidenceOptions(budget, d.flows(), d.floodPerSecond(), d.quiet(), d.addresses(), d.recent()),
                (incident, verdict) -> {});
        before.forEach(scored -> evidence.onVerdict(verdict(scored)));
        return evidence;
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
