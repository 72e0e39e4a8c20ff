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
import org.ldpi.api.encoder.EncoderArchitecture;
import org.ldpi.api.encoder.EncoderException;
import org.ldpi.api.encoder.EncoderSpec;
import org.ldpi.api.model.Calibration;
import org.ldpi.api.model.Centres;
import org.ldpi.api.model.GoldenSample;
import org.ldpi.api.model.Model;
import org.ldpi.api.model.ModelId;
import org.ldpi.api.model.ModelSignature;
import org.ldpi.api.quantizer.SampleShape;
import org.ldpi.api.threshold.ThresholdPolicy;
import org.ldpi.encoder.purejava.JavaResNet1DFloat32;
import org.ldpi.encoder.purejava.JavaResNet1DInt8;
import org.ldpi.encoder.torchscript.ScriptedModule;
import org.ldpi.encoder.torchscript.TorchScript;
import org.ldpi.engine.pytorch.PyTorch;
import org.ldpi.engine.pytorch.PyTorchArchitecture;
import org.ldpi.training.flows.Services;

/**
 * Makes models that were never trained: whole, sound, as fast as trained ones, and of no other use than to be measured and
 * swapped. Weights and samples come from a seed.
 */
public final class UntrainedModels {
    private static final int DIMENSION = 32;
    private static final int CENTRES = 16;
    private static final int CALIBRATION = 512;
    private static final int GOLDEN = 8;
    /** As wide as it is by default, one core judges 1,800 flows a second with this one, and the measurement is of swaps. */
    private static final Map<String, Map<String, String>> OPTIONS = Map.of("rescnn", Map.of("channels", "16"));

    private final List<ThresholdPolicy> policies;

    public UntrainedModels(List<ThresholdPolicy> policies) {
        this.policies = List.copyOf(policies);
    }

    private record Network(EncoderSpec spec, ByteBuffer weights) {}

    /**
     * A model of an architecture, with its options at their defaults but for the channels of {@code rescnn}.
     *
     * @return null for an architecture that only runs what another one trained
     */
    public Model make(EncoderArchitecture architecture, ModelId id, ModelSignature signature, int seed)
            throws EncoderException {
        Network network = network(architecture, signature.shape(), seed);
        return network == null ? null : make(architecture, network, id, signature, seed);
    }

    private static Network network(EncoderArchitecture architecture, SampleShape shape, int seed)
            throws EncoderException {
        String name = architecture.name();
        if (architecture instanceof PyTorchArchitecture trainable) {
            EncoderSpec spec = new EncoderSpec(name, shape, DIMENSION, OPTIONS.getOrDefault(name, Map.of()));
            PyTorch.engine().setRandomSeed(seed);
            try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
                return new Network(spec, trainable.weights(trainable.initialise(spec, manager)));
            }
        }
        if (architecture instanceof JavaResNet1DInt8) {
            Network floats = network(Services.architecture("resnet1d"), shape, seed);
            ByteBuffer bytes = JavaResNet1DInt8.quantized(floats.spec(), floats.weights());
            return new Network(new EncoderSpec(name, shape, DIMENSION, Map.of()), bytes);
        }
        if (architecture instanceof JavaResNet1DFloat32) {
            Network pytorch = network(Services.architecture("resnet1d"), shape, seed);
            return new Network(new EncoderSpec(name, shape, DIMENSION, Map.of()), pytorch.weights());
        }
        if (architecture instanceof TorchScript) {
            SplittableRandom random = new SplittableRandom(seed);
            float[] matrix = new float[DIMENSION * shape.size()];
            for (int i = 0; i < matrix.length; i++) {
                matrix[i] = (float) (random.nextDouble(-1, 1) / Math.sqrt(shape.size()));
            }
            byte[] archive =
                    ScriptedModule.archive("forward", ScriptedModule.LINEAR, "Tensor", DIMENSION, shape.size(), matrix);
            return new Network(new EncoderSpec(name, shape, DIMENSION, Map.of()), ByteBuffer.wrap(archive));
        }
        return null;
    }

    private Model make(
            EncoderArchitecture architecture, Network network, ModelId id, ModelSignature signature, int seed)
            throws EncoderException {
        List<byte[]> samples = samples(signature.shape().size(), seed);
        float[] embeddings = new float[samples.size() * DIMENSION];
        try (Encoder encoder =
                architecture.load(network.spec(), network.weights().duplicate())) {
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
                network.spec(),
                network.weights(),
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
