package org.ldpi.training.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.ldpi.training.evaluate.Report.Compared;
import org.ldpi.training.evaluate.Report.Heads;
import org.ldpi.training.evaluate.Report.Part;
import org.ldpi.training.evaluate.Report.Row;
import org.ldpi.training.evaluate.SplitUnit.Units;
import org.ldpi.training.learn.Progress;

/** Figures of scores on the flows of a test, with their intervals. Not thread-safe. */
final class Figures {
    private static final double ONE_PERCENT = 0.01;
    private static final double ONE_IN_THOUSAND = 0.001;

    private final TestSet test;
    private final Units units;
    private final Bootstrap bootstrap;
    private final double prevalence;
    private final List<Double> budgets;

    /**
     * Prepares them.
     *
     * @param prevalence share of malicious flows at which precision is stated
     * @param budgets false alerts for each host and day at which what is found is stated
     */
    Figures(TestSet test, Units units, double prevalence, List<Double> budgets, long seed) {
        this.test = test;
        this.units = units;
        this.prevalence = prevalence;
        this.budgets = budgets;
        this.bootstrap = new Bootstrap(units.count(), seed);
    }

    /** Weights of units that are all there once. */
    double[] weights() {
        return Ranking.equalWeights(units.count());
    }

    /** The share of normal flows over a threshold. */
    Figure falseAlarms(float[] scores, double threshold) {
        Ranking all = ranking(scores, flow -> true, new boolean[scores.length]);
        return bootstrap.figure(weights -> all.falseAlarms(threshold, weights));
    }

    /**
     * Rows for all malicious flows, for each kind and for each tool.
     *
     * @param leftOut flows that are not counted
     * @param known what the training set has
     */
    List<Row> rows(float[] scores, double threshold, boolean[] leftOut, KnownAttacks known, Progress progress) {
        record Wanted(String name, Part part, boolean known, Predicate<TestFlow> flows) {}
        List<Wanted> wanted = new ArrayList<>();
        wanted.add(new Wanted("all", Part.ALL, false, flow -> true));
        if (!known.isEmpty()) {
            wanted.add(new Wanted("all that are new in kind or tool", Part.NEW, false, flow -> !known.has(flow)));
        }
        for (String label : labels()) {
            wanted.add(new Wanted(
                    label,
                    Part.FAMILY,
                    known.labels().contains(label),
                    flow -> flow.label().equals(label)));
        }
        for (String tool : tools()) {
            wanted.add(new Wanted(
                    tool,
                    Part.TOOL,
                    known.tools().contains(tool),
                    flow -> flow.tool().equals(tool)));
        }
        progress.begin("figures with intervals", (long) wanted.size() * Heads.values().length);
        List<Row> rows = new ArrayList<>();
        int done = 0;
        for (Heads heads : Heads.values()) {
            for (Wanted one : wanted) {
                Predicate<TestFlow> flows =
                        flow -> heads.has(flow) && (flow.normal() || one.flows().test(flow));
                Row row = row(one.name(), one.part(), heads, one.known(), scores, flows, threshold, leftOut);
                if (row.flows() > 0) {
                    rows.add(row);
                }
                progress.done(++done);
            }
        }
        return rows;
    }

    private Row row(
            String name,
            Part part,
            Heads heads,
            boolean known,
            float[] scores,
            Predicate<TestFlow> wanted,
            double threshold,
            boolean[] leftOut) {
        Ranking ranking = ranking(scores, wanted, leftOut);
        Set<Integer> having = new HashSet<>();
        int flows = 0;
        for (int i = 0; i < scores.length; i++) {
            TestFlow flow = test.flows().get(i);
            if (!flow.normal() && !leftOut[i] && wanted.test(flow)) {
                flows++;
                having.add(units.of()[i]);
            }
        }
        return new Row(
                name,
                part,
                heads,
                known,
                flows,
                having.size(),
                bootstrap.figure(ranking::auroc),
                bootstrap.figure(weights -> ranking.averagePrecision(prevalence, weights)),
                bootstrap.figure(weights -> ranking.detected(threshold, weights)),
                atBudgets(ranking, ranking(scores, flow -> true, leftOut)));
    }

    /** A method's figures, and what it finds of each kind of attack. */
    Compared compared(String name, boolean reference, float[] scores, boolean[] leftOut) {
        Ranking all = ranking(scores, flow -> true, leftOut);
        double normals = 0;
        for (int i = 0; i < scores.length; i++) {
            normals += test.flows().get(i).normal() && !leftOut[i] ? 1 : 0;
        }
        double[] weights = weights();
        Map<String, List<Double>> families = new TreeMap<>();
        for (String label : labels()) {
            Ranking of = ranking(scores, flow -> flow.label().equals(label), leftOut);
            families.put(
                    label,
                    budgets.stream()
                            .map(budget -> of.detected(threshold(all, budget, weights), weights))
                            .toList());
        }
        return new Compared(
                name,
                reference,
                bootstrap.figure(all::auroc),
                bootstrap.figure(drawn -> all.averagePrecision(prevalence, drawn)),
                all.detected(all.thresholdFor(ONE_PERCENT * normals, weights), weights),
                all.detected(all.thresholdFor(ONE_IN_THOUSAND * normals, weights), weights),
                atBudgets(all, all),
                families);
    }

    /** A budget is of all normal flows, so its threshold is too. */
    private List<Figure> atBudgets(Ranking some, Ranking all) {
        return budgets.stream()
                .map(budget -> bootstrap.figure(weights -> some.detected(threshold(all, budget, weights), weights)))
                .toList();
    }

    private double threshold(Ranking all, double budget, double[] weights) {
        return all.thresholdFor(budget * units.hostDays(weights), weights);
    }

    /** The ranking of some flows. */
    Ranking ranking(float[] scores, Predicate<TestFlow> wanted, boolean[] leftOut) {
        int count = 0;
        float[] chosen = new float[scores.length];
        boolean[] malicious = new boolean[scores.length];
        int[] of = new int[scores.length];
        for (int i = 0; i < scores.length; i++) {
            TestFlow flow = test.flows().get(i);
            if (!leftOut[i] && wanted.test(flow)) {
                chosen[count] = scores[i];
                malicious[count] = !flow.normal();
                of[count++] = units.of()[i];
            }
        }
        return new Ranking(Arrays.copyOf(chosen, count), Arrays.copyOf(malicious, count), Arrays.copyOf(of, count));
    }

    private Set<String> labels() {
        Set<String> labels = new TreeSet<>();
        test.flows(flow -> !flow.normal()).forEach(flow -> labels.add(flow.label()));
        return labels;
    }

    /** Programs that made malicious flows; {@code -} is none. */
    private Set<String> tools() {
        Set<String> tools = new TreeSet<>();
        test.flows(flow -> !flow.normal() && flow.tool().length() > 1).forEach(flow -> tools.add(flow.tool()));
        return tools;
    }

    /** Normal flows and alerts of each day, in the order of the days. */
    List<Report.Day> days(float[] scores, double threshold) {
        Map<String, int[]> counts = new LinkedHashMap<>();
        Map<String, Double> seconds = new LinkedHashMap<>();
        Map<String, List<TestFlow>> flows = new LinkedHashMap<>();
        test.captures().forEach(capture -> seconds.merge(capture.day(), capture.seconds(), Double::sum));
        for (int i = 0; i < scores.length; i++) {
            TestFlow flow = test.flows().get(i);
            if (flow.normal()) {
                String day = test.captures().get(flow.capture()).day();
                int[] count = counts.computeIfAbsent(day, key -> new int[2]);
                count[0]++;
                count[1] += scores[i] > threshold ? 1 : 0;
                flows.computeIfAbsent(day, key -> new ArrayList<>()).add(flow);
            }
        }
        List<Report.Day> days = new ArrayList<>();
        counts.forEach((day, count) -> {
            double length = seconds.get(day);
            int hosts = TestSet.hostsOf(flows.get(day)).size();
            days.add(new Report.Day(
                    day,
                    length / 3600,
                    hosts,
                    count[0],
                    count[1],
                    count[1] / (length / 3600),
                    count[1] / (hosts * length / TestSet.SECONDS_PER_DAY)));
        });
        return days;
    }
}
