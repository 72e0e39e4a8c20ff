package org.ldpi.training.evaluate;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.ldpi.api.encoder.EncoderException;
import org.ldpi.api.model.Centres;
import org.ldpi.api.model.Model;
import org.ldpi.api.model.ServingModel;
import org.ldpi.api.threshold.Threshold;
import org.ldpi.api.threshold.ThresholdPolicy;
import org.ldpi.training.evaluate.Report.Compared;
import org.ldpi.training.evaluate.Report.Judged;
import org.ldpi.training.evaluate.Report.Kind;
import org.ldpi.training.evaluate.Report.Row;
import org.ldpi.training.evaluate.Report.Shortcut;
import org.ldpi.training.learn.Progress;

/**
 * Judges a model by the flows of a test set, and by those of its training where they are at hand: duplicates across the
 * split and simple methods need them. Not thread-safe.
 */
public final class Evaluation {
    private static final int BATCH = 256;
    private static final int SHOWN = 15;
    private static final int BINS = 60;
    private static final int LONG_HEAD = 4;
    private static final double PLOTTED = 0.002;
    private static final double ONE_PERCENT = 0.01;
    private static final double ONE_IN_THOUSAND = 0.001;

    private final ServingModel serving;
    private final Model model;
    private final ThresholdPolicy policy;
    private final TestSet test;
    /** Different normal samples of the training, empty where it is not at hand. */
    private final List<byte[]> training;

    private final double prevalence;
    private final List<Double> budgets;
    private final Progress progress;
    private final long seed;
    private final Bootstrap bootstrap;

    /**
     * Prepares it.
     *
     * @param policy gives the threshold
     * @param training different normal samples of the training, empty where it is not at hand
     * @param prevalence share of malicious flows at which precision is stated
     * @param budgets false alerts for each host and day at which what is found is stated
     */
    public Evaluation(
            ServingModel serving,
            ThresholdPolicy policy,
            TestSet test,
            List<byte[]> training,
            double prevalence,
            List<Double> budgets,
            long seed,
            Progress progress) {
        this.serving = serving;
        this.model = serving.model();
        this.policy = policy;
        this.test = test;
        this.training = training;
        this.prevalence = prevalence;
        this.budgets = budgets;
        this.seed = seed;
        this.progress = progress;
        this.bootstrap = new Bootstrap(test.captures().size(), seed);
    }

    /**
     * Computes the figures and writes them as {@code report.html} and {@code report.json}.
     *
     * @param dataset what the test set is called
     * @return a line that says the most important of them
     * @throws EvaluationException when the test has no normal or no malicious flows
     */
    public String write(String dataset, Path folder) throws EvaluationException, EncoderException, IOException {
        Report report = run(dataset);
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("report.html"), new HtmlPage(report).html());
        Files.writeString(folder.resolve("report.json"), Json.of(report) + "\n");
        return String.format(
                Locale.ROOT,
                "%s: AUROC %.4f; over the threshold %.1f %% of malicious and %.2f %% of normal flows",
                model.id(),
                report.rows().get(0).auroc().value(),
                100 * report.rows().get(0).atThreshold().value(),
                100 * report.normal().share().value());
    }

    Report run(String dataset) throws EvaluationException, EncoderException {
        List<TestFlow> flows = test.flows();
        if (flows.stream().noneMatch(TestFlow::normal) || flows.stream().allMatch(TestFlow::normal)) {
            throw new EvaluationException(
                    dataset + ": a test needs labelled flows that are normal and flows that are malicious");
        }
        Threshold threshold = policy.threshold(model.calibration());
        progress.begin("scoring", 1);
        float[] scores = scores(flows.stream().map(TestFlow::sample).toList());
        progress.done(1);

        Set<ByteBuffer> known = new HashSet<>();
        training.forEach(sample -> known.add(ByteBuffer.wrap(sample)));
        boolean[] duplicate = new boolean[flows.size()];
        int[] duplicates = new int[2];
        for (int i = 0; i < duplicate.length; i++) {
            duplicate[i] = known.contains(ByteBuffer.wrap(flows.get(i).sample()));
            duplicates[flows.get(i).normal() ? 0 : 1] += duplicate[i] ? 1 : 0;
        }
        return new Report(
                about(dataset, threshold),
                normal(scores, threshold.value()),
                rows(scores, threshold.value(), new boolean[duplicate.length]),
                training.isEmpty() ? List.of() : rows(scores, threshold.value(), duplicate),
                new Report.Duplicates(!training.isEmpty(), duplicates[0], duplicates[1], training.size()),
                compared(scores),
                shortcuts(scores, threshold.value()),
                worst(scores, true, threshold.value()),
                worst(scores, false, threshold.value()),
                curves(scores));
    }

    private Report.About about(String dataset, Threshold threshold) {
        long normals = test.flows().stream().filter(TestFlow::normal).count();
        return new Report.About(
                model.id().toString(),
                model.encoder().architecture() + " " + model.encoder().options() + ", "
                        + model.encoder().dimension() + " dimensions, "
                        + model.centres().count() + " centres",
                model.signature().toString(),
                dataset,
                test.captures().size(),
                normals,
                test.flows().size() - normals,
                test.unknown(),
                test.seconds() / 3600,
                test.hosts(),
                policy.name(),
                threshold.value(),
                threshold.warning(),
                prevalence,
                budgets,
                1 / test.hostDays());
    }

    private Report.Normal normal(float[] scores, double threshold) {
        Ranking all = ranking(scores, flow -> true, new boolean[scores.length]);
        Map<String, int[]> kinds = new TreeMap<>();
        int alerts = 0;
        for (int i = 0; i < scores.length; i++) {
            if (test.flows().get(i).normal()) {
                int[] counts = kinds.computeIfAbsent(test.flows().get(i).label(), label -> new int[2]);
                counts[0]++;
                if (scores[i] > threshold) {
                    counts[1]++;
                    alerts++;
                }
            }
        }
        List<Kind> rows = new ArrayList<>();
        kinds.forEach((label, counts) -> rows.add(new Kind(label, counts[0], counts[1])));
        return new Report.Normal(
                bootstrap.figure(weights -> all.falseAlarms(threshold, weights)),
                alerts / (test.seconds() / 3600),
                alerts / test.hostDays(),
                rows);
    }

    private List<Row> rows(float[] scores, double threshold, boolean[] leftOut) {
        Map<String, Predicate<TestFlow>> parts = new LinkedHashMap<>();
        parts.put("all", flow -> true);
        parts.put("all, heads of " + LONG_HEAD + " packets and more", flow -> flow.packets() >= LONG_HEAD);
        parts.put("all, shorter heads", flow -> flow.packets() < LONG_HEAD);
        test.flows().stream()
                .filter(flow -> !flow.normal())
                .map(TestFlow::label)
                .distinct()
                .sorted()
                .forEach(label ->
                        parts.put(label, flow -> flow.normal() || flow.label().equals(label)));
        progress.begin("figures with intervals", parts.size());
        List<Row> rows = new ArrayList<>();
        int done = 0;
        for (Map.Entry<String, Predicate<TestFlow>> part : parts.entrySet()) {
            Row row = row(part.getKey(), scores, part.getValue(), threshold, leftOut);
            if (row.flows() > 0) {
                rows.add(row);
            }
            progress.done(++done);
        }
        return rows;
    }

    private Row row(String name, float[] scores, Predicate<TestFlow> wanted, double threshold, boolean[] leftOut) {
        Ranking ranking = ranking(scores, wanted, leftOut);
        // A budget is of all normal flows, so its threshold is too.
        Ranking all = ranking(scores, flow -> true, leftOut);
        Set<Integer> captures = new HashSet<>();
        int flows = 0;
        for (int i = 0; i < scores.length; i++) {
            TestFlow flow = test.flows().get(i);
            if (!flow.normal() && !leftOut[i] && wanted.test(flow)) {
                flows++;
                captures.add(flow.capture());
            }
        }
        List<Figure> atBudgets = new ArrayList<>();
        for (double budget : budgets) {
            double allowed = budget * test.hostDays();
            atBudgets.add(bootstrap.figure(weights -> ranking.detected(all.thresholdFor(allowed, weights), weights)));
        }
        return new Row(
                name,
                flows,
                captures.size(),
                bootstrap.figure(ranking::auroc),
                ranking.averagePrecision(prevalence),
                bootstrap.figure(weights -> ranking.detected(threshold, weights)),
                atBudgets);
    }

    private Ranking ranking(float[] scores, Predicate<TestFlow> wanted, boolean[] leftOut) {
        int count = 0;
        float[] chosen = new float[scores.length];
        boolean[] malicious = new boolean[scores.length];
        int[] captures = new int[scores.length];
        for (int i = 0; i < scores.length; i++) {
            TestFlow flow = test.flows().get(i);
            if (!leftOut[i] && wanted.test(flow)) {
                chosen[count] = scores[i];
                malicious[count] = !flow.normal();
                captures[count++] = flow.capture();
            }
        }
        return new Ranking(
                Arrays.copyOf(chosen, count), Arrays.copyOf(malicious, count), Arrays.copyOf(captures, count));
    }

    private List<Compared> compared(float[] scores) throws EvaluationException, EncoderException {
        List<Baseline> baselines = new ArrayList<>();
        baselines.add(new PacketCount());
        if (!training.isEmpty()) {
            baselines.add(new NearestBytes());
            baselines.add(new CutForest(model.signature().shape()));
            baselines.add(new UntrainedEncoder(model.encoder(), seed));
        }
        if (test.captures().size() > 1) {
            baselines.add(new BoostedTrees(model.signature().shape()));
        }
        progress.begin("simple things on the same flows", baselines.size());
        List<Compared> rows = new ArrayList<>();
        rows.add(compared("this model", scores));
        int done = 0;
        for (Baseline baseline : baselines) {
            rows.add(compared(baseline.title(), baseline.scores(training, test)));
            progress.done(++done);
        }
        return rows;
    }

    private Compared compared(String name, float[] scores) {
        Ranking ranking = ranking(scores, flow -> true, new boolean[scores.length]);
        double[] weights = Ranking.equalWeights(test.captures().size());
        long normals = test.flows().stream().filter(TestFlow::normal).count();
        return new Compared(
                name,
                ranking.auroc(weights),
                ranking.averagePrecision(prevalence),
                ranking.detected(ranking.thresholdFor(ONE_PERCENT * normals, weights), weights),
                ranking.detected(ranking.thresholdFor(ONE_IN_THOUSAND * normals, weights), weights));
    }

    private List<Shortcut> shortcuts(float[] scores, double threshold) throws EncoderException {
        List<Shortcut> rows = new ArrayList<>();
        rows.add(shortcut("nothing", scores, threshold));
        List<byte[]> samples = test.flows().stream().map(TestFlow::sample).toList();
        progress.begin("scrambled fields", FieldGroup.values().length);
        for (FieldGroup group : FieldGroup.values()) {
            float[] scrambled = scores(group.scrambled(model.signature().shape(), samples, seed));
            rows.add(shortcut(group.title(), scrambled, threshold));
            progress.done(rows.size() - 1);
        }
        return rows;
    }

    private Shortcut shortcut(String fields, float[] scores, double threshold) {
        Ranking ranking = ranking(scores, flow -> true, new boolean[scores.length]);
        double[] weights = Ranking.equalWeights(test.captures().size());
        return new Shortcut(
                fields,
                ranking.auroc(weights),
                ranking.detected(threshold, weights),
                ranking.falseAlarms(threshold, weights));
    }

    /** Normal flows with the highest scores, or malicious ones with the lowest; those that look alike are shown once. */
    private List<Judged> worst(float[] scores, boolean normal, double threshold) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < scores.length; i++) {
            if (test.flows().get(i).normal() == normal && scores[i] > threshold == normal) {
                order.add(i);
            }
        }
        Comparator<Integer> byScore = (a, b) -> Float.compare(scores[a], scores[b]);
        order.sort(normal ? byScore.reversed() : byScore);
        Map<String, Integer> firstAlike = new LinkedHashMap<>();
        Map<String, Integer> alike = new LinkedHashMap<>();
        for (int i : order) {
            String key = test.flows().get(i).label() + " "
                    + Decoded.packets(test.flows().get(i).sample(), model.signature()).stream()
                            .map(line -> line.replaceAll(", payload .*", ""))
                            .toList();
            firstAlike.putIfAbsent(key, i);
            alike.merge(key, 1, Integer::sum);
        }
        List<Judged> judged = new ArrayList<>();
        firstAlike.forEach((key, i) -> {
            if (judged.size() < SHOWN) {
                TestFlow flow = test.flows().get(i);
                judged.add(new Judged(
                        scores[i],
                        flow.label(),
                        test.captures().get(flow.capture()),
                        Instant.ofEpochSecond(0, flow.startNanos()).toString(),
                        flow.source() + " " + flow.sourcePort() + " > " + flow.destination() + " "
                                + flow.destinationPort() + " protocol " + flow.protocol(),
                        alike.get(key),
                        Decoded.packets(flow.sample(), model.signature())));
            }
        });
        return judged;
    }

    private Report.Curves curves(float[] scores) {
        Ranking ranking = ranking(scores, flow -> true, new boolean[scores.length]);
        float[] normal = ranking.scores(false);
        float[] malicious = ranking.scores(true);
        double most = Math.max(Math.max(normal[0], malicious[0]), 1e-6);
        double least = most * 1e-4;
        double[] edges = new double[BINS + 1];
        for (int i = 0; i <= BINS; i++) {
            edges[i] = least * Math.pow(most / least, i / (double) BINS);
        }
        double[] nominal = {0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001};
        double[] calibration = model.calibration().ascending();
        double[] observed = new double[nominal.length];
        double[] weights = Ranking.equalWeights(test.captures().size());
        for (int i = 0; i < nominal.length; i++) {
            double threshold = calibration[(int) Math.floor((1 - nominal[i]) * (calibration.length - 1))];
            observed[i] = ranking.falseAlarms(threshold, weights);
        }
        return new Report.Curves(
                edges, counts(normal, edges), counts(malicious, edges), thinned(ranking.roc()), nominal, observed);
    }

    /** Leaves out points that a plot of a thousand by a thousand dots, one axis logarithmic, does not show. */
    private static List<Ranking.Point> thinned(List<Ranking.Point> points) {
        List<Ranking.Point> kept = new ArrayList<>();
        for (Ranking.Point point : points) {
            Ranking.Point last = kept.isEmpty() ? new Ranking.Point(0, 0) : kept.get(kept.size() - 1);
            boolean up = point.truePositives() - last.truePositives() > PLOTTED;
            boolean right = point.falsePositives() - last.falsePositives() > PLOTTED * point.falsePositives();
            if (up || right || point.falsePositives() + point.truePositives() >= 2) {
                kept.add(point);
            }
        }
        return kept;
    }

    private static int[] counts(float[] scores, double[] edges) {
        int[] counts = new int[edges.length - 1];
        for (float score : scores) {
            int bin = 0;
            while (bin + 1 < counts.length && score > edges[bin + 1]) {
                bin++;
            }
            counts[bin]++;
        }
        return counts;
    }

    private float[] scores(List<byte[]> samples) throws EncoderException {
        int size = model.signature().shape().size();
        Centres.Scorer scorer = model.centres().scorer();
        byte[] batch = new byte[BATCH * size];
        float[] embeddings = new float[BATCH * model.encoder().dimension()];
        float[] part = new float[BATCH];
        float[] scores = new float[samples.size()];
        for (int from = 0; from < scores.length; from += BATCH) {
            int count = Math.min(BATCH, scores.length - from);
            for (int i = 0; i < count; i++) {
                System.arraycopy(samples.get(from + i), 0, batch, i * size, size);
            }
            serving.score(batch, count, scorer, embeddings, part);
            System.arraycopy(part, 0, scores, from, count);
        }
        return scores;
    }
}
