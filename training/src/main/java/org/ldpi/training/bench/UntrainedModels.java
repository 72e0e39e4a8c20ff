package org.ldpi.training.bench;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.ldpi.api.encoder.Encoder;
import org.ldpi.api.encoder.EncoderException;
import org.ldpi.api.encoder.EncoderSpec;
import org.ldpi.api.model.Calibration;
import org.ldpi.api.model.Centres;
import org.ldpi.api.model.GoldenSample;
import org.ldpi.api.model.Model;
import org.ldpi.api.model.ModelId;
import org.ldpi.api.model.ModelSignature;
import org.ldpi.api.threshold.ThresholdPolicy;
import org.ldpi.engine.pytorch.PyTorch;
import org.ldpi.engine.pytorch.PyTorchArchitecture;

/**
 * Makes models that were never trained: whole, sound, as fast as trained ones, and of no other use than to be measured and
 * swapped. Weights and samples come from a seed.
 */
public final class UntrainedModels {
    private static final int DIMENSION = 32;
    private static final int CENTRES = 16;
    private static final int CALIBRATION = 512;
    private static final int GOLDEN = 8;

    private final List<ThresholdPolicy> policies;

    public UntrainedModels(List<ThresholdPolicy> policies) {
        this.policies = List.copyOf(policies);
    }

    /** A model of an architecture with its options at their defaults. */
    public Model make(PyTorchArchitecture architecture, ModelId id, ModelSignature signature, int seed)
            throws EncoderException {
        EncoderSpec spec = new EncoderSpec(architecture.name(), signature.shape(), DIMENSION, Map.of());
        PyTorch.engine().setRandomSeed(seed);
        ByteBuffer weights;
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            weights = architecture.weights(architecture.initialise(spec, manager));
        }
        List<byte[]> samples = samples(signature.shape().size(), seed);
        float[] embeddings = new float[samples.size() * DIMENSION];
        try (Encoder encoder = architecture.load(spec, weights.duplicate())) {
            encoder.encode(joined(samples), samples.size(), embeddings);
        }
        float[] points = new float[CENTRES * DIMENSION];
        System.arraycopy(embeddings, 0, points, 0, points.length);
        Centres centres = new Centres(points, DIMENSION);
        Centres.Scorer scorer = centres.scorer();
        double[] scores = new double[CALIBRATION];
        List<GoldenSample> golden = new ArrayList<>();
        for (int i = 0; i < CALIBRATION; i++) {
            float score = scorer.score(embeddings, (CENTRES + i) * DIMENSION);
            scores[i] = score;
            if (i < GOLDEN) {
                golden.add(new GoldenSample(samples.get(CENTRES + i), score));
            }
        }
        Calibration calibration = new Calibration(scores);
        Map<String, Double> thresholds = new TreeMap<>();
        policies.forEach(policy ->
                thresholds.put(policy.name(), policy.threshold(calibration).value()));
        return new Model(
                id,
                signature,
                spec,
                weights,
                centres,
                calibration,
                thresholds,
                golden,
                Map.of("training", "none", "seed", Integer.toString(seed)),
                "");
    }

    private static List<byte[]> samples(int size, int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<byte[]> samples = new ArrayList<>();
        for (int i = 0; i < CENTRES + CALIBRATION; i++) {
            byte[] sample = new byte[size];
            random.nextBytes(sample);
            samples.add(sample);
        }
        return samples;
    }

    private static byte[] joined(List<byte[]> samples) {
        ByteBuffer all = ByteBuffer.allocate(samples.size() * samples.get(0).length);
        samples.forEach(all::put);
        return all.array();
    }
}
