package org.ldpi.encoder.lstm;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.List;
import org.ldpi.engine.pytorch.MultiplyAdds;

/**
 * One layer of long short-term memory (Hochreiter and Schmidhuber 1997) read both ways: {@code [B, positions, width]} in,
 * {@code [B, positions, 2 * hidden]} out.
 *
 * <p>A block of its own because DJL's hands the parameters over with all weights before all biases, where PyTorch takes
 * those of one direction before those of the other.
 */
final class BiLstm extends AbstractBlock implements MultiplyAdds.Counted {
    private static final byte VERSION = 1;
    /** Input, forget, cell and output gate. */
    private static final int GATES = 4;

    private final int hidden;

    BiLstm(int width, int hidden) {
        super(VERSION);
        this.hidden = hidden;
        // PyTorch's order.
        for (String direction : List.of("forward", "backward")) {
            add(direction + "Input", Parameter.Type.WEIGHT, new Shape((long) GATES * hidden, width));
            add(direction + "Hidden", Parameter.Type.WEIGHT, new Shape((long) GATES * hidden, hidden));
            add(direction + "InputBias", Parameter.Type.BIAS, new Shape((long) GATES * hidden));
            add(direction + "HiddenBias", Parameter.Type.BIAS, new Shape((long) GATES * hidden));
        }
    }

    private void add(String name, Parameter.Type type, Shape shape) {
        addParameter(
                Parameter.builder().setName(name).setType(type).optShape(shape).build());
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameters, NDList inputs, boolean training, PairList<String, Object> options) {
        NDArray x = inputs.singletonOrThrow();
        NDList weights = new NDList();
        for (Parameter parameter : getDirectParameters().values()) {
            weights.add(parameters.getValue(parameter, x.getDevice(), training));
        }
        Shape state = new Shape(2, x.size(0), hidden);
        NDList zeros = new NDList(x.getManager().zeros(state), x.getManager().zeros(state));
        NDList outputs = x.getNDArrayInternal().lstm(x, zeros, weights, true, 1, 0, training, true, true);
        return new NDList(outputs.get(0));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        Shape input = inputShapes[0];
        return new Shape[] {new Shape(input.get(0), input.get(1), 2L * hidden)};
    }

    @Override
    public long multiplyAdds(Shape input) {
        return input.get(0) * input.get(1) * 2 * GATES * hidden * (input.get(2) + hidden);
    }
}
