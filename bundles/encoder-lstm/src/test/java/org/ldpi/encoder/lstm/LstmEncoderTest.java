package org.ldpi.encoder.lstm;

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
import java.util.Random;
import java.util.ServiceLoader;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.ldpi.api.encoder.EncoderArchitecture;
import org.ldpi.api.encoder.EncoderException;
import org.ldpi.api.encoder.EncoderSpec;
import org.ldpi.api.quantizer.SampleShape;
import org.ldpi.engine.pytorch.MultiplyAdds;
import org.ldpi.engine.pytorch.PyTorch;

class LstmEncoderTest {
    private static final int STEPS = 5;
    private static final int WIDTH = 3;
    private static final int HIDDEN = 8;

    @BeforeAll
    static void engine() throws EncoderException {
        PyTorch.engine().setRandomSeed(3);
    }

    @Test
    void itIsFoundAsAServiceThatCanBeTrained() {
        EncoderArchitecture found = ServiceLoader.load(EncoderArchitecture.class).stream()
                .filter(provider -> provider.type() == LstmEncoder.class)
                .findFirst()
                .orElseThrow()
                .get();
        assertEquals("lstm", found.name());
        assertTrue(found.trainable());
    }

    @Test
    void theLayerIsAnLstmReadBothWays() {
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            BiLstm layer = new BiLstm(WIDTH, HIDDEN);
            layer.initialize(manager, DataType.FLOAT32, new Shape(1, STEPS, WIDTH));
            Random random = new Random(1);
            layer.getParameters().values().forEach(parameter -> {
                NDArray array = parameter.getArray();
                float[] values = new float[(int) array.size()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = (float) random.nextGaussian() / 2;
                }
                array.set(values);
            });
            float[] x = new float[STEPS * WIDTH];
            for (int i = 0; i < x.length; i++) {
                x[i] = (float) random.nextGaussian();
            }
            NDArray input = manager.create(x, new Shape(1, STEPS, WIDTH));
            float[] output = layer.forward(new ParameterStore(manager, false), new NDList(input), false)
                    .singletonOrThrow()
                    .toFloatArray();
            double[][] forward = byHand(layer, "forward", x, false);
            double[][] backward = byHand(layer, "backward", x, true);
            for (int t = 0; t < STEPS; t++) {
                for (int h = 0; h < HIDDEN; h++) {
                    assertEquals(forward[t][h], output[t * 2 * HIDDEN + h], 1e-5, "forward, step " + t);
                    assertEquals(backward[t][h], output[t * 2 * HIDDEN + HIDDEN + h], 1e-5, "backward, step " + t);
                }
            }
        }
    }

    /** One direction, gates in PyTorch's order: input, forget, cell, output. */
    private static double[][] byHand(BiLstm layer, String direction, float[] x, boolean reversed) {
        float[] fromInput = values(layer, direction + "Input");
        float[] fromHidden = values(layer, direction + "Hidden");
        float[] inputBias = values(layer, direction + "InputBias");
        float[] hiddenBias = values(layer, direction + "HiddenBias");
        double[][] outputs = new double[STEPS][];
        double[] hidden = new double[HIDDEN];
        double[] cell = new double[HIDDEN];
        for (int step = 0; step < STEPS; step++) {
            int t = reversed ? STEPS - 1 - step : step;
            double[] gates = new double[4 * HIDDEN];
            for (int g = 0; g < gates.length; g++) {
                gates[g] = inputBias[g] + hiddenBias[g];
                for (int i = 0; i < WIDTH; i++) {
                    gates[g] += fromInput[g * WIDTH + i] * x[t * WIDTH + i];
                }
                for (int h = 0; h < HIDDEN; h++) {
                    gates[g] += fromHidden[g * HIDDEN + h] * hidden[h];
                }
            }
            double[] next = new double[HIDDEN];
            for (int h = 0; h < HIDDEN; h++) {
                cell[h] = sigmoid(gates[HIDDEN + h]) * cell[h] + sigmoid(gates[h]) * Math.tanh(gates[2 * HIDDEN + h]);
                next[h] = sigmoid(gates[3 * HIDDEN + h]) * Math.tanh(cell[h]);
            }
            hidden = next;
            outputs[t] = next;
        }
        return outputs;
    }

    private static float[] values(BiLstm layer, String parameter) {
        return layer.getDirectParameters().get(parameter).getArray().toFloatArray();
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    @Test
    void itsCostIsThatOfItsMatrices() throws EncoderException {
        LstmEncoder architecture = new LstmEncoder();
        EncoderSpec spec = spec(Map.of("patch", "20", "hidden", "16"));
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            Block network = architecture.initialise(spec, manager);
            // 12 steps, two ways, four gates of 16 from 160 values and 16 cells; then 32 to 64.
            assertEquals(12 * 2 * 4 * 16 * (160 + 16) + 32 * 64, MultiplyAdds.of(network, new Shape(1, 4, 60)));
        }
    }

    @Test
    void optionsThatCannotBeAreNamed() {
        assertRefused("option hidden is '7'", Map.of("hidden", "7"));
        assertRefused("option patch is 'wide'", Map.of("patch", "wide"));
        assertRefused("unknown options [layers], there are hidden, patch", Map.of("layers", "3"));
    }

    private static void assertRefused(String reason, Map<String, String> options) {
        EncoderException thrown = assertThrows(
                EncoderException.class, () -> new LstmEncoder().load(spec(options), ByteBuffer.allocate(0)));
        assertTrue(thrown.getMessage().contains(reason), thrown.getMessage());
    }

    private static EncoderSpec spec(Map<String, String> options) {
        return new EncoderSpec("lstm", SampleShape.DEFAULT, 64, options);
    }
}
