package org.ldpi.training.evaluate;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.ldpi.api.encoder.Encoder;
import org.ldpi.api.encoder.EncoderArchitecture;
import org.ldpi.api.encoder.EncoderException;
import org.ldpi.api.encoder.EncoderSpec;
import org.ldpi.api.model.Centres;
import org.ldpi.engine.pytorch.PyTorch;
import org.ldpi.engine.pytorch.PyTorchArchitecture;
import org.ldpi.training.flows.Services;

/** The model's network before any training, with the nearest of some normal embeddings: what the training is worth. */
final class UntrainedEncoder implements Baseline {
    private static final int BATCH = 256;
    private static final int CENTRES = 1000;

    private final EncoderSpec spec;
    private final long seed;

    UntrainedEncoder(EncoderSpec spec, long seed) {
        this.spec = spec;
        this.seed = seed;
    }

    @Override
    public String title() {
        return "untrained encoder, nearest normal embedding";
    }

    @Override
    public float[] scores(List<byte[]> normal, TestSet test) throws EvaluationException {
        PyTorchArchitecture architecture = Services.all(EncoderArchitecture.class).stream()
                .filter(PyTorchArchitecture.class::isInstance)
                .map(PyTorchArchitecture.class::cast)
                .filter(a -> a.name().equals(spec.architecture()))
                .findFirst()
                .orElseThrow(() -> new EvaluationException(spec.architecture() + " cannot be made without weights"));
        ByteBuffer weights;
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            PyTorch.engine().setRandomSeed((int) seed);
            weights = architecture.weights(architecture.initialise(spec, manager));
        } catch (EncoderException e) {
            throw new EvaluationException(e.getMessage(), e);
        }
        try (Encoder encoder = architecture.load(spec, weights)) {
            List<byte[]> drawn = new ArrayList<>(normal);
            Collections.shuffle(drawn, new Random(seed));
            float[] points = embed(encoder, drawn.subList(0, Math.min(CENTRES, drawn.size())));
            float[] embeddings =
                    embed(encoder, test.flows().stream().map(TestFlow::sample).toList());
            Centres.Scorer scorer = new Centres(points, spec.dimension()).scorer();
            float[] scores = new float[test.flows().size()];
            for (int i = 0; i < scores.length; i++) {
                scores[i] = scorer.score(embeddings, i * spec.dimension());
            }
            return scores;
        } catch (EncoderException e) {
            throw new EvaluationException(e.getMessage(), e);
        }
    }

    private float[] embed(Encoder encoder, List<byte[]> samples) throws EncoderException {
        int size = spec.shape().size();
        byte[] batch = new byte[BATCH * size];
        float[] part = new float[BATCH * spec.dimension()];
        float[] embeddings = new float[samples.size() * spec.dimension()];
        for (int from = 0; from < samples.size(); from += BATCH) {
            int count = Math.min(BATCH, samples.size() - from);
            for (int i = 0; i < count; i++) {
                System.arraycopy(samples.get(from + i), 0, batch, i * size, size);
            }
            encoder.encode(batch, count, part);
            System.arraycopy(part, 0, embeddings, from * spec.dimension(), count * spec.dimension());
        }
        return embeddings;
    }
}
