package org.ldpi.encoder.transformer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.NormalInitializer;
import ai.djl.util.PairList;
import org.ldpi.engine.pytorch.MultiplyAdds;

/** Adds a learned vector to each position: attention by itself does not see order. */
final class PositionEmbedding extends AbstractBlock implements MultiplyAdds.Counted {
    private static final byte VERSION = 1;
    private static final float DEVIATION = 0.02f;

    private final Parameter positions;

    PositionEmbedding(int positions, int width) {
        super(VERSION);
        this.positions = addParameter(Parameter.builder()
                .setName("positions")
                .setType(Parameter.Type.WEIGHT)
                .optShape(new Shape(1, positions, width))
                .optInitializer(new NormalInitializer(DEVIATION))
                .build());
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameters, NDList inputs, boolean training, PairList<String, Object> options) {
        NDArray x = inputs.singletonOrThrow();
        return new NDList(x.add(parameters.getValue(positions, x.getDevice(), training)));
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
