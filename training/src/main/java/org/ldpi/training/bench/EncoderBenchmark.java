package org.ldpi.training.bench;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.ldpi.api.encoder.Encoder;
import org.ldpi.api.encoder.EncoderArchitecture;
import org.ldpi.api.encoder.EncoderException;
import org.ldpi.api.encoder.EncoderSpec;
import org.ldpi.engine.pytorch.MultiplyAdds;
import org.ldpi.engine.pytorch.PyTorch;
import org.ldpi.engine.pytorch.PyTorchArchitecture;

/**
 * Measures what a network costs: to keep, to load, to train and to score with. Samples are noise; what a network of ours computes
 * does not depend on what it sees, but for the pure Java one, which skips what is 0.
 */
public final class EncoderBenchmark {
    /** Batches that scoring is measured with. */
    public static final List<Integer> BATCHES = List.of(1, 32, 256);

    private static final int TRAINING_BATCH = 256;
    private static final double WARM_UP_SHARE = 0.5;
    private static final int ROUNDS = 5;
    private static final int LOADED = 16;
    private static final int COLLECTIONS = 3;
    private static final long SEED = 1;

    /**
     * The figures of one network.
     *
     * @param encoder its name, with the engine where that is another one than PyTorch
     * @param parameters trained ones, without running statistics; null where the network does not tell
     * @param multiplyAdds of one sample; null where the network does not tell
     * @param bytes of the weights in a model bundle
     * @param trainPerSecond samples/s forward and backward in batches of 256; null where it cannot be trained
     * @param heap bytes of the Java heap that a loaded encoder takes, working memory for one caller included; those of
     *     libtorch are beside the heap
     * @param scorePerSecond samples/s for each of {@link #BATCHES}
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    public record Row(
            String encoder,
            Long parameters,
            Long multiplyAdds,
            long bytes,
            Double trainPerSecond,
            long heap,
            double[] scorePerSecond) {}

    private final double seconds;
    private final int callers;

    /**
     * A benchmark.
     *
     * @param seconds to measure each figure
     * @param callers threads that score at once, each with batches of its own
     */
    public EncoderBenchmark(double seconds, int callers) {
        this.seconds = seconds;
        this.callers = callers;
    }

    /** A network with fresh weights. */
    public Row fresh(PyTorchArchitecture architecture, EncoderSpec spec) throws EncoderException {
        PyTorch.engine().setRandomSeed((int) SEED);
        ByteBuffer weights;
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            weights = architecture.weights(architecture.initialise(spec, manager));
        }
        return row(architecture, spec, weights);
    }

    /**
     * What a loaded encoder takes and gives.
     *
     * @param heap see {@link Row}
     * @param perSecond see {@link Row}
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    public record Cost(long heap, double[] perSecond) {}

    /** What an encoder costs where it only scores. */
    public Cost cost(EncoderArchitecture architecture, EncoderSpec spec, ByteBuffer weights) throws EncoderException {
        return new Cost(heap(architecture, spec, weights), scorePerSecond(architecture, spec, weights));
    }

    /** A network with its weights. */
    public Row row(EncoderArchitecture architecture, EncoderSpec spec, ByteBuffer weights) throws EncoderException {
        Long parameters = null;
        Long multiplyAdds = null;
        Double trained = null;
        if (architecture instanceof PyTorchArchitecture network) {
            PyTorch.engine();
            try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
                Block block = network.initialise(spec, manager);
                parameters = block.getParameters().values().stream()
                        .filter(Parameter::requiresGradient)
                        .mapToLong(parameter -> parameter.getArray().size())
                        .sum();
                multiplyAdds = MultiplyAdds.of(
                        block, new Shape(1, spec.shape().packets(), spec.shape().bytes()));
                if (architecture.trainable()) {
                    trained = trainPerSecond(block, spec, manager);
                }
            }
        }
        String engine = architecture.engine();
        String name = engine.isEmpty() || engine.equals("pytorch")
                ? architecture.name()
                : architecture.name() + " (" + engine + ")";
        Cost cost = cost(architecture, spec, weights);
        return new Row(name, parameters, multiplyAdds, weights.remaining(), trained, cost.heap(), cost.perSecond());
    }

    private static long heap(EncoderArchitecture architecture, EncoderSpec spec, ByteBuffer weights)
            throws EncoderException {
        List<Encoder> loaded = new ArrayList<>();
        try {
            // What is loaded with the first one is shared by all.
            loaded.add(architecture.load(spec, weights.duplicate()));
            long before = usedHeap();
            for (int i = 0; i < LOADED; i++) {
                loaded.add(architecture.load(spec, weights.duplicate()));
            }
            return Math.max(0, usedHeap() - before) / LOADED;
        } finally {
            loaded.forEach(Encoder::close);
        }
    }

    private static long usedHeap() {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private double[] scorePerSecond(EncoderArchitecture architecture, EncoderSpec spec, ByteBuffer weights)
            throws EncoderException {
        int most = BATCHES.get(BATCHES.size() - 1);
        byte[] samples = noise(most * spec.shape().size());
        double[] perSecond = new double[BATCHES.size()];
        try (Encoder encoder = architecture.load(spec, weights)) {
            for (int i = 0; i < BATCHES.size(); i++) {
                int batch = BATCHES.get(i);
                Supplier<Step> scoring = () -> {
                    float[] embeddings = new float[batch * spec.dimension()];
                    return () -> encoder.encode(samples, batch, embeddings);
                };
                perSecond[i] = batch * median(scoring, callers);
            }
        }
        return perSecond;
    }

    /** Forward and backward against targets by chance; the step of the optimiser is small beside it. */
    private double trainPerSecond(Block block, EncoderSpec spec, NDManager manager) throws EncoderException {
        ParameterStore store = new ParameterStore(manager, false);
        for (Parameter parameter : block.getParameters().values()) {
            if (parameter.requiresGradient()) {
                parameter.getArray().setRequiresGradient(true);
            }
        }
        ByteBuffer samples =
                ByteBuffer.allocateDirect(TRAINING_BATCH * spec.shape().size());
        samples.put(noise(samples.capacity())).flip();
        Shape shape =
                new Shape(TRAINING_BATCH, spec.shape().packets(), spec.shape().bytes());
        Engine engine = PyTorch.engine();
        Step step = () -> {
            try (NDManager batch = manager.newSubManager();
                    GradientCollector collector = engine.newGradientCollector()) {
                NDArray input = batch.create(samples.duplicate(), shape, DataType.UINT8);
                NDArray output = block.forward(store, new NDList(input), true).singletonOrThrow();
                NDArray targets = batch.randomNormal(output.getShape());
                collector.backward(output.mul(targets).sum());
                collector.zeroGradients();
            }
        };
        return TRAINING_BATCH * median(() -> step, 1);
    }

    private interface Step {
        void run() throws EncoderException;
    }

    /** Steps a second of all callers: the median of some rounds after a warm-up. */
    private double median(Supplier<Step> steps, int threads) throws EncoderException {
        perSecond(steps, threads, seconds * WARM_UP_SHARE);
        double[] rounds = new double[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            rounds[i] = perSecond(steps, threads, seconds / ROUNDS);
        }
        Arrays.sort(rounds);
        return rounds[ROUNDS / 2];
    }

    private static double perSecond(Supplier<Step> steps, int threads, double seconds) throws EncoderException {
        if (threads == 1) {
            return perSecond(steps.get(), seconds);
        }
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<Double>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                Step step = steps.get();
                running.add(pool.submit(() -> perSecond(step, seconds)));
            }
            double sum = 0;
            for (Future<Double> caller : running) {
                sum += caller.get();
            }
            return sum;
        } catch (ExecutionException e) {
            throw new EncoderException("scoring failed: " + e.getCause().getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EncoderException("interrupted", e);
        } finally {
            pool.shutdownNow();
        }
    }

    private static double perSecond(Step step, double seconds) throws EncoderException {
        long start = System.nanoTime();
        long steps = 0;
        long passed;
        do {
            step.run();
            steps++;
            passed = System.nanoTime() - start;
        } while (passed < seconds * 1e9);
        return steps * 1e9 / passed;
    }

    private static byte[] noise(int size) {
        byte[] noise = new byte[size];
        new Random(SEED).nextBytes(noise);
        return noise;
    }
}
