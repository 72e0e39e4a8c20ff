package org.ldpi.encoder.purejava;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
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
import org.ldpi.encoder.resnet1d.ResNet1D;
import org.ldpi.engine.pytorch.PyTorch;

class JavaResNet1DTest {
    private static final int DIMENSION = 24;
    private static final JavaResNet1D JAVA = new JavaResNet1D();
    private static final JavaResNet1DInt8 INT8 = new JavaResNet1DInt8();
    private static final ResNet1D PYTORCH = new ResNet1D();

    private static ByteBuffer weights;

    @BeforeAll
    static void someWeights() throws EncoderException {
        PyTorch.engine().setRandomSeed(5);
        weights = fresh(spec("resnet1d", SampleShape.DEFAULT, Map.of()));
    }

    @Test
    void allAreFoundAsServicesThatCannotBeTrained() {
        for (Class<?> type : List.of(JavaResNet1D.class, JavaResNet1DFloat32.class, JavaResNet1DInt8.class)) {
            EncoderArchitecture found = ServiceLoader.load(EncoderArchitecture.class).stream()
                    .filter(provider -> provider.type() == type)
                    .findFirst()
                    .orElseThrow()
                    .get();
            assertFalse(found.trainable());
            assertEquals("java", found.engine());
        }
    }

    @Test
    void itStandsInForPyTorchAndIsNotPreferredToIt() {
        assertEquals(PYTORCH.name(), JAVA.name());
        assertTrue(JAVA.preference() < PYTORCH.preference());
    }

    @ParameterizedTest
    @CsvSource({
        "4, 60, 10, 64",
        "4, 32, 10, 64",
        "1, 20, 10, 64",
        "3, 47, 16, 8",
        "8, 60, 7, 24",
        "2, 512, 32, 16",
        "32, 128, 16, 8"
    })
    void embeddingsAreThoseOfPyTorch(int packets, int bytes, int patch, int channels) throws Exception {
        SampleShape shape = new SampleShape(packets, bytes);
        EncoderSpec spec = spec(
                "resnet1d", shape, Map.of("patch", Integer.toString(patch), "channels", Integer.toString(channels)));
        ByteBuffer given = fresh(spec);
        int count = 40;
        byte[] samples = samples(count * shape.size());
        float[] expected = encode(PYTORCH, spec, given, samples, count);
        float[] embeddings = encode(JAVA, spec, given, samples, count);
        assertArrayEquals(expected, embeddings, 2e-5f);
        assertFalse(Arrays.equals(
                Arrays.copyOf(expected, DIMENSION), Arrays.copyOfRange(expected, DIMENSION, 2 * DIMENSION)));
    }

    @Test
    void underTheNameThatOnlyJavaHasEmbeddingsAreTheSameToTheBit() throws Exception {
        int count = 20;
        byte[] samples = samples(count * SampleShape.DEFAULT.size());
        EncoderSpec own = spec(JavaResNet1DFloat32.NAME, SampleShape.DEFAULT, Map.of());
        assertArrayEquals(
                encode(JAVA, spec("resnet1d", SampleShape.DEFAULT, Map.of()), weights, samples, count),
                encode(new JavaResNet1DFloat32(), own, weights, samples, count));
    }

    @Test
    void weightsOfOneByteAreAQuarterAndNearlyTheSame() throws Exception {
        EncoderSpec spec = spec("resnet1d", SampleShape.DEFAULT, Map.of());
        ByteBuffer small = JavaResNet1DInt8.quantized(spec, weights);
        assertTrue(small.remaining() < 0.35 * weights.remaining(), small.remaining() + " of " + weights.remaining());
        int count = 60;
        byte[] samples = samples(count * SampleShape.DEFAULT.size());
        float[] expected = encode(JAVA, spec, weights, samples, count);
        float[] embeddings = encode(INT8, spec("resnet1d-int8", SampleShape.DEFAULT, Map.of()), small, samples, count);
        assertFalse(Arrays.equals(expected, embeddings));
        for (int i = 0; i < count; i++) {
            double distance = 0;
            for (int d = i * DIMENSION; d < (i + 1) * DIMENSION; d++) {
                distance += Math.pow(expected[d] - embeddings[d], 2);
            }
            assertTrue(distance < 0.01, "sample " + i + " moves by " + distance);
        }
    }

    @Test
    void severalThreadsEncodeAtOnceToTheSameBits() throws Exception {
        EncoderSpec spec = spec("resnet1d", SampleShape.DEFAULT, Map.of());
        int count = 50;
        int size = SampleShape.DEFAULT.size();
        byte[] samples = samples(count * size);
        try (Encoder encoder = JAVA.load(spec, weights)) {
            float[] expected = new float[count * DIMENSION];
            encoder.encode(samples, count, expected);
            ExecutorService threads = Executors.newFixedThreadPool(4);
            try {
                List<Callable<Void>> calls = new ArrayList<>();
                for (int i = 0; i < count; i++) {
                    int from = i;
                    calls.add(() -> {
                        float[] embeddings = new float[(count - from) * DIMENSION];
                        byte[] part = Arrays.copyOfRange(samples, from * size, count * size);
                        encoder.encode(part, count - from, embeddings);
                        assertArrayEquals(
                                Arrays.copyOfRange(expected, from * DIMENSION, count * DIMENSION), embeddings);
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

    @Test
    void aClosedEncoderEncodesNothingAndBuffersAreChecked() throws Exception {
        Encoder encoder = JAVA.load(spec("resnet1d", SampleShape.DEFAULT, Map.of()), weights);
        assertThrows(IllegalArgumentException.class, () -> encoder.encode(new byte[240], 0, new float[DIMENSION]));
        assertThrows(IllegalArgumentException.class, () -> encoder.encode(new byte[479], 2, new float[100]));
        assertThrows(IllegalArgumentException.class, () -> encoder.encode(new byte[480], 2, new float[DIMENSION]));
        encoder.close();
        assertThrows(IllegalStateException.class, () -> encoder.encode(new byte[240], 1, new float[DIMENSION]));
    }

    @Test
    void weightsThatDoNotFitAreRefusedWithTheReason() throws Exception {
        EncoderSpec spec = spec("resnet1d", SampleShape.DEFAULT, Map.of());
        byte[] whole = bytes(weights);
        assertRefused("begin with LDPW", changed(whole, 0, 'X'), spec);
        assertRefused("weights of format 9", changed(whole, 4, 9), spec);
        assertRefused("end too early", Arrays.copyOf(whole, whole.length - 1), spec);
        assertRefused("end too early", new byte[3], spec);
        assertRefused("1 bytes behind their end", Arrays.copyOf(whole, whole.length + 1), spec);
        assertRefused("asked of the architecture", whole, spec("lstm", SampleShape.DEFAULT, Map.of()));
        assertRefused("where the network has", whole, new EncoderSpec("resnet1d", SampleShape.DEFAULT, 25, Map.of()));
        assertRefused("where the network has", whole, spec("resnet1d", new SampleShape(8, 60), Map.of()));
        assertRefused(
                "option channels is '32', the weights are for 64",
                whole,
                spec("resnet1d", SampleShape.DEFAULT, Map.of("channels", "32")));
        byte[] nan = whole.clone();
        ByteBuffer.wrap(nan).order(ByteOrder.LITTLE_ENDIAN).putFloat(nan.length - 4, Float.NaN);
        assertRefused("holds NaN", nan, spec);
        byte[] huge = whole.clone();
        ByteBuffer.wrap(huge)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(12 + 2 + "01ByteEmbedding_table".length() + 1, Integer.MAX_VALUE);
        assertRefused("is larger than all of them", huge, spec);
        ByteBuffer small = JavaResNet1DInt8.quantized(spec, weights);
        assertRefused("begin with LDPW", bytes(small), spec);
    }

    private static void assertRefused(String reason, byte[] given, EncoderSpec spec) {
        EncoderException thrown = assertThrows(EncoderException.class, () -> JAVA.load(spec, ByteBuffer.wrap(given)));
        assertTrue(thrown.getMessage().contains(reason), thrown.getMessage());
    }

    private static byte[] changed(byte[] whole, int index, int value) {
        byte[] copy = whole.clone();
        copy[index] = (byte) value;
        return copy;
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    private static float[] encode(
            EncoderArchitecture architecture, EncoderSpec spec, ByteBuffer given, byte[] samples, int count)
            throws EncoderException {
        float[] embeddings = new float[count * DIMENSION];
        try (Encoder encoder = architecture.load(spec, given)) {
            encoder.encode(samples, count, embeddings);
        }
        return embeddings;
    }

    private static EncoderSpec spec(String name, SampleShape shape, Map<String, String> options) {
        return new EncoderSpec(name, shape, DIMENSION, options);
    }

    /** Weights by chance, normalisation included: fresh ones would leave it without effect. */
    private static ByteBuffer fresh(EncoderSpec spec) throws EncoderException {
        Random random = new Random(6);
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            Block network = PYTORCH.initialise(spec, manager);
            for (var pair : network.getParameters()) {
                Parameter parameter = pair.getValue();
                if (parameter.getArray().getShape().dimension() == 1) {
                    float[] values = new float[(int) parameter.getArray().size()];
                    for (int i = 0; i < values.length; i++) {
                        values[i] = (float)
                                (pair.getKey().endsWith("Var") ? 0.5 + random.nextDouble() : random.nextGaussian());
                    }
                    parameter.getArray().set(values);
                }
            }
            return PYTORCH.weights(network);
        }
    }

    private static byte[] samples(int size) {
        byte[] samples = new byte[size];
        new Random(7).nextBytes(samples);
        return samples;
    }
}
