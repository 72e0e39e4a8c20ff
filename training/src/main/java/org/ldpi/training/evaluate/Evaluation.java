package org.ldpi.training.evaluate;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.ldpi.api.encoder.EncoderException;
import org.ldpi.api.model.Model;
import org.ldpi.api.model.ServingModel;
import org.ldpi.api.threshold.Threshold;
import org.ldpi.api.threshold.ThresholdPolicy;
import org.ldpi.training.evaluate.Report.Compared;
import org.ldpi.training.evaluate.Report.Judged;
import org.ldpi.training.evaluate.Report.Kind;
import org.ldpi.training.evaluate.Report.Shortcut;
import org.ldpi.training.evaluate.SplitUnit.Units;
import org.ldpi.training.flows.SampleScores;
import org.ldpi.training.learn.Progress;

/**
 * Judges a model by the flows of a test set, and by those of its training where they are at hand: duplicates across the
 * split and simple methods need them. Not thread-safe.
 */
public final class Evaluation {
    private static final int SHOWN = 15;
    private static final int BINS = 60;
    private static final double PLOTTED = 0.002;

    /**
     * How it is judged.
     *
     * @param unit what is drawn, and divided, as a whole
     * @param prevalence share of malicious flows at which precision is stated
     * @param budgets false alerts for each host and day at which what is found is stated
     */
    public record Settings(SplitUnit unit, double prevalence, List<Double> budgets, long seed) {}

    /**
     * The data that the model was made of.
     *
     * @param examples its different samples; empty where it is not at hand
     * @param known its attacks
     */
    public record Training(Examples examples, KnownAttacks known) {
        /** It is not at hand. */
        public static Training none() {
            return new Training(new Examples(List.of(), List.of()), KnownAttacks.none());
        }

        boolean isEmpty() {
            return examples.normal().isEmpty();
        }
    }

    /**
     * A method that looks at samples of another profile.
     *
     * @param examples of the training
     * @param samples of the test's flows, in their order
     */
    public record Other(Baseline method, Examples examples, List<byte[]> samples) {}

    private final ServingModel serving;
    private final Model model;
    private final ThresholdPolicy policy;
    private final TestSet test;
    private final Training training;
    private final List<Other> others;
    private final Settings settings;
    private final Progress progress;
    private final Units units;
    private final Figures figures;

    /**
     * Prepares it.
     *
     * @param policy gives the threshold
     * @param others what to compare with, beside the simple methods
     */
    public Evaluation(
            ServingModel serving,
            ThresholdPolicy policy,
            TestSet test,
            Training training,
            List<Other> others,
            Settings settings,
            Progress progress) {
        this.serving = serving;
        this.model = serving.model();
        this.policy = policy;
        this.test = test;
        this.training = training;
        this.others = others;
        this.settings = settings;
        this.progress = progress;
        this.units = settings.unit().units(test);
        this.figures = new Figures(test, units, settings.prevalence(), settings.budgets(), settings.seed());
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
        float[] scores = scores(test.samples());
        progress.done(1);

        Set<ByteBuffer> known = new HashSet<>();
        training.examples().normal().forEach(sample -> known.add(ByteBuffer.wrap(sample)));
        boolean[] duplicate = new boolean[flows.size()];
        int[] duplicates = new int[2];
        for (int i = 0; i < duplicate.length; i++) {
            duplicate[i] = known.contains(ByteBuffer.wrap(flows.get(i).sample()));
            duplicates[flows.get(i).normal() ? 0 : 1] += duplicate[i] ? 1 : 0;
        }
        boolean[] none = new boolean[duplicate.length];
        double value = threshold.value();
        return new Report(
                about(dataset, threshold),
                normal(scores, value),
                figures.rows(scores, value, none, training.known(), progress),
                training.isEmpty() ? List.of() : figures.rows(scores, value, duplicate, training.known(), progress),
                new Report.Duplicates(!training.isEmpty(), duplicates[0], duplicates[1], known.size()),
                compared(scores, duplicate),
                shortcuts(scores, value),
                worst(scores, true, value),
                worst(scores, false, value),
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
                settings.unit().plural(),
                units.count(),
                normals,
                test.flows().size() - normals,
                test.unknown(),
                test.seconds() / 3600,
                test.hosts().size(),
                policy.name(),
                threshold.value(),
                threshold.warning(),
                settings.prevalence(),
                settings.budgets(),
                1 / test.hostDays(),
                List.copyOf(training.known().labels()),
                List.copyOf(training.known().tools()));
    }

    private Report.Normal normal(float[] scores, double threshold) {
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
                figures.falseAlarms(scores, threshold),
                alerts / (test.seconds() / 3600),
                alerts / test.hostDays(),
                figures.days(scores, threshold),
                rows);
    }

    /** All methods on the flows that are no duplicates. */
    private List<Compared> compared(float[] scores, boolean[] duplicate) throws EvaluationException {
        List<Baseline> baselines = new ArrayList<>();
        if (training.isEmpty()) {
            baselines.add(new PacketCount(model.signature().shape()));
        } else {
            baselines.addAll(Baseline.ofNormal(model.encoder(), settings.seed()));
        }
        if (!training.examples().malicious().isEmpty()) {
            baselines.addAll(Baseline.ofLabels(model.encoder()));
        }
        Distinct distinct = Distinct.of(test.samples());
        List<Compared> rows = new ArrayList<>();
        rows.add(figures.compared("this model", false, scores, duplicate));
        for (Other other : others) {
            Distinct samples = Distinct.of(other.samples());
            float[] given = samples.spread(other.method().scores(other.examples(), samples.samples()));
            rows.add(figures.compared(other.method().title(), false, given, duplicate));
        }
        progress.begin("simple things on the same flows", baselines.size() + 1L);
        int done = 0;
        for (Baseline baseline : baselines) {
            float[] given = distinct.spread(baseline.scores(training.examples(), distinct.samples()));
            rows.add(figures.compared(baseline.title(), false, given, duplicate));
            progress.done(++done);
        }
        if (units.count() > 1) {
            float[] given =
                    withLabelsOfTheTest(new BoostedTrees(model.signature().shape()));
            rows.add(figures.compared(
                    "gradient boosting on the header fields, with labels of these attacks", true, given, duplicate));
        }
        progress.done(++done);
        return rows;
    }

    /**
     * What can be had with labels of the very attacks, which the model never sees: units are in two halves, each is
     * scored by what was learned from the other one.
     */
    private float[] withLabelsOfTheTest(Baseline method) throws EvaluationException {
        float[] scores = new float[test.flows().size()];
        for (int half = 0; half < 2; half++) {
            List<byte[]> normal = new ArrayList<>();
            List<byte[]> malicious = new ArrayList<>();
            List<byte[]> asked = new ArrayList<>();
            for (int i = 0; i < scores.length; i++) {
                TestFlow flow = test.flows().get(i);
                if (units.of()[i] % 2 == half) {
                    asked.add(flow.sample());
                } else {
                    (flow.normal() ? normal : malicious).add(flow.sample());
                }
            }
            if (asked.isEmpty() || normal.isEmpty() || malicious.isEmpty()) {
                continue; // nothing to learn from: its flows keep the score 0
            }
            float[] given = method.scores(new Examples(normal, malicious), asked);
            int next = 0;
            for (int i = 0; i < scores.length; i++) {
                if (units.of()[i] % 2 == half) {
                    scores[i] = given[next++];
                }
            }
        }
        return scores;
    }

    private List<Shortcut> shortcuts(float[] scores, double threshold) throws EncoderException {
        List<Shortcut> rows = new ArrayList<>();
        Shortcut whole = shortcut("nothing", scores, threshold, null);
        rows.add(whole);
        List<byte[]> samples = test.samples();
        progress.begin("scrambled fields", FieldGroup.values().length);
        for (FieldGroup group : FieldGroup.values()) {
            float[] scrambled = scores(group.scrambled(model.signature().shape(), samples, settings.seed()));
            rows.add(shortcut(group.title(), scrambled, threshold, whole));
            progress.done(rows.size() - 1);
        }
        return rows;
    }

    private Shortcut shortcut(String fields, float[] scores, double threshold, Shortcut whole) {
        Ranking ranking = figures.ranking(scores, flow -> true, new boolean[scores.length]);
        double[] weights = figures.weights();
        double auroc = ranking.auroc(weights);
        double detected = ranking.detected(threshold, weights);
        return new Shortcut(
                fields,
                auroc,
                whole == null ? 0 : whole.auroc() - auroc,
                detected,
                whole == null ? 0 : whole.detected() - detected,
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
                        flow.tool().length() < 2 ? flow.label() : flow.label() + " (" + flow.tool() + ")",
                        test.captures().get(flow.capture()).name(),
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
        Ranking ranking = figures.ranking(scores, flow -> true, new boolean[scores.length]);
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
        double[] weights = figures.weights();
        for (int i = 0; i < nominal.length; i++) {
            double threshold = calibration[(int) Math.floor((1 - nominal[i]) * (calibration.length - 1))];
            observed[i] = ranking.falseAlarms(threshold, weights);
        }
        return new Report.Curves(
                edges,
                counts(normal, edges),
                counts(malicious, edges),
                thinned(ranking.roc(weights)),
                nominal,
                observed);
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
        Distinct distinct = Distinct.of(samples);
        return distinct.spread(SampleScores.of(serving, distinct.samples()));
    }
}
