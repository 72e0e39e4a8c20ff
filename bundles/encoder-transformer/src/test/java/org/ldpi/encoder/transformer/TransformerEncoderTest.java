package org.ldpi.encoder.transformer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.ldpi.api.encoder.EncoderArchitecture;
import org.ldpi.api.encoder.EncoderException;
import org.ldpi.api.encoder.EncoderSpec;
import org.ldpi.api.quantizer.SampleShape;
import org.ldpi.engine.pytorch.MultiplyAdds;
import org.ldpi.engine.pytorch.PyTorch;

class TransformerEncoderTest {
    private static final int POSITIONS = 6;
    private static final int WIDTH = 8;

    @BeforeAll
    static void engine() throws EncoderException {
        PyTorch.engine().setRandomSeed(3);
    }

    @Test
    void itIsFoundAsAServiceThatCanBeTrained() {
        EncoderArchitecture found = ServiceLoader.load(EncoderArchitecture.class).stream()
                .filter(provider -> provider.type() == TransformerEncoder.class)
                .findFirst()
                .orElseThrow()
                .get();
        assertEquals("transformer", found.name());
        assertTrue(found.trainable());
    }

    @Test
    void aLayerTreatsPositionsAlikeAndMixesThemAll() {
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            TransformerLayer layer = new TransformerLayer(WIDTH, 2, 16);
            layer.initialize(manager, DataType.FLOAT32, new Shape(1, POSITIONS, WIDTH));
            NDArray x = manager.randomNormal(new Shape(1, POSITIONS, WIDTH));
            float[][] rows = rows(run(layer, manager, x));
            float[][] turned = rows(run(layer, manager, x.flip(1)));
            for (int i = 0; i < POSITIONS; i++) {
                assertArrayEquals(rows[i], turned[POSITIONS - 1 - i], 1e-5f, "position " + i);
            }
            NDArray changed = x.duplicate();
            changed.setScalar(new ai.djl.ndarray.index.NDIndex("0, 0, 0"), 9);
            float[][] moved = rows(run(layer, manager, changed));
            for (int i = 0; i < POSITIONS; i++) {
                assertFalse(Arrays.equals(rows[i], moved[i]), "position " + i + " does not see the first");
            }
        }
    }

    private static NDArray run(Block layer, NDManager manager, NDArray x) {
        return layer.forward(new ParameterStore(manager, false), new NDList(x), false)
                .singletonOrThrow();
    }

    private static float[][] rows(NDArray array) {
        float[] values = array.toFloatArray();
        float[][] rows = new float[POSITIONS][];
        for (int i = 0; i < POSITIONS; i++) {
            rows[i] = Arrays.copyOfRange(values, i * WIDTH, (i + 1) * WIDTH);
        }
        return rows;
    }

    @Test
    void theOrderOfPacketsMatters() throws EncoderException {
        TransformerEncoder architecture = new TransformerEncoder();
        EncoderSpec spec = spec(Map.of());
        byte[] samples = new byte[2 * SampleShape.DEFAULT.size()];
        for (int i = 0; i < 60; i++) {
            samples[i] = (byte) i;
            samples[240 + 60 + i] = (byte) i;
        }
        float[] embeddings = new float[2 * 64];
        try (NDManager manager = NDManager.newBaseManager(Device.cpu());
                var encoder = architecture.load(spec, architecture.weights(architecture.initialise(spec, manager)))) {
            encoder.encode(samples, 2, embeddings);
        }
        assertFalse(Arrays.equals(Arrays.copyOf(embeddings, 64), Arrays.copyOfRange(embeddings, 64, 128)));
    }

    @Test
    void itsCostIsThatOfItsMatricesAndOfAttention() throws EncoderException {
        TransformerEncoder architecture = new TransformerEncoder();
        EncoderSpec spec = spec(Map.of("patch", "20", "width", "16", "layers", "1"));
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            Block network = architecture.initialise(spec, manager);
            int positions = 12;
            int layer = positions * (16 * 48 + 16 * 16 + 2 * 16 * 32) + 2 * positions * positions * 16;
            assertEquals(positions * 160 * 16 + layer + 16 * 64, MultiplyAdds.of(network, new Shape(1, 4, 60)));
        }
    }

    @Test
    void optionsThatCannotBeAreNamed() {
        assertRefused("option layers is '0'", Map.of("layers", "0"));
        assertRefused("width is 64, not a multiple of the 5 heads", Map.of("heads", "5"));
        assertRefused("unknown options [depth]", Map.of("depth", "3"));
    }

    private static void assertRefused(String reason, Map<String, String> options) {
        EncoderException thrown = assertThrows(
                EncoderException.class, () -> new TransformerEncoder().load(spec(options), ByteBuffer.allocate(0)));
        assertTrue(thrown.getMessage().contains(reason), thrown.getMessage());
    }

    private static EncoderSpec spec(Map<String, String> options) {
        return new EncoderSpec("transformer", SampleShape.DEFAULT, 64, options);
    }
}
