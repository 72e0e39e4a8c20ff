package org.ldpi.training.learn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import ai.djl.training.initializer.ConstantInitializer;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.ldpi.api.encoder.EncoderException;
import org.ldpi.engine.pytorch.PyTorch;

class AdamWTest {
    private static final double RATE = 0.1;
    private static final double DECAY = 0.01;

    @BeforeAll
    static void engine() throws EncoderException {
        PyTorch.engine();
    }

    /** The loss is a sum of squares of the distance to 3, so each gradient is known: none is left from the step before. */
    @Test
    void stepsAreThoseOfTheFormula() {
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            Parameter parameter = Parameter.builder()
                    .setName("w")
                    .setType(Parameter.Type.WEIGHT)
                    .optShape(new Shape(2, 1))
                    .optInitializer(new ConstantInitializer(1))
                    .build();
            parameter.initialize(manager, DataType.FLOAT32);
            parameter.getArray().setRequiresGradient(true);
            AdamW optimiser = new AdamW(List.of(parameter), DECAY);
            double value = 1;
            double first = 0;
            double second = 0;
            for (int step = 1; step <= 5; step++) {
                try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                    NDArray weights = parameter.getArray();
                    collector.backward(weights.sub(3).square().sum());
                }
                optimiser.step(step, RATE);
                double gradient = 2 * (value - 3);
                first = 0.9 * first + 0.1 * gradient;
                second = 0.999 * second + 0.001 * gradient * gradient;
                double direction =
                        first / (1 - Math.pow(0.9, step)) / (Math.sqrt(second / (1 - Math.pow(0.999, step))) + 1e-8);
                value -= RATE * (direction + DECAY * value);
                assertArrayEquals(
                        new float[] {(float) value, (float) value},
                        parameter.getArray().toFloatArray(),
                        1e-5f);
            }
        }
    }
}
