package org.ldpi.training.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.ldpi.api.encoder.Encoder;
import org.ldpi.api.encoder.EncoderException;
import org.ldpi.api.model.Centres;
import org.ldpi.api.model.Model;
import org.ldpi.api.model.ServingModel;
import org.ldpi.api.threshold.ThresholdPolicy;
import org.ldpi.engine.pytorch.PyTorchArchitecture;
import org.ldpi.training.data.LabelledFlows;
import org.ldpi.training.data.LabelledFlows.LabelledFlow;
import org.ldpi.training.data.Split;
import org.ldpi.training.data.Truth;
import org.ldpi.training.evaluate.Ranking;
import org.ldpi.training.flows.Services;
import org.ldpi.training.learn.Progress;
import org.ldpi.training.learn.Training;
import org.ldpi.training.learn.TrainingException;
import org.ldpi.training.learn.TrainingOptions;

/**
 * What a training is worth on one network: of the normal captures of a folder, sorted by name, those at even places are for
 * training and calibration, those at odd ones for the test, and all malicious captures are put to the test's normal ones.
 */
public final class OwnNetwork {
    /**
     * Figures of one training.
     *
     * @param seconds of the training
     * @param centres that it has
     * @param scoresPerSecond embeddings that one thread compares with them
     */
    public record Result(Heads fourPackets, Heads all, double seconds, int centres, double scoresPerSecond) {}

    /**
     * How well malicious flows are told from normal ones.
     *
     * @param atOnePercent share found where 1 % of the normal flows are over the threshold
     * @param atOneInThousand share found where 0.1 % are
     */
    public record Heads(double auroc, double atOnePercent, double atOneInThousand) {}

    private static final int BATCH = 256;
    private static final int LONG_HEAD = 4;
    private static final long MEASURED_NANOS = 200_000_000;

    private final List<LabelledFlows> training = new ArrayList<>();
    private final List<LabelledFlow> test = new ArrayList<>();

    /**
     * Divides a data set.
     *
     * @param captures of the data set, in the order of their names
     * @param network the beginning of the labels of the network's normal captures
     * @throws TrainingException when there are no such captures or no malicious flows
     */
    public OwnNetwork(List<LabelledFlows> captures, String network) throws TrainingException {
        int place = 0;
        for (LabelledFlows capture : captures) {
            if (capture.file().label().startsWith(network)) {
                if (place++ % 2 == 0) {
                    training.add(capture);
                } else {
                    test.addAll(capture.flows());
                }
            }
        }
        long normal = test.size();
        captures.forEach(capture -> capture.flows().stream()
                .filter(flow -> flow.truth() == Truth.MALICIOUS)
                .forEach(test::add));
        if (normal == 0 || normal == test.size()) {
            throw new TrainingException("no normal flows under " + network + ", or none that are malicious");
        }
    }

    /**
     * Trains and tests.
     *
     * @param rescored options that differ in how flows are scored: the same network is tested with these too
     * @return one result for the training and one for each of these
     */
    public List<Result> run(
            TrainingOptions options,
            List<TrainingOptions> rescored,
            PyTorchArchitecture architecture,
            Progress progress)
            throws IOException, EncoderException, TrainingException {
        long start = System.nanoTime();
        Model trained = model(options, null, architecture, progress);
        double seconds = (System.nanoTime() - start) / 1e9;
        List<Result> results = new ArrayList<>();
        results.add(tested(trained, architecture, seconds));
        for (TrainingOptions other : rescored) {
            results.add(tested(model(other, trained.weights(), architecture, progress), architecture, seconds));
        }
        return results;
    }

    private Model model(
            TrainingOptions options, ByteBuffer weights, PyTorchArchitecture architecture, Progress progress)
            throws IOException, EncoderException, TrainingException {
        Path run = Files.createTempDirectory("ldpi-learning");
        try {
            return new Training(options, architecture, Services.all(ThresholdPolicy.class), weights, run, progress)
                    .run(Split.of(training, options.calibration(), options.seed()), "", Map.of());
        } finally {
            try (Stream<Path> files = Files.walk(run)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private Result tested(Model model, PyTorchArchitecture architecture, double seconds) throws EncoderException {
        try (Encoder encoder = architecture.load(model.encoder(), model.weights())) {
            float[] scores = scores(new ServingModel(model, encoder));
            return new Result(
                    heads(scores, flow -> flow.packets() >= LONG_HEAD),
                    heads(scores, flow -> true),
                    seconds,
                    model.centres().count(),
                    scoresPerSecond(model.centres()));
        }
    }

    private static double scoresPerSecond(Centres centres) {
        Centres.Scorer scorer = centres.scorer();
        float[] embedding = new float[centres.dimension()];
        long done = 0;
        long start = System.nanoTime();
        long passed;
        do {
            embedding[(int) (done % embedding.length)] = scorer.score(embedding, 0) % 1;
            done++;
            passed = System.nanoTime() - start;
        } while (passed < MEASURED_NANOS);
        return done * 1e9 / passed;
    }

    private float[] scores(ServingModel serving) throws EncoderException {
        Model model = serving.model();
        int size = model.signature().shape().size();
        Centres.Scorer scorer = model.centres().scorer();
        byte[] batch = new byte[BATCH * size];
        float[] embeddings = new float[BATCH * model.encoder().dimension()];
        float[] part = new float[BATCH];
        float[] scores = new float[test.size()];
        for (int from = 0; from < scores.length; from += BATCH) {
            int count = Math.min(BATCH, scores.length - from);
            for (int i = 0; i < count; i++) {
                System.arraycopy(test.get(from + i).sample(), 0, batch, i * size, size);
            }
            serving.score(batch, count, scorer, embeddings, part);
            System.arraycopy(part, 0, scores, from, count);
        }
        return scores;
    }

    private Heads heads(float[] scores, Predicate<LabelledFlow> wanted) {
        List<Integer> chosen = new ArrayList<>();
        for (int i = 0; i < scores.length; i++) {
            if (wanted.test(test.get(i))) {
                chosen.add(i);
            }
        }
        float[] values = new float[chosen.size()];
        boolean[] malicious = new boolean[values.length];
        int normals = 0;
        for (int i = 0; i < values.length; i++) {
            values[i] = scores[chosen.get(i)];
            malicious[i] = test.get(chosen.get(i)).truth() == Truth.MALICIOUS;
            normals += malicious[i] ? 0 : 1;
        }
        Ranking ranking = new Ranking(values, malicious, new int[values.length]);
        double[] weights = Ranking.equalWeights(1);
        return new Heads(
                ranking.auroc(weights),
                ranking.detected(ranking.thresholdFor(0.01 * normals, weights), weights),
                ranking.detected(ranking.thresholdFor(0.001 * normals, weights), weights));
    }
}
