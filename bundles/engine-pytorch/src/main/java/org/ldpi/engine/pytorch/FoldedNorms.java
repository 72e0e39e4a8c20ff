package org.ldpi.engine.pytorch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.util.Pair;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * Batch norms (Ioffe and Szegedy 2015) that only score are a factor and a summand for each channel, which the layer before
 * them can take over: its weights times the factor, and a bias.
 */
final class FoldedNorms {
    /** Of DJL's {@link ai.djl.nn.norm.BatchNorm}. */
    private static final float EPSILON = 1e-5f;

    private static final String SCALE = "_gamma";

    private FoldedNorms() {}

    /**
     * Sets the parameters of a network without batch norms.
     *
     * @param trained with its parameters; a batch norm follows directly, among what has parameters, on the layer that is to
     *     take it over, whose weights are {@code [out, ...]} and which has no bias
     * @param bare initialised; the same layers without batch norms, those before one with a bias
     * @throws IllegalArgumentException when the two are not alike
     */
    static void fold(Block trained, Block bare) {
        Iterator<Pair<String, Parameter>> from = trained.getParameters().iterator();
        Iterator<Pair<String, Parameter>> to = bare.getParameters().iterator();
        Pair<String, Parameter> next = following(from);
        while (next != null) {
            NDArray weights = next.getValue().getArray();
            next = following(from);
            if (next != null && next.getKey().endsWith(SCALE)) {
                List<NDArray> norm = List.of(next.getValue().getArray(), array(from), array(from), array(from));
                next = following(from);
                fold(weights, norm, array(to), array(to));
            } else {
                set(array(to), weights);
            }
        }
        if (to.hasNext()) {
            throw new IllegalArgumentException(
                    "a layer without counterpart: " + to.next().getKey());
        }
    }

    private static Pair<String, Parameter> following(Iterator<Pair<String, Parameter>> parameters) {
        return parameters.hasNext() ? parameters.next() : null;
    }

    private static NDArray array(Iterator<Pair<String, Parameter>> parameters) {
        try {
            return parameters.next().getValue().getArray();
        } catch (NoSuchElementException e) {
            throw new IllegalArgumentException("a layer without counterpart", e);
        }
    }

    /**
     * What is computed belongs to the manager of the trained network.
     *
     * @param norm scale, shift, mean and variance of the channels
     */
    private static void fold(NDArray weights, List<NDArray> norm, NDArray folded, NDArray bias) {
        NDArray factor = norm.get(0).div(norm.get(3).add(EPSILON).sqrt());
        long[] ones = new long[weights.getShape().dimension()];
        Arrays.fill(ones, 1);
        ones[0] = factor.size();
        set(folded, weights.mul(factor.reshape(new Shape(ones))));
        set(bias, norm.get(1).sub(norm.get(2).mul(factor)));
    }

    private static void set(NDArray target, NDArray values) {
        if (!target.getShape().equals(values.getShape())) {
            throw new IllegalArgumentException(values.getShape() + " has no counterpart but " + target.getShape());
        }
        target.set(values.toByteBuffer());
    }
}
