package org.ldpi.engine.pytorch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import org.ldpi.api.quantizer.SampleShape;

/** Layers without parameters that encoders of flow heads share. */
public final class Layers {
    private Layers() {}

    /** Patches of a packet; the last one is filled up with zeros. */
    public static int patches(SampleShape shape, int patch) {
        return (shape.bytes() + patch - 1) / patch;
    }

    /**
     * {@code [B, n, l, width]} to {@code [B, n * patches, patch * width]}: bytes of one packet next to each other become
     * one position, and no position spans two packets.
     */
    public static Block patches(SampleShape shape, int patch, int width) {
        int patches = patches(shape, patch);
        int filling = patches * patch - shape.bytes();
        return new LambdaBlock(
                inputs -> {
                    NDArray x = inputs.singletonOrThrow();
                    if (filling > 0) {
                        Shape rest = new Shape(x.size(0), x.size(1), filling, width);
                        x = x.concat(x.getManager().zeros(rest, DataType.FLOAT32), 2);
                    }
                    return new NDList(x.reshape(-1, (long) shape.packets() * patches, (long) patch * width));
                },
                "patches");
    }

    /** {@code [B, positions, width]} to {@code [B, width]}. */
    public static Block meanOverPositions() {
        return new LambdaBlock(x -> new NDList(x.singletonOrThrow().mean(new int[] {1})), "meanOverPositions");
    }

    /** {@code [B, dimension]} to the same with rows of length 1. */
    public static Block unitLength() {
        return new LambdaBlock(x -> new NDList(x.singletonOrThrow().normalize(2, 1)), "unitLength");
    }
}
