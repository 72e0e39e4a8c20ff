package org.ldpi.training.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.ldpi.api.encoder.Encoder;
import org.ldpi.api.encoder.EncoderException;
import org.ldpi.api.model.Centres;
import org.ldpi.api.model.Model;
import org.ldpi.api.model.ServingModel;
import org.ldpi.engine.pytorch.PyTorchArchitecture;
import org.ldpi.training.data.LabelledFlows;
import org.ldpi.training.data.LabelledFlows.LabelledFlow;
import org.ldpi.training.data.Truth;
import org.ldpi.training.flows.SampleScores;
import org.ldpi.training.learn.Progress;
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
    public record Result(Detection fourPackets, Detection all, double seconds, int centres, double scoresPerSecond) {}

    private static final long MEASURED_NANOS = 200_000_000;

    private final List<LabelledFlows> training = new ArrayList<>();
    private final List<LabelledFlow> test = new ArrayList<>();

    /**
     * Divides a data set.
     *
     * @param captures of the data set, in the order of their names
     * @param network the beginning of the labels of the network's normal captures
     * @param choosing whether settings are to be chosen, for which the test is none of their business: the captures for
     *     training alone are divided so, and of the malicious ones every second is taken
     * @throws TrainingException when there are no such captures or no malicious flows
     */
    public OwnNetwork(List<LabelledFlows> captures, String network, boolean choosing) throws TrainingException {
        List<LabelledFlows> normals = captures.stream()
                .filter(capture -> capture.file().label().startsWith(network))
                .toList();
        List<LabelledFlows> attacks = captures.stream()
                .filter(capture -> capture.count(Truth.MALICIOUS) > 0)
                .toList();
        if (choosing) {
            normals = everySecond(normals, 0);
            attacks = everySecond(attacks, 0);
        }
        training.addAll(everySecond(normals, 0));
        everySecond(normals, 1).forEach(capture -> test.addAll(capture.flows()));
        long normal = test.size();
        attacks.forEach(capture -> capture.flows().stream()
                .filter(flow -> flow.truth() == Truth.MALICIOUS)
                .forEach(test::add));
        if (normal == 0 || normal == test.size()) {
            throw new TrainingException("no normal flows under " + network + ", or none that are malicious");
        }
    }

    private static List<LabelledFlows> everySecond(List<LabelledFlows> captures, int first) {
        return IntStream.range(0, captures.size())
                .filter(place -> place % 2 == first)
                .mapToObj(captures::get)
                .toList();
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
        Model trained = ThrowawayTraining.model(options, training, null, architecture, progress);
        double seconds = (System.nanoTime() - start) / 1e9;
        List<Result> results = new ArrayList<>();
        results.add(tested(trained, architecture, seconds));
        for (TrainingOptions other : rescored) {
            Model model = ThrowawayTraining.model(other, training, trained.weights(), architecture, progress);
            results.add(tested(model, architecture, seconds));
        }
        return results;
    }

    private Result tested(Model model, PyTorchArchitecture architecture, double seconds) throws EncoderException {
        try (Encoder encoder = architecture.load(model.encoder(), model.weights())) {
            List<byte[]> samples = test.stream().map(LabelledFlow::sample).toList();
            float[] scores = SampleScores.of(new ServingModel(model, encoder), samples);
            return new Result(
                    Detection.of(scores, test, Detection.LONG_HEADS),
                    Detection.of(scores, test, flow -> true),
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
}
