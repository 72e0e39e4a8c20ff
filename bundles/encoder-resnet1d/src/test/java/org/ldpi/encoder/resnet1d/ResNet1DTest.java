package org.ldpi.encoder.resnet1d;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.Pair;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ldpi.api.encoder.Encoder;
import org.ldpi.api.encoder.EncoderArchitecture;
import org.ldpi.api.encoder.EncoderException;
import org.ldpi.api.encoder.EncoderSpec;
import org.ldpi.api.quantizer.SampleShape;
import org.ldpi.engine.pytorch.PyTorch;

class ResNet1DTest {
    private static final ResNet1D ARCHITECTURE = new ResNet1D();
    private static final EncoderSpec DEFAULT = spec(SampleShape.DEFAULT, Map.of());
    private static final int DIMENSION = 64;
    private static final int SIZE = SampleShape.DEFAULT.size();
    private static ByteBuffer weights;

    @BeforeAll
    static void someWeights() throws EncoderException {
        PyTorch.engine().setRandomSeed(11);
        weights = fresh(DEFAULT);
    }

    @Test
    void itIsFoundAsAService() {
        assertTrue(ServiceLoader.load(EncoderArchitecture.class).stream()
                .anyMatch(provider -> provider.type() == ResNet1D.class));
    }

    @Test
    void theDefaultNetworkIsSmall() throws EncoderException {
        try (NDManager manager = NDManager.newBaseManager()) {
            Block network = ARCHITECTURE.initialise(DEFAULT, manager);
            long parameters = network.getParameters().values().stream()
                    .mapToLong(parameter -> parameter.getArray().size())
                    .sum();
            assertTrue(parameters > 100_000 && parameters < 200_000, parameters + " parameters");
        }
    }

    @Test
    void anEmbeddingIsTheSameToTheBitWhateverElseIsInTheBatch() throws Exception {
        int count = 700;
        byte[] samples = samples(count);
        try (Encoder encoder = ARCHITECTURE.load(DEFAULT, weights)) {
            float[] expected = new float[count * DIMENSION];
            encoder.encode(samples, count, expected);
            ExecutorService threads = Executors.newFixedThreadPool(4);
            try {
                List<Callable<Void>> calls = new ArrayList<>();
                for (int seed = 0; seed < 60; seed++) {
                    Random random = new Random(seed);
                    calls.add(() -> {
                        assertSameInAnyBatch(encoder, samples, expected, random);
                        return null;
                    });
                }
                for (Future<Void> call : threads.invokeAll(calls)) {
                    call.get();
                }
            } finally {
                threads.shutdown();
            }
        }
    }

    private static void assertSameInAnyBatch(Encoder encoder, byte[] samples, float[] expected, Random random)
            throws EncoderException {
        int count = samples.length / SIZE;
        int batch = 1 + random.nextInt(random.nextBoolean() ? 20 : 600);
        int[] picked = random.ints(batch, 0, count).toArray();
        byte[] mixed = new byte[batch * SIZE];
        for (int i = 0; i < batch; i++) {
            System.arraycopy(samples, picked[i] * SIZE, mixed, i * SIZE, SIZE);
        }
        float[] embeddings = new float[batch * DIMENSION];
        encoder.encode(mixed, batch, embeddings);
        for (int i = 0; i < batch; i++) {
            for (int d = 0; d < DIMENSION; d++) {
                assertEquals(
                        Float.floatToRawIntBits(expected[picked[i] * DIMENSION + d]),
                        Float.floatToRawIntBits(embeddings[i * DIMENSION + d]),
                        "sample " + picked[i] + " at " + i + " of " + batch);
            }
        }
    }

    @Test
    void theSameWeightsLoadedTwiceGiveTheSameEmbeddings() throws EncoderException {
        byte[] samples = samples(20);
        float[] one = new float[20 * DIMENSION];
        float[] other = new float[20 * DIMENSION];
        try (Encoder first = ARCHITECTURE.load(DEFAULT, weights);
                Encoder second = ARCHITECTURE.load(DEFAULT, weights)) {
            first.encode(samples, 20, one);
            second.encode(samples, 20, other);
        }
        assertArrayEquals(one, other);
    }

    /** Batch norms are folded into the layers before them where the network only scores. */
    @Test
    void itScoresAsItWasTrained() throws EncoderException {
        int count = 50;
        byte[] samples = samples(count);
        try (NDManager manager = NDManager.newBaseManager()) {
            Block trained = ARCHITECTURE.initialise(DEFAULT, manager);
            Random random = new Random(3);
            for (Pair<String, Parameter> parameter : trained.getParameters()) {
                if (parameter.getKey().contains("BatchNorm")) {
                    NDArray values = parameter.getValue().getArray();
                    float[] drawn = new float[(int) values.size()];
                    for (int i = 0; i < drawn.length; i++) {
                        drawn[i] = 0.5f + random.nextFloat();
                    }
                    values.set(drawn);
                }
            }
            float[] expected = trained.forward(
                            new ParameterStore(manager, false),
                            new NDList(manager.create(
                                    ByteBuffer.wrap(samples),
                                    new Shape(count, SampleShape.DEFAULT.packets(), SampleShape.DEFAULT.bytes()),
                                    DataType.UINT8)),
                            false)
                    .singletonOrThrow()
                    .toFloatArray();
            float[] embeddings = new float[count * DIMENSION];
            try (Encoder encoder = ARCHITECTURE.load(DEFAULT, ARCHITECTURE.weights(trained))) {
                encoder.encode(samples, count, embeddings);
            }
            assertArrayEquals(expected, embeddings, 1e-5f);
        }
    }

    @Test
    void everyByteMovesTheEmbedding() throws EncoderException {
        byte[] samples = new byte[(SIZE + 1) * SIZE];
        for (int i = 0; i < SIZE; i++) {
            samples[(i + 1) * SIZE + i] = (byte) 200;
        }
        float[] embeddings = new float[(SIZE + 1) * DIMENSION];
        try (Encoder encoder = ARCHITECTURE.load(DEFAULT, weights)) {
            encoder.encode(samples, SIZE + 1, embeddings);
        }
        for (int i = 1; i <= SIZE; i++) {
            boolean moved = false;
            for (int d = 0; d < DIMENSION; d++) {
                moved |= embeddings[d] != embeddings[i * DIMENSION + d];
            }
            assertTrue(moved, "byte " + (i - 1));
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 20", "1, 512", "3, 47", "8, 60", "32, 128"})
    void samplesOfAnyShapeAreEncoded(int packets, int bytes) throws EncoderException {
        EncoderSpec spec = spec(new SampleShape(packets, bytes), Map.of("patch", "16", "channels", "8"));
        float[] embeddings = new float[3 * DIMENSION];
        try (Encoder encoder = ARCHITECTURE.load(spec, fresh(spec))) {
            encoder.encode(new byte[3 * packets * bytes], 3, embeddings);
        }
        assertFalse(embeddings[0] == 0 && embeddings[1] == 0);
    }

    @Test
    void optionsThatCannotBeAreNamed() {
        assertRefused("option channels is '7'", Map.of("channels", "7"));
        assertRefused("option patch is 'wide'", Map.of("patch", "wide"));
        assertRefused("unknown options [depth]", Map.of("depth", "3"));
    }

    private static void assertRefused(String reason, Map<String, String> options) {
        EncoderException thrown = assertThrows(
                EncoderException.class, () -> ARCHITECTURE.load(spec(SampleShape.DEFAULT, options), weights));
        assertTrue(thrown.getMessage().contains(reason), thrown.getMessage());
    }

    private static EncoderSpec spec(SampleShape shape, Map<String, String> options) {
        return new EncoderSpec("resnet1d", shape, DIMENSION, options);
    }

    private static ByteBuffer fresh(EncoderSpec spec) throws EncoderException {
        try (NDManager manager = NDManager.newBaseManager()) {
            return ARCHITECTURE.weights(ARCHITECTURE.initialise(spec, manager));
        }
    }

    private static byte[] samples(int count) {
        byte[] samples = new byte[count * SIZE];
        new Random(5).nextBytes(samples);
        return samples;
    }
}
