package org.ldpi.encoder.rescnn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Activation;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.ConstantInitializer;
import ai.djl.util.PairList;
import org.ldpi.engine.pytorch.MultiplyAdds;

/** A rectifier with one learned slope for what is below 0 (He et al. 2015). DJL's own does not run on PyTorch. */
final class ParametricRelu extends AbstractBlock implements MultiplyAdds.Counted {
    private static final byte VERSION = 1;
    private static final float INITIAL_SLOPE = 0.25f;

    private final Parameter slope;

    ParametricRelu() {
        super(VERSION);
        slope = addParameter(Parameter.builder()
                .setName("slope")
                .setType(Parameter.Type.OTHER)
                .optShape(new Shape(1))
                .optInitializer(new ConstantInitializer(INITIAL_SLOPE))
                .build());
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameters, NDList inputs, boolean training, PairList<String, Object> options) {
        NDArray x = inputs.singletonOrThrow();
        NDArray below = Activation.relu(x.neg()).mul(parameters.getValue(slope, x.getDevice(), training));
        return new NDList(Activation.relu(x).sub(below));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return inputShapes;
    }

    @Override
    public long multiplyAdds(Shape input) {
        return 0;
    }
}
