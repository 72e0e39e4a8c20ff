package org.ldpi.encoder.transformer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.LayerNorm;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import org.ldpi.engine.pytorch.MultiplyAdds;
import org.ldpi.engine.pytorch.Scalars;

/**
 * A layer of a transformer's encoder (Vaswani et al. 2017) with the normalisation before its parts (Xiong et al. 2020),
 * {@code [B, positions, width]} in and out. No dropout: the same training gives the same weights however often it was
 * interrupted.
 */
final class TransformerLayer extends AbstractBlock implements MultiplyAdds.Counted {
    private static final byte VERSION = 1;

    private final int heads;
    private final int width;
    private final Block beforeAttention;
    /** Queries, keys and values in one product. */
    private final Block projection;

    private final Block output;
    private final Block beforeFeedForward;
    private final Block feedForward;

    TransformerLayer(int width, int heads, int inner) {
        super(VERSION);
        this.heads = heads;
        this.width = width;
        beforeAttention =
                addChildBlock("beforeAttention", LayerNorm.builder().axis(2).build());
        projection = addChildBlock("projection", linear(3 * width));
        output = addChildBlock("output", linear(width));
        beforeFeedForward =
                addChildBlock("beforeFeedForward", LayerNorm.builder().axis(2).build());
        feedForward = addChildBlock(
                "feedForward",
                new SequentialBlock()
                        .add(linear(inner))
                        .add(Activation.geluBlock())
                        .add(linear(width)));
    }

    private static Block linear(int units) {
        return Linear.builder().setUnits(units).build();
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameters, NDList inputs, boolean training, PairList<String, Object> options) {
        NDArray x = inputs.singletonOrThrow();
        NDArray mixed = attention(parameters, run(beforeAttention, parameters, x, training), training);
        x = x.add(mixed);
        NDArray fed = run(feedForward, parameters, run(beforeFeedForward, parameters, x, training), training);
        return new NDList(x.add(fed));
    }

    /** softmax(QK' / sqrt(width of a head)) V in each head. */
    private NDArray attention(ParameterStore parameters, NDArray x, boolean training) {
        long positions = x.size(1);
        int headWidth = width / heads;
        NDArray all = run(projection, parameters, x, training)
                .reshape(-1, positions, 3, heads, headWidth)
                .transpose(2, 0, 3, 1, 4);
        NDArray queries = Scalars.times(all.get(0), 1 / Math.sqrt(headWidth));
        NDArray weights = queries.matMul(all.get(1).swapAxes(2, 3)).softmax(-1);
        NDArray mixed = weights.matMul(all.get(2)).transpose(0, 2, 1, 3).reshape(-1, positions, width);
        return run(output, parameters, mixed, training);
    }

    private static NDArray run(Block block, ParameterStore parameters, NDArray x, boolean training) {
        return block.forward(parameters, new NDList(x), training).singletonOrThrow();
    }

    @Override
    protected void initializeChildBlocks(NDManager manager, DataType dataType, Shape... inputShapes) {
        for (Block child : getChildren().values()) {
            child.initialize(manager, dataType, inputShapes);
        }
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return inputShapes;
    }

    @Override
    public long multiplyAdds(Shape input) {
        long inHeads = 2 * input.get(0) * input.get(1) * input.get(1) * width;
        return inHeads
                + MultiplyAdds.of(projection, input)
                + MultiplyAdds.of(output, input)
                + MultiplyAdds.of(feedForward, input);
    }
}
