package org.ldpi.engine.pytorch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.pytorch.jni.JniUtils;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.ldpi.api.encoder.Encoder;
import org.ldpi.api.encoder.EncoderException;
import org.ldpi.api.encoder.EncoderSpec;
import org.ldpi.api.quantizer.SampleShape;

class PyTorchArchitectureTest {
    private static final Small SMALL = new Small();
    private static final EncoderSpec SPEC = Small.SPEC;
    private static byte[] weights;

    @BeforeAll
    static void someWeights() throws EncoderException {
        Engine engine = PyTorch.engine();
        engine.setRandomSeed(7);
        try (NDManager manager = NDManager.newBaseManager()) {
            weights = SMALL.weights(SMALL.initialise(SPEC, manager)).array();
        }
    }

    @Test
    void theEngineIsOfflineAndUpOnce() throws EncoderException {
        assertEquals("PyTorch", PyTorch.engine().getEngineName());
        assertEquals(PyTorch.engine(), PyTorch.engine());
        assertEquals("true", System.getProperty("ai.djl.offline"));
        assertEquals("true", System.getProperty("OPT_OUT_TRACKING"));
        assertEquals(1, JniUtils.getNumThreads());
    }

    @Test
    void weightsThatWereReadAreWrittenAgainByteForByte() throws EncoderException {
        try (NDManager manager = NDManager.newBaseManager()) {
            Block other = SMALL.initialise(SPEC, manager);
            SMALL.restore(other, ByteBuffer.wrap(weights));
            assertArrayEquals(weights, SMALL.weights(other).array());
        }
    }

    @Test
    void anEmbeddingIsWhatItsWeightsSay() throws EncoderException {
        float[] embedding = new float[5];
        byte[] sample = new byte[40];
        new Random(3).nextBytes(sample);
        try (Encoder encoder = SMALL.load(SPEC, ByteBuffer.wrap(weights))) {
            encoder.encode(sample, 1, embedding);
        }
        ByteBuffer in = ByteBuffer.wrap(weights).order(ByteOrder.LITTLE_ENDIAN);
        float[] table = floats(in, 256 * 3);
        float[] matrix = floats(in, 5 * 120);
        float[] bias = floats(in, 5);
        for (int d = 0; d < 5; d++) {
            double sum = bias[d];
            for (int i = 0; i < 120; i++) {
                sum += matrix[d * 120 + i] * table[(sample[i / 3] & 0xff) * 3 + i % 3];
            }
            assertEquals(sum, embedding[d], 1e-4, "dimension " + d);
        }
    }

    /** Finds the next parameter of that many values. */
    private static float[] floats(ByteBuffer in, int count) {
        in.position(in.position() == 0 ? 12 : in.position());
        in.position(in.position() + 2 + in.getShort(in.position()));
        int rank = in.get();
        int size = 1;
        for (int i = 0; i < rank; i++) {
            size *= in.getInt();
        }
        assertEquals(count, size);
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = in.getFloat();
        }
        return values;
    }

    @Test
    void autogradIsRestoredAsItWas() throws EncoderException {
        try (Encoder encoder = SMALL.load(SPEC, ByteBuffer.wrap(weights))) {
            boolean before = JniUtils.isGradMode();
            JniUtils.setGradMode(true);
            encoder.encode(new byte[40], 1, new float[5]);
            assertTrue(JniUtils.isGradMode());
            JniUtils.setGradMode(false);
            encoder.encode(new byte[40], 1, new float[5]);
            assertFalse(JniUtils.isGradMode());
            JniUtils.setGradMode(before);
        }
    }

    @Test
    void aClosedEncoderEncodesNothing() throws EncoderException {
        Encoder encoder = SMALL.load(SPEC, ByteBuffer.wrap(weights));
        encoder.close();
        encoder.close();
        assertThrows(IllegalStateException.class, () -> encoder.encode(new byte[40], 1, new float[5]));
    }

    @Test
    void buffersThatAreTooSmallAreRefused() throws EncoderException {
        try (Encoder encoder = SMALL.load(SPEC, ByteBuffer.wrap(weights))) {
            assertThrows(IllegalArgumentException.class, () -> encoder.encode(new byte[40], 0, new float[5]));
            assertThrows(IllegalArgumentException.class, () -> encoder.encode(new byte[79], 2, new float[10]));
            assertThrows(IllegalArgumentException.class, () -> encoder.encode(new byte[80], 2, new float[9]));
        }
    }

    @Test
    void weightsThatDoNotFitAreRefusedWithTheReason() {
        assertRefused("begin with LDPW", changed(0, (byte) 'X'), SPEC);
        assertRefused("weights of format 9", changed(4, (byte) 9), SPEC);
        assertRefused("parameters for a network of", changed(8, (byte) 9), SPEC);
        assertRefused("end too early", Arrays.copyOf(weights, weights.length - 1), SPEC);
        assertRefused("end too early", new byte[3], SPEC);
        assertRefused("1 bytes behind their end", Arrays.copyOf(weights, weights.length + 1), SPEC);
        EncoderSpec wider = new EncoderSpec("small", new SampleShape(2, 21), 5, Map.of());
        assertRefused("where the network has", weights, wider);
        assertRefused("asked of the architecture", weights, new EncoderSpec("other", SPEC.shape(), 5, Map.of()));
        assertRefused(
                "unknown options [colour]",
                weights,
                new EncoderSpec("small", SPEC.shape(), 5, Map.of("colour", "red")));
    }

    @Test
    void valuesThatAreNotFiniteAreRefused() {
        byte[] nan = weights.clone();
        ByteBuffer.wrap(nan).order(ByteOrder.LITTLE_ENDIAN).putFloat(nan.length - 4, Float.NaN);
        assertRefused("holds NaN", nan, SPEC);
        assertRefused(
                "embeddings with",
                weights,
                new EncoderSpec("small", SPEC.shape(), 5, Map.of("scale", Float.toString(Float.POSITIVE_INFINITY))));
    }

    private static byte[] changed(int index, byte value) {
        byte[] copy = weights.clone();
        copy[index] = value;
        return copy;
    }

    private static void assertRefused(String reason, byte[] given, EncoderSpec spec) {
        EncoderException thrown = assertThrows(EncoderException.class, () -> SMALL.load(spec, ByteBuffer.wrap(given)));
        assertTrue(thrown.getMessage().contains(reason), thrown.getMessage());
        assertEquals(1, thrown.getMessage().lines().count());
    }
}
