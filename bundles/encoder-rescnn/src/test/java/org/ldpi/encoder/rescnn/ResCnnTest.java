package org.ldpi.encoder.rescnn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
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

class ResCnnTest {
    @BeforeAll
    static void engine() throws EncoderException {
        PyTorch.engine();
    }

    @Test
    void itIsFoundAsAService() {
        assertTrue(ServiceLoader.load(EncoderArchitecture.class).stream()
                .anyMatch(provider -> provider.type() == ResCnn.class));
    }

    @Test
    void itKeepsAllPositionsAndSoCostsMuchForItsSize() throws EncoderException {
        ResCnn architecture = new ResCnn();
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            Block network = architecture.initialise(spec(Map.of()), manager);
            long parameters = network.getParameters().values().stream()
                    .mapToLong(parameter -> parameter.getArray().size())
                    .sum();
            assertTrue(parameters > 150_000 && parameters < 200_000, parameters + " parameters");
            int convolutions = 240
                    * (7
                            + 64
                            + 64 * (5 + 64)
                            + 64 * (3 + 64)
                            + 64 // the residual block with its shortcut
                            + 64 * (3 + 128)
                            + 128 * (3 + 256)
                            + 256 * (3 + 128));
            assertEquals(convolutions + 5 * 128 * 128, MultiplyAdds.of(network, new Shape(1, 4, 60)));
        }
    }

    @Test
    void theParametricRectifierHasItsSlopeBelowZeroAlone() {
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            ParametricRelu layer = new ParametricRelu();
            layer.initialize(manager, DataType.FLOAT32, new Shape(3));
            NDArray output = layer.forward(
                            new ParameterStore(manager, false),
                            new NDList(manager.create(new float[] {-2, 0, 3})),
                            false)
                    .singletonOrThrow();
            assertArrayEquals(new float[] {-0.5f, 0, 3}, output.toFloatArray());
        }
    }

    @Test
    void withAQuarterOfTheChannelsItCostsATwelfth() throws EncoderException {
        ResCnn architecture = new ResCnn();
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            Block narrow = architecture.initialise(spec(Map.of("channels", "16")), manager);
            Block wide = architecture.initialise(spec(Map.of()), manager);
            Shape sample = new Shape(1, 4, 60);
            assertTrue(MultiplyAdds.of(narrow, sample) < MultiplyAdds.of(wide, sample) / 12);
        }
    }

    @Test
    void itHasNoOtherOptions() {
        EncoderException thrown = assertThrows(
                EncoderException.class, () -> new ResCnn().load(spec(Map.of("patch", "8")), ByteBuffer.allocate(0)));
        assertTrue(thrown.getMessage().contains("unknown options [patch], there are channels"), thrown.getMessage());
    }

    private static EncoderSpec spec(Map<String, String> options) {
        return new EncoderSpec("rescnn", SampleShape.DEFAULT, 128, options);
    }
}
