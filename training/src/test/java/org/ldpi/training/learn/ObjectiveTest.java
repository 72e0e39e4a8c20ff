package org.ldpi.training.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.ldpi.api.encoder.EncoderException;
import org.ldpi.engine.pytorch.PyTorch;

/** Losses against their formulas, written out in plain Java. */
class ObjectiveTest {
    private static final int DIMENSION = 5;

    @BeforeAll
    static void engine() throws EncoderException {
        PyTorch.engine();
    }

    @Test
    void theContrastiveLossIsNtXent() {
        int flows = 6;
        float[] values = values(2 * flows * DIMENSION);
        double temperature = 0.3;
        double expected = 0;
        for (int i = 0; i < 2 * flows; i++) {
            double sum = 0;
            for (int k = 0; k < 2 * flows; k++) {
                sum += k == i ? 0 : Math.exp(cosine(values, i, k) / temperature);
            }
            double positive = cosine(values, i, (i + flows) % (2 * flows));
            expected -= Math.log(Math.exp(positive / temperature) / sum) / (2 * flows);
        }
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            NDArray z = manager.create(values, new Shape(2L * flows, DIMENSION)).normalize(2, 1);
            assertEquals(
                    expected,
                    Contrastive.ntXent(manager, z, flows, (float) temperature).getFloat(),
                    1e-4);
        }
    }

    @Test
    void deepSadPullsNormalFlowsAndPushesTheOthers() {
        int normals = 4;
        float[] values = values(2 * normals * DIMENSION);
        float[] centre = {0.1f, -0.2f, 0.3f, 0, 1};
        double eta = 0.5;
        double expected = 0;
        for (int i = 0; i < 2 * normals; i++) {
            double distance = 0;
            for (int d = 0; d < DIMENSION; d++) {
                distance += Math.pow(values[i * DIMENSION + d] - centre[d], 2);
            }
            expected += i < normals ? distance / normals : eta / (distance + DeepSad.EPSILON) / normals;
        }
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            NDArray embeddings = manager.create(values, new Shape(2L * normals, DIMENSION));
            assertEquals(
                    expected,
                    new DeepSad(options(normals, eta, 0), centre)
                            .loss(manager, embeddings, 0)
                            .getFloat(),
                    1e-4);
        }
    }

    @Test
    void besideTheContrastiveLossDeepSadLooksAtTheFirstHalfOnly() {
        float[] centre = {3, 0, 4, 1, 1};
        // The centre's part is brought to its share of the unit length: 3 of 5 dimensions.
        double scale = Math.sqrt(0.6) / 5;
        float[] values = values(2 * DIMENSION);
        double expected = 0;
        for (int i = 0; i < 2; i++) {
            double distance = 0;
            for (int d = 0; d < 3; d++) {
                distance += Math.pow(values[i * DIMENSION + d] - scale * centre[d], 2) * DIMENSION / 3;
            }
            expected += i == 0 ? distance : 1 / (distance + DeepSad.EPSILON);
        }
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            NDArray embeddings = manager.create(values, new Shape(2, DIMENSION));
            assertEquals(
                    expected,
                    new DeepSad(options(1, 1, 0.5), centre)
                            .loss(manager, embeddings, 0)
                            .getFloat(),
                    1e-4);
        }
    }

    @Test
    void unlabelledFlowsHaveTheirOwnWeight() {
        float[] values = values(4 * DIMENSION);
        float[] centre = new float[DIMENSION];
        TrainingOptions options = new TestOptions()
                .dimension(DIMENSION)
                .batch(2)
                .eta(0)
                .contrastiveWeight(0)
                .unlabelledWeight(0.25)
                .options();
        double expected = 0;
        for (int i = 0; i < 2 * DIMENSION; i++) {
            expected += Math.pow(values[i], 2) * (i < DIMENSION ? 0.25 : 1) / 2;
        }
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            NDArray embeddings = manager.create(values, new Shape(4, DIMENSION));
            assertEquals(
                    expected,
                    new DeepSad(options, centre).loss(manager, embeddings, 1).getFloat(),
                    1e-4);
        }
    }

    /**
     * What a loss keeps for its gradient must outlive the garbage collector: numbers that DJL put into Java's memory did
     * not, and trainings ended with a loss of NaN now and then.
     */
    @Test
    void gradientsAreRightThoughTheGarbageCollectorRuns() throws Exception {
        int normals = 3;
        float[] values = values(2 * normals * DIMENSION);
        float[] centre = {0.1f, -0.2f, 0.3f, 0, 1};
        for (double contrastiveWeight : new double[] {0, 0.5}) {
            DeepSad deepSad = new DeepSad(options(normals, 0.5, contrastiveWeight), centre);
            checkGradient(values, (manager, x) -> {
                NDArray contrastive = Contrastive.ntXent(manager, Contrastive.unitLength(x), normals, 0.3f);
                return deepSad.loss(manager, x, 0).add(contrastive);
            });
        }
    }

    /** Compares the gradient of a loss with differences of its values. */
    private static void checkGradient(float[] values, BiFunction<NDManager, NDArray, NDArray> loss) throws Exception {
        float[] gradient;
        try (NDManager manager = NDManager.newBaseManager(Device.cpu());
                GradientCollector collector = PyTorch.engine().newGradientCollector()) {
            NDArray x = at(manager, values);
            x.setRequiresGradient(true);
            NDArray value = loss.apply(manager, x);
            collectGarbage();
            collector.backward(value);
            gradient = x.getGradient().toFloatArray();
        }
        float step = 1e-2f;
        for (int i = 0; i < values.length; i++) {
            double[] around = new double[2];
            for (int side = 0; side < 2; side++) {
                float[] moved = values.clone();
                moved[i] += side == 0 ? -step : step;
                try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
                    around[side] = loss.apply(manager, at(manager, moved)).getFloat();
                }
            }
            assertEquals((around[1] - around[0]) / (2 * step), gradient[i], 5e-3, "value " + i);
        }
    }

    private static NDArray at(NDManager manager, float[] values) {
        return manager.create(values, new Shape(values.length / DIMENSION, DIMENSION));
    }

    /** Frees the native memory of buffers that nothing refers to, and has it used for something else. */
    private static void collectGarbage() throws InterruptedException {
        ReferenceQueue<Object> collected = new ReferenceQueue<>();
        PhantomReference<Object> garbage = new PhantomReference<>(ByteBuffer.allocateDirect(1), collected);
        System.gc();
        assertSame(garbage, collected.remove());
        List<ByteBuffer> others = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            ByteBuffer other = ByteBuffer.allocateDirect(Float.BYTES);
            others.add(other.putInt(0, -1));
        }
        assertEquals(1000, others.size());
    }

    private static TrainingOptions options(int normals, double eta, double contrastiveWeight) {
        return new TestOptions()
                .dimension(DIMENSION)
                .batch(normals)
                .eta(eta)
                .contrastiveWeight(contrastiveWeight)
                .options();
    }

    private static double cosine(float[] values, int i, int k) {
        double dot = 0;
        double first = 0;
        double second = 0;
        for (int d = 0; d < DIMENSION; d++) {
            dot += values[i * DIMENSION + d] * values[k * DIMENSION + d];
            first += Math.pow(values[i * DIMENSION + d], 2);
            second += Math.pow(values[k * DIMENSION + d], 2);
        }
        return dot / Math.sqrt(first * second);
    }

    private static float[] values(int count) {
        Random random = new Random(4);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
