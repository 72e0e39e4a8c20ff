package org.ldpi.training.evaluate;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.ldpi.api.encoder.Encoder;
import org.ldpi.api.encoder.EncoderArchitecture;
import org.ldpi.api.encoder.EncoderException;
import org.ldpi.api.encoder.EncoderSpec;
import org.ldpi.api.model.Centres;
import org.ldpi.api.quantizer.SampleShape;
import org.ldpi.engine.pytorch.GradMode;
import org.ldpi.engine.pytorch.PyTorch;
import org.ldpi.engine.pytorch.PyTorchArchitecture;
import org.ldpi.engine.pytorch.Scalars;
import org.ldpi.training.flows.SampleScores;
import org.ldpi.training.flows.Services;
import org.ldpi.training.learn.Progress;

/**
 * The network of mesh_com's LDPI, trained as its training program does, within a budget of time: contrastive loss at a
 * temperature of 0.2 between two views of each of 64 samples, half of them transformed copies that count as normal ones;
 * one centre, the mean embedding of the normal samples; then Deep SAD on batches with as many labelled attacks as normal
 * samples, or normal ones alone where there are none. Plain gradient descent, warm-up and cosine schedule, rates,
 * weight decay and the share of the two phases (2,000 and 400 epochs) are that program's. What it chooses by the test set
 * there, the best epoch, is the last one here.
 *
 * <p>Its samples are those of the profile {@code classic}.
 */
public final class OriginalRecipe implements Baseline {
    private static final String ARCHITECTURE = "rescnn";
    private static final int DIMENSION = 128;
    private static final int BATCH = 64;
    private static final double TEMPERATURE = 0.2;
    private static final double WEIGHT_DECAY = 3e-4;
    private static final double PRETRAIN_RATE = 0.1;
    private static final double RATE = 0.01;
    private static final int PRETRAIN_EPOCHS = 2000;
    private static final int EPOCHS = 400;
    private static final double PRETRAIN_WARM_UP = 0.05;
    private static final double WARM_UP = 0.1;
    private static final double EPSILON = 1e-10;
    private static final int MEASURED_STEPS = 2;
    private static final float LARGEST_BYTE = 255;

    private final PyTorchArchitecture architecture;
    private final EncoderSpec spec;
    private final double seconds;
    private final long seed;
    private final Progress progress;
    private String told = "";

    /**
     * Prepares it.
     *
     * @param seconds that the training may take
     * @throws EvaluationException when the architecture is not there
     */
    public OriginalRecipe(SampleShape shape, double seconds, long seed, Progress progress) throws EvaluationException {
        this.architecture = Services.all(EncoderArchitecture.class).stream()
                .filter(PyTorchArchitecture.class::isInstance)
                .map(PyTorchArchitecture.class::cast)
                .filter(found -> found.name().equals(ARCHITECTURE))
                .findFirst()
                .orElseThrow(() -> new EvaluationException("the architecture " + ARCHITECTURE + " is not there"));
        this.spec = new EncoderSpec(ARCHITECTURE, shape, DIMENSION, Map.of());
        this.seconds = seconds;
        this.seed = seed;
        this.progress = progress;
    }

    /** What it is; behind {@link #scores}, with the steps that the time was enough for. */
    @Override
    public String title() {
        return "the original's network and recipe" + told;
    }

    @Override
    public float[] scores(Examples training, List<byte[]> samples) throws EvaluationException {
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            PyTorch.engine().setRandomSeed((int) seed);
            Block block = architecture.initialise(spec, manager);
            Descent descent = new Descent(block, manager);
            SplittableRandom random = new SplittableRandom(seed);
            Step contrastive = batch -> contrastive(descent, batch, training.normal(), random);
            int epoch = Math.max(1, training.normal().size() / BATCH);
            // One epoch of five is Deep SAD's; of a step of the contrastive loss, two views, it takes half the time.
            double each = descent.seconds(contrastive);
            int ratio = PRETRAIN_EPOCHS / EPOCHS;
            int fine = (int) Math.max(1, Math.min((double) epoch * EPOCHS, seconds / (each * (ratio + 0.5))));
            int pretrain = ratio * fine;
            told = String.format(Locale.ROOT, " (%,d and %,d steps, %.0f s)", pretrain, fine, seconds);
            descent.run("original: contrastive", contrastive, pretrain, PRETRAIN_RATE, PRETRAIN_WARM_UP, progress);
            float[] centre = centre(block, training.normal());
            NDArray point = manager.create(centre, new Shape(1, DIMENSION));
            descent.run(
                    "original: Deep SAD",
                    batch -> deepSad(descent, batch, training, point, random),
                    fine,
                    RATE,
                    WARM_UP,
                    progress);
            try (Encoder encoder = architecture.load(spec, architecture.weights(block))) {
                return SampleScores.of(
                        new Centres(centre, DIMENSION), spec.shape(), embeddings(encoder, samples), samples);
            }
        } catch (EncoderException | IllegalArgumentException e) {
            throw new EvaluationException(title() + ": " + e.getMessage(), e);
        }
    }

    private float[] centre(Block block, List<byte[]> normal) throws EncoderException {
        float[] embeddings;
        try (Encoder encoder = architecture.load(spec, architecture.weights(block))) {
            embeddings = embeddings(encoder, normal);
        }
        double[] sum = new double[DIMENSION];
        for (int i = 0; i < embeddings.length; i++) {
            sum[i % DIMENSION] += embeddings[i];
        }
        float[] centre = new float[DIMENSION];
        for (int d = 0; d < DIMENSION; d++) {
            centre[d] = (float) (sum[d] / normal.size());
        }
        return centre;
    }

    private float[] embeddings(Encoder encoder, List<byte[]> samples) throws EncoderException {
        return SampleScores.embeddings(encoder, spec.shape().size(), samples);
    }

    /** The cross-entropy of each view with the other views of all flows, its own flow's being the right one. */
    private NDArray contrastive(Descent descent, NDManager batch, List<byte[]> normal, RandomGenerator random) {
        float[][] views = new float[2 * BATCH][];
        for (int i = 0; i < BATCH; i++) {
            float[] sample = amounts(normal.get(random.nextInt(normal.size())));
            float[] flow = random.nextBoolean() ? sample : OriginalViews.outlier(sample, random);
            views[i] = OriginalViews.view(flow, random);
            views[BATCH + i] = OriginalViews.view(flow, random);
        }
        NDArray z = descent.embed(batch, views).normalize(2, 1);
        NDArray similarity =
                Scalars.times(z.get("0:" + BATCH).matMul(z.get(BATCH + ":").transpose()), 1 / TEMPERATURE);
        return Scalars.times(similarity.logSoftmax(1).mul(batch.eye(BATCH)).sum(), -1.0 / BATCH);
    }

    /** Distances of normal samples and inverse distances of attacks, in one mean (Ruff et al. 2020, eta = 1). */
    private NDArray deepSad(
            Descent descent, NDManager batch, Examples training, NDArray centre, RandomGenerator random) {
        float[][] flows = new float[BATCH][];
        float[] attack = new float[BATCH];
        for (int i = 0; i < BATCH; i++) {
            boolean malicious = !training.malicious().isEmpty() && random.nextBoolean();
            List<byte[]> kind = malicious ? training.malicious() : training.normal();
            flows[i] = amounts(kind.get(random.nextInt(kind.size())));
            attack[i] = malicious ? 1 : 0;
        }
        NDArray distance = descent.embed(batch, flows)
                .sub(centre)
                .square()
                .sum(new int[] {1})
                .add(EPSILON);
        NDArray attacks = batch.create(attack);
        NDArray near = distance.mul(attacks.mul(-1).add(1));
        NDArray far = Scalars.inverse(distance).mul(attacks);
        return near.add(far).mean();
    }

    private static float[] amounts(byte[] sample) {
        float[] amounts = new float[sample.length];
        for (int i = 0; i < amounts.length; i++) {
            amounts[i] = (sample[i] & 0xff) / LARGEST_BYTE;
        }
        return amounts;
    }

    @FunctionalInterface
    private interface Step {
        /** The loss of one batch. */
        NDArray loss(NDManager batch);
    }

    /** Plain stochastic gradient descent. */
    private final class Descent {
        private final Block block;
        private final NDManager manager;
        private final ParameterStore store;

        Descent(Block block, NDManager manager) {
            this.block = block;
            this.manager = manager;
            this.store = new ParameterStore(manager, false);
        }

        /** Embeddings, [count, dimension]; the network divides by 255 what it takes for bytes. */
        NDArray embed(NDManager batch, float[][] series) {
            float[] values = new float[series.length * spec.shape().size()];
            for (int i = 0; i < series.length; i++) {
                for (int k = 0; k < series[i].length; k++) {
                    values[i * series[i].length + k] = series[i][k] * LARGEST_BYTE;
                }
            }
            Shape shape = new Shape(
                    series.length, spec.shape().packets(), spec.shape().bytes());
            NDArray input = batch.create(values, shape);
            return block.forward(store, new NDList(input), true).singletonOrThrow();
        }

        /** How long a step takes; the first ones of the training, at a rate of 0. */
        double seconds(Step step) throws EvaluationException, EncoderException {
            step(step, 0);
            long start = System.nanoTime();
            for (int i = 0; i < MEASURED_STEPS; i++) {
                step(step, 0);
            }
            return (System.nanoTime() - start) / 1e9 / MEASURED_STEPS;
        }

        void run(String name, Step step, int steps, double rate, double warmUp, Progress progress)
                throws EvaluationException, EncoderException {
            progress.begin(name, steps);
            double rising = Math.max(1, warmUp * steps);
            for (int i = 0; i < steps; i++) {
                double now = i < rising
                        ? rate * i / rising
                        : rate * (1 + Math.cos(Math.PI * (i - rising) / Math.max(1, steps - rising))) / 2;
                step(step, now);
                progress.done(i + 1);
            }
        }

        private void step(Step step, double rate) throws EvaluationException, EncoderException {
            float value;
            try (NDManager batch = manager.newSubManager();
                    GradientCollector collector = PyTorch.engine().newGradientCollector()) {
                NDArray loss = step.loss(batch);
                collector.backward(loss);
                value = loss.getFloat();
            }
            if (!Float.isFinite(value)) {
                throw new EvaluationException(title() + ": the loss is " + value);
            }
            boolean grad = GradMode.off();
            try {
                for (Parameter parameter : block.getParameters().values()) {
                    NDArray array = parameter.getArray();
                    if (parameter.requiresGradient() && array.hasGradient()) {
                        try (NDArray gradient = array.getGradient();
                                NDArray decay = array.mul(WEIGHT_DECAY);
                                NDArray sum = gradient.add(decay);
                                NDArray change = sum.mul(rate)) {
                            array.subi(change);
                            // PyTorch adds to what is there.
                            gradient.subi(gradient);
                        }
                    }
                }
            } finally {
                GradMode.restore(grad);
            }
        }
    }
}
