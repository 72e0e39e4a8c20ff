package org.ldpi.training.learn;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.ldpi.api.encoder.Encoder;
import org.ldpi.api.encoder.EncoderException;
import org.ldpi.api.model.Calibration;
import org.ldpi.api.model.Centres;
import org.ldpi.api.model.GoldenSample;
import org.ldpi.api.model.Model;
import org.ldpi.api.threshold.Threshold;
import org.ldpi.api.threshold.ThresholdPolicy;
import org.ldpi.engine.pytorch.PyTorch;
import org.ldpi.engine.pytorch.PyTorchArchitecture;
import org.ldpi.training.data.LabelledFlows;
import org.ldpi.training.data.ListViews;
import org.ldpi.training.data.Split;
import org.ldpi.training.data.Truth;

/**
 * Makes a model of split captures: contrastive pretraining, Deep SAD, centres of the training flows by k-means,
 * thresholds from the calibration flows. Goes on where it was stopped.
 */
public final class Training {
    private static final int EMBED_BATCH = 256;
    private static final int GOLDEN_SAMPLES = 16;

    /** Points that k-means takes at most. */
    private static final int MOST_POINTS = 50_000;

    private final TrainingOptions options;
    private final PyTorchArchitecture architecture;
    private final List<ThresholdPolicy> policies;
    private final Progress progress;
    private final RunFolder folder;
    /** Weights of the encoder to start from, or null. */
    private final ByteBuffer pretrained;

    /**
     * Prepares a training.
     *
     * @param pretrained weights of an encoder of these options to start from, without pretraining; null for fresh ones
     * @param run folder for checkpoints and metrics
     */
    public Training(
            TrainingOptions options,
            PyTorchArchitecture architecture,
            List<ThresholdPolicy> policies,
            ByteBuffer pretrained,
            Path run,
            Progress progress)
            throws IOException {
        this.options = options;
        this.architecture = architecture;
        this.policies = policies;
        this.pretrained = pretrained;
        this.progress = progress;
        this.folder = new RunFolder(run);
    }

    /** Whether a training was begun in the folder. */
    public boolean begun() {
        return folder.begun();
    }

    /**
     * Trains.
     *
     * @param dataDigest SHA-256 of the data set, hex
     * @param provenance what else to say of the model's making
     * @throws TrainingException when the folder belongs to another training, or the network came to nothing
     */
    public Model run(Split split, String dataDigest, Map<String, String> provenance)
            throws IOException, EncoderException, TrainingException {
        folder.bind(options, dataDigest);
        folder.split(split);
        Samples training = Samples.of(options, split.training());
        Samples validation = Samples.of(options, split.validation());
        progress.say(String.format(
                "training: %d different normal samples, %d malicious; validation: %d; calibration: %d flows",
                training.normal().size(),
                training.maliciousCount(),
                validation.normal().size(),
                split.calibration().stream()
                        .mapToInt(capture -> capture.count(Truth.NORMAL))
                        .sum()));
        PyTorch.engine().setRandomSeed((int) options.seed());
        try (Network network = new Network(architecture, options)) {
            optimise(network, training, validation);
            try (Encoder encoder = architecture.load(options.spec(), network.encoderWeights())) {
                Map<String, String> told = new TreeMap<>(provenance);
                Centres centres = centres(encoder, training, validation);
                told.put("validation_auroc", Double.toString(checked(encoder, centres, validation)));
                // Calibration captures are of the same days as the training's: without variations the threshold would
                // be
                // that of a day that is never to come again.
                List<byte[]> calibration = training.varied(normals(split.calibration()), options.seed());
                return model(network, encoder, centres, calibration, told);
            }
        }
    }

    private void optimise(Network network, Samples training, Samples validation)
            throws IOException, EncoderException, TrainingException {
        Checkpoint from = folder.resume();
        if (from == null && pretrained != null) {
            network.encoderWeights(pretrained);
            from = begun(network, training);
        }
        float[] centre = from == null ? new float[0] : from.centre();
        if (from == null || from.phase() == 0) {
            new Phase(
                            0,
                            new Contrastive(options.batch(), options.temperature(), options.distributionAugmentation()),
                            options.pretrainSteps(),
                            options.pretrainRate(),
                            options,
                            centre)
                    .run(network, training, validation, from, folder, progress);
            folder.pretrained(network.encoderWeights());
            from = begun(network, training);
        }
        centre = from.centre();
        network.values(from.values());
        new Phase(1, new DeepSad(options, centre), options.steps(), options.rate(), options, centre)
                .run(network, training, validation, from, folder, progress);
    }

    /** The state at the beginning of Deep SAD. */
    private Checkpoint begun(Network network, Samples training) throws IOException {
        Checkpoint begun = new Checkpoint(
                1,
                0,
                folder.metrics(),
                network.values(),
                new float[0][],
                new float[0][],
                new float[0][],
                Double.POSITIVE_INFINITY,
                0,
                centre(network, training));
        folder.save(begun);
        return begun;
    }

    /** The mean embedding of the training's normal flows, on the unit sphere where they are. */
    private float[] centre(Network network, Samples samples) {
        List<byte[]> normal = samples.normal();
        int[] drawn = some(normal.size());
        float[] embeddings = network.embeddings(ListViews.select(normal, drawn));
        int count = drawn.length;
        double[] sum = new double[options.dimension()];
        double squares = 0;
        for (int i = 0; i < embeddings.length; i++) {
            sum[i % sum.length] += embeddings[i];
            squares += (double) embeddings[i] * embeddings[i];
        }
        boolean onUnitSphere = Math.abs(squares / count - 1) < 1e-3;
        double square = 0;
        for (double value : sum) {
            square += value * value;
        }
        double length = onUnitSphere ? Math.sqrt(square) : count;
        float[] centre = new float[sum.length];
        for (int d = 0; d < centre.length; d++) {
            centre[d] = (float) (sum[d] / length);
        }
        return centre;
    }

    private Centres centres(Encoder encoder, Samples samples, Samples validation) throws EncoderException {
        progress.begin("centres", 1);
        List<byte[]> normal = samples.normal();
        int[] drawn = some(normal.size());
        float[] points = embed(encoder, ListViews.select(normal, drawn));
        Centres centres = options.centreSelection()
                .of(points, options.dimension(), i -> samples.origin(drawn[i]))
                .with(HeadScale.unscaled(options));
        List<byte[]> unseen =
                ListViews.select(validation.normal(), some(validation.normal().size()));
        centres = HeadScale.scaled(centres, options.shape(), unseen, embed(encoder, unseen));
        progress.done(1);
        return centres;
    }

    /** Places of all of so many flows, or of {@value #MOST_POINTS} evenly among them. */
    private static int[] some(int count) {
        int[] places = new int[Math.min(count, MOST_POINTS)];
        Arrays.setAll(places, i -> (int) ((long) i * count / places.length));
        return places;
    }

    /** Checks that the network is good for something; gives the AUROC of pseudo-outliers on the validation captures. */
    private double checked(Encoder encoder, Centres centres, Samples validation)
            throws IOException, EncoderException, TrainingException {
        List<byte[]> all = validation.normal();
        List<byte[]> normal = ListViews.select(all, some(all.size()));
        SplittableRandom random = new SplittableRandom(options.seed());
        List<byte[]> outliers = new ArrayList<>();
        normal.forEach(sample -> outliers.add(validation.drawPseudoOutlier(random)));
        float[] ofNormal = embed(encoder, normal);
        float[] ofOutliers = embed(encoder, outliers);
        double auroc = Separation.auroc(scores(centres, normal, ofNormal), scores(centres, outliers, ofOutliers));
        progress.say(String.format("validation: AUROC of changed flows %.4f", auroc));
        JsonObject line = new JsonObject();
        line.addProperty("phase", "check");
        line.addProperty("auroc", auroc);
        folder.metric(line);
        folder.saveMetrics();
        float[] both = Arrays.copyOf(ofNormal, ofNormal.length + ofOutliers.length);
        System.arraycopy(ofOutliers, 0, both, ofNormal.length, ofOutliers.length);
        Separation.check(both, options.dimension(), auroc);
        return auroc;
    }

    private Model model(
            Network network, Encoder encoder, Centres centres, List<byte[]> calibration, Map<String, String> provenance)
            throws EncoderException {
        float[] scores = scores(encoder, centres, calibration);
        double[] values = new double[scores.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = scores[i];
        }
        Calibration calibrated = new Calibration(values);
        Map<String, Double> thresholds = new TreeMap<>();
        Map<String, String> told = new TreeMap<>(provenance);
        for (ThresholdPolicy policy : policies) {
            Threshold threshold = policy.threshold(calibrated);
            thresholds.put(policy.name(), threshold.value());
            int over = 0;
            for (float score : scores) {
                over += score > threshold.value() ? 1 : 0;
            }
            double bound = ExceedanceBound.of(over, scores.length);
            told.put("threshold_" + policy.name() + "_exceeded_at_most", Double.toString(bound));
            progress.say(String.format(
                    Locale.ROOT,
                    "threshold %s %.4f: %d of %d calibration flows are over it, so at most %.3g %% of normal flows are"
                            + " (95 %% confidence)%s",
                    policy.name(),
                    threshold.value(),
                    over,
                    scores.length,
                    100 * bound,
                    threshold.warning().isEmpty() ? "" : "; " + threshold.warning()));
        }
        return new Model(
                options.id(),
                options.signature(),
                options.spec(),
                network.encoderWeights(),
                centres,
                calibrated,
                thresholds,
                golden(calibration, scores),
                told,
                "");
    }

    /** Calibration flows from the lowest score to the highest, at equal distances. */
    private static List<GoldenSample> golden(List<byte[]> samples, float[] scores) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < scores.length; i++) {
            order.add(i);
        }
        order.sort((a, b) -> Float.compare(scores[a], scores[b]));
        List<GoldenSample> golden = new ArrayList<>();
        int count = Math.min(GOLDEN_SAMPLES, scores.length);
        for (int i = 0; i < count; i++) {
            int chosen = order.get(count == 1 ? 0 : (int) ((long) i * (scores.length - 1) / (count - 1)));
            golden.add(new GoldenSample(samples.get(chosen), scores[chosen]));
        }
        return golden;
    }

    private float[] embed(Encoder encoder, List<byte[]> samples) throws EncoderException {
        float[] embeddings = new float[samples.size() * options.dimension()];
        embed(
                encoder,
                samples,
                (batch, from, count) -> System.arraycopy(
                        batch, 0, embeddings, from * options.dimension(), count * options.dimension()));
        return embeddings;
    }

    /** Scores of samples that need not all be on the heap at a time. */
    private float[] scores(Encoder encoder, Centres centres, List<byte[]> samples) throws EncoderException {
        Centres.Scorer scorer = centres.scorer();
        float[] scores = new float[samples.size()];
        embed(encoder, samples, (batch, from, count) -> {
            for (int i = 0; i < count; i++) {
                scores[from + i] = scorer.score(
                        batch, i * options.dimension(), options.shape().packets(samples.get(from + i), 0));
            }
        });
        return scores;
    }

    private interface Embedded {
        /** Takes embeddings of count samples, one behind the other. */
        void take(float[] batch, int from, int count);
    }

    private void embed(Encoder encoder, List<byte[]> samples, Embedded embedded) throws EncoderException {
        int size = options.shape().size();
        byte[] batch = new byte[EMBED_BATCH * size];
        float[] embeddings = new float[EMBED_BATCH * options.dimension()];
        for (int from = 0; from < samples.size(); from += EMBED_BATCH) {
            int count = Math.min(EMBED_BATCH, samples.size() - from);
            for (int i = 0; i < count; i++) {
                System.arraycopy(samples.get(from + i), 0, batch, i * size, size);
            }
            encoder.encode(batch, count, embeddings);
            embedded.take(embeddings, from, count);
        }
    }

    private float[] scores(Centres centres, List<byte[]> samples, float[] embeddings) {
        Centres.Scorer scorer = centres.scorer();
        float[] scores = new float[samples.size()];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = scorer.score(
                    embeddings, i * centres.dimension(), options.shape().packets(samples.get(i), 0));
        }
        return scores;
    }

    /** The normal flows of some captures, one capture behind the other. */
    private static List<byte[]> normals(List<LabelledFlows> captures) {
        return ListViews.concatenate(
                captures.stream().map(capture -> capture.samples(Truth.NORMAL)).toList());
    }
}
