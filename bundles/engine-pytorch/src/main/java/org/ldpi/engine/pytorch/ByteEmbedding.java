package org.ldpi.engine.pytorch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.NormalInitializer;
import ai.djl.util.PairList;

/**
 * A learned vector for each of the 256 values of a byte: {@code [...]} of unsigned bytes in, {@code [..., width]} of
 * float32 out. A header's bytes are mostly names (flags, types, ports), not amounts, which is why they are not scaled.
 */
public final class ByteEmbedding extends AbstractBlock {
    private static final byte VERSION = 1;
    private static final int VALUES = 256;

    private final int width;
    private final Parameter table;

    public ByteEmbedding(int width) {
        super(VERSION);
        this.width = width;
        table = addParameter(Parameter.builder()
                .setName("table")
                .setType(Parameter.Type.WEIGHT)
                .optShape(new Shape(VALUES, width))
                .optInitializer(new NormalInitializer(1))
                .build());
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameters, NDList inputs, boolean training, PairList<String, Object> options) {
        NDArray bytes = inputs.singletonOrThrow();
        NDArray vectors = parameters.getValue(table, bytes.getDevice(), training);
        return bytes.getNDArrayInternal().embedding(bytes.toType(DataType.INT64, false), vectors, SparseFormat.DENSE);
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return new Shape[] {inputShapes[0].add(width)};
    }
}
