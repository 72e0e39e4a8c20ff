package org.ldpi.training.evaluate;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.ldpi.api.encoder.Encoder;
import org.ldpi.api.encoder.EncoderArchitecture;
import org.ldpi.api.encoder.EncoderException;
import org.ldpi.api.encoder.EncoderSpec;
import org.ldpi.api.model.Centres;
import org.ldpi.engine.pytorch.PyTorch;
import org.ldpi.engine.pytorch.PyTorchArchitecture;
import org.ldpi.training.flows.SampleScores;
import org.ldpi.training.flows.Services;

/** The model's network before any training, with the nearest of some normal embeddings: what the training is worth. */
final class UntrainedEncoder implements Baseline {
    private static final int CENTRES = 1000;

    private final EncoderSpec spec;
    private final long seed;

    UntrainedEncoder(EncoderSpec spec, long seed) {
        this.spec = spec;
        this.seed = seed;
    }

    /** Whether there is such a network: boosted trees for one are nothing without their training. */
    static boolean exists(EncoderSpec spec) {
        return architecture(spec).isPresent();
    }

    private static Optional<PyTorchArchitecture> architecture(EncoderSpec spec) {
        return Services.all(EncoderArchitecture.class).stream()
                .filter(PyTorchArchitecture.class::isInstance)
                .map(PyTorchArchitecture.class::cast)
                .filter(architecture -> architecture.name().equals(spec.architecture()))
                .findFirst();
    }

    @Override
    public String title() {
        return "untrained encoder, nearest normal embedding";
    }

    @Override
    public float[] scores(Examples training, List<byte[]> samples) throws EvaluationException {
        PyTorchArchitecture architecture = architecture(spec)
                .orElseThrow(() -> new EvaluationException(spec.architecture() + " cannot be made without weights"));
        ByteBuffer weights;
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            PyTorch.engine().setRandomSeed((int) seed);
            weights = architecture.weights(architecture.initialise(spec, manager));
        } catch (EncoderException e) {
            throw new EvaluationException(e.getMessage(), e);
        }
        try (Encoder encoder = architecture.load(spec, weights)) {
            List<byte[]> drawn = new ArrayList<>(training.normal());
            Collections.shuffle(drawn, new Random(seed));
            int size = spec.shape().size();
            float[] points = SampleScores.embeddings(encoder, size, drawn.subList(0, Math.min(CENTRES, drawn.size())));
            return SampleScores.of(
                    new Centres(points, spec.dimension()),
                    spec.shape(),
                    SampleScores.embeddings(encoder, size, samples),
                    samples);
        } catch (EncoderException e) {
            throw new EvaluationException(e.getMessage(), e);
        }
    }
}
