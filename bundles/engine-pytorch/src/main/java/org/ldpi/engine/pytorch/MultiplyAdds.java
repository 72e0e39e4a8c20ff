package org.ldpi.engine.pytorch;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.ParallelBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Convolution;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.norm.LayerNorm;

/**
 * Counts the multiply-adds of one pass through a network, the usual measure of its cost: those of matrix products and
 * convolutions. Normalisation, activation and look-up go along with them and are not counted.
 */
public final class MultiplyAdds {
    /** A block of parameters that says its cost itself. */
    public interface Counted {
        /** Multiply-adds for an input of that shape. */
        long multiplyAdds(Shape input);
    }

    private MultiplyAdds() {}

    /**
     * The multiply-adds of an initialised block.
     *
     * @param input the shape of its input, batch included
     * @throws IllegalArgumentException when there is a block inside of a kind that cannot be counted
     */
    public static long of(Block block, Shape input) {
        if (block instanceof Counted counted) {
            return counted.multiplyAdds(input);
        }
        if (block instanceof SequentialBlock sequence) {
            long sum = 0;
            Shape shape = input;
            for (Block child : sequence.getChildren().values()) {
                sum += of(child, shape);
                shape = child.getOutputShapes(new Shape[] {shape})[0];
            }
            return sum;
        }
        if (block instanceof ParallelBlock parallel) {
            return parallel.getChildren().values().stream()
                    .mapToLong(child -> of(child, input))
                    .sum();
        }
        if (block instanceof Linear) {
            return input.size() / input.get(input.dimension() - 1) * weights(block);
        }
        if (block instanceof Convolution) {
            Shape output = block.getOutputShapes(new Shape[] {input})[0];
            return output.size() / output.get(1) * weights(block);
        }
        if (block instanceof LambdaBlock
                || block instanceof ByteEmbedding
                || block instanceof BatchNorm
                || block instanceof LayerNorm) {
            return 0;
        }
        throw new IllegalArgumentException(
                "the multiply-adds of a " + block.getClass().getSimpleName() + " are not known");
    }

    private static long weights(Block block) {
        return ((AbstractBlock) block)
                .getDirectParameters()
                .get("weight")
                .getShape()
                .size();
    }
}
