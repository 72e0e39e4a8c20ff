package org.ldpi.training.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.ldpi.api.detector.Verdict;
import org.ldpi.api.encoder.EncoderException;
import org.ldpi.api.explain.Explanation;
import org.ldpi.api.explain.ExplanationException;
import org.ldpi.api.explain.WeighedField;
import org.ldpi.api.model.Centres;
import org.ldpi.api.model.ServingModel;
import org.ldpi.api.quantizer.SampleField;
import org.ldpi.explain.OcclusionExplainer;

/**
 * Whether what an explanation names is what the score comes from: by how much the score falls when the named fields are set
 * to what is usual, against as many other fields that are not as usual, and against as many bytes anywhere in the flow's
 * packets, both drawn by chance and set to what is usual too. Not thread-safe.
 */
public final class ExplainBenchmark {
    private static final int DRAWS = 20;

    private final ServingModel serving;
    private final OcclusionExplainer explainer = new OcclusionExplainer();
    private final int most;
    private final SplittableRandom random;
    private final Map<String, List<Drop>> drops = new LinkedHashMap<>();

    /** What came of one flow: falls as shares of the score, and whether the score is then at most the threshold. */
    private record Drop(
            double named,
            double fields,
            double bytes,
            boolean namedNormal,
            double fieldsNormal,
            double bytesNormal,
            int count,
            double millis) {}

    /**
     * Means over flows.
     *
     * @param flows that were explained
     * @param fields named, in a flow
     * @param named fall of the score with the named fields as usual, a share of it
     * @param otherFields the same with as many other fields
     * @param otherBytes the same with as many bytes
     * @param namedNormal share of flows whose score is then at most the threshold
     * @param otherFieldsNormal the same with as many other fields
     * @param otherBytesNormal the same with as many bytes
     * @param millis for one explanation
     */
    public record Result(
            String label,
            int flows,
            double fields,
            double named,
            double otherFields,
            double otherBytes,
            double namedNormal,
            double otherFieldsNormal,
            double otherBytesNormal,
            double millis) {}

    /** @param most flows of a label that are explained */
    public ExplainBenchmark(ServingModel serving, int most, long seed) {
        this.serving = serving;
        this.most = most;
        this.random = new SplittableRandom(seed);
        explainer.model(serving);
    }

    /** Takes the next verdict of a network: what raised no alert says what is usual, anomalies are explained. */
    public void take(Verdict verdict, String label) throws EncoderException {
        explainer.onVerdict(verdict);
        List<Drop> ofLabel = drops.computeIfAbsent(label, l -> new ArrayList<>());
        if (!verdict.anomaly() || ofLabel.size() >= most) {
            return;
        }
        try {
            long began = System.nanoTime();
            Explanation why = explainer.explain(verdict);
            double millis = (System.nanoTime() - began) / (double) TimeUnit.MILLISECONDS.toNanos(1);
            ofLabel.add(drop(verdict, why, millis));
        } catch (ExplanationException e) {
            throw new EncoderException("verdict " + verdict.sequence() + ": " + e.getMessage(), e);
        }
    }

    private Drop drop(Verdict verdict, Explanation why, double millis) throws EncoderException {
        byte[] sample = verdict.flow().sample();
        List<SampleField> named = why.named().stream().map(WeighedField::field).toList();
        List<SampleField> others = why.fields().stream()
                .map(WeighedField::field)
                .filter(field -> !named.contains(field) && differs(sample, why.usual(), field))
                .toList();
        int bytes = named.stream().mapToInt(SampleField::length).sum();
        int span = named.stream().anyMatch(field -> field.kind() == SampleField.Kind.PACKET)
                ? sample.length
                : verdict.flow().packets() * verdict.flow().shape().bytes();
        List<byte[]> changed = new ArrayList<>();
        byte[] byNamed = sample.clone();
        named.forEach(field -> set(byNamed, why.usual(), field));
        changed.add(byNamed);
        for (int i = 0; i < DRAWS; i++) {
            byte[] byFields = sample.clone();
            draw(others.size(), named.size()).forEach(k -> set(byFields, why.usual(), others.get(k)));
            changed.add(byFields);
        }
        for (int i = 0; i < DRAWS; i++) {
            byte[] byBytes = sample.clone();
            draw(span, bytes).forEach(k -> byBytes[k] = why.usual()[k]);
            changed.add(byBytes);
        }
        float[] scores = scores(changed);
        double threshold = verdict.threshold().value();
        return new Drop(
                1 - scores[0] / verdict.score(),
                fall(scores, 1, verdict.score()),
                fall(scores, 1 + DRAWS, verdict.score()),
                scores[0] <= threshold,
                normal(scores, 1, threshold),
                normal(scores, 1 + DRAWS, threshold),
                named.size(),
                millis);
    }

    private static boolean differs(byte[] some, byte[] other, SampleField field) {
        int end = field.offset() + field.length();
        return java.util.Arrays.mismatch(some, field.offset(), end, other, field.offset(), end) >= 0;
    }

    private static void set(byte[] target, byte[] usual, SampleField field) {
        System.arraycopy(usual, field.offset(), target, field.offset(), field.length());
    }

    /** Some of the numbers below a bound, each at most once. */
    private List<Integer> draw(int bound, int count) {
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < bound; i++) {
            all.add(i);
        }
        List<Integer> drawn = new ArrayList<>();
        while (drawn.size() < count && !all.isEmpty()) {
            drawn.add(all.remove(random.nextInt(all.size())));
        }
        return drawn;
    }

    private float[] scores(List<byte[]> samples) throws EncoderException {
        Centres centres = serving.model().centres();
        int size = serving.model().signature().shape().size();
        byte[] batch = new byte[samples.size() * size];
        for (int i = 0; i < samples.size(); i++) {
            System.arraycopy(samples.get(i), 0, batch, i * size, size);
        }
        float[] scores = new float[samples.size()];
        serving.score(batch, samples.size(), centres.scorer(), new float[samples.size() * centres.dimension()], scores);
        return scores;
    }

    private static double fall(float[] scores, int from, double score) {
        double sum = 0;
        for (int i = from; i < from + DRAWS; i++) {
            sum += 1 - scores[i] / score;
        }
        return sum / DRAWS;
    }

    private static double normal(float[] scores, int from, double threshold) {
        double count = 0;
        for (int i = from; i < from + DRAWS; i++) {
            count += scores[i] <= threshold ? 1 : 0;
        }
        return count / DRAWS;
    }

    /** Each label with anomalies, and behind them all flows together. */
    public List<Result> results() {
        List<Result> results = new ArrayList<>();
        List<Drop> all = new ArrayList<>();
        drops.forEach((label, ofLabel) -> {
            if (!ofLabel.isEmpty()) {
                results.add(result(label, ofLabel));
                all.addAll(ofLabel);
            }
        });
        if (!all.isEmpty()) {
            results.add(result("all", all));
        }
        return results;
    }

    private static Result result(String label, List<Drop> drops) {
        return new Result(
                label,
                drops.size(),
                mean(drops, Drop::count),
                mean(drops, Drop::named),
                mean(drops, Drop::fields),
                mean(drops, Drop::bytes),
                mean(drops, d -> d.namedNormal() ? 1 : 0),
                mean(drops, Drop::fieldsNormal),
                mean(drops, Drop::bytesNormal),
                mean(drops, Drop::millis));
    }

    private static double mean(List<Drop> drops, java.util.function.ToDoubleFunction<Drop> value) {
        return drops.stream().mapToDouble(value).average().orElse(Double.NaN);
    }
}
