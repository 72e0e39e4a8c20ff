package org.ldpi.encoder.resnet1d;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.ParallelBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv1d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.ldpi.api.encoder.EncoderArchitecture;
import org.ldpi.api.encoder.EncoderSpec;
import org.ldpi.engine.pytorch.ByteEmbedding;
import org.ldpi.engine.pytorch.PyTorchArchitecture;
import org.osgi.annotation.bundle.Capability;
import org.osgi.service.component.annotations.Component;

/**
 * A residual network of one-dimensional convolutions (He et al. 2016) over the bytes of a flow head.
 *
 * <p>Each byte becomes a vector of {@value #EMBEDDING}; {@code patch} bytes of one packet next to each other, 10 by
 * default, become one position of {@code channels} channels, 64 by default; residual stages of two convolutions, each of
 * which halves the positions, follow until at most {@value #POSITIONS} are left; a linear layer over all of them gives
 * the embedding, of unit length. Strides come early because the cost of a convolution goes with its positions.
 */
@Component(service = EncoderArchitecture.class, property = EncoderArchitecture.NAME + "=" + ResNet1D.NAME)
@Capability(
        namespace = EncoderArchitecture.CAPABILITY,
        attribute = EncoderArchitecture.CAPABILITY + "=" + ResNet1D.NAME)
public final class ResNet1D extends PyTorchArchitecture {
    static final String NAME = "resnet1d";

    private static final int EMBEDDING = 8;
    private static final int POSITIONS = 8;
    private static final int DEFAULT_PATCH = 10;
    private static final int DEFAULT_CHANNELS = 64;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Block newBlock(EncoderSpec spec) {
        Set<String> unknown = new TreeSet<>(spec.options().keySet());
        unknown.removeAll(List.of("patch", "channels"));
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("unknown options " + unknown + ", there are channels and patch");
        }
        int patch = option(spec, "patch", DEFAULT_PATCH, 1, spec.shape().bytes());
        int channels = option(spec, "channels", DEFAULT_CHANNELS, 8, 1024);
        int patches = (spec.shape().bytes() + patch - 1) / patch;
        int filling = patches * patch - spec.shape().bytes();
        int positions = spec.shape().packets() * patches;

        SequentialBlock network = new SequentialBlock()
                .add(new ByteEmbedding(EMBEDDING))
                .add(patches(positions, patch, filling))
                .add(Linear.builder().setUnits(channels).optBias(false).build())
                .add(new LambdaBlock(x -> new NDList(x.singletonOrThrow().swapAxes(1, 2)), "channelsFirst"))
                .add(BatchNorm.builder().build())
                .add(Activation.reluBlock());
        int width = channels;
        do {
            network.add(stage(width)).add(Activation.reluBlock());
            width = channels + channels / 2;
            positions = (positions + 1) / 2;
        } while (positions > POSITIONS);
        return network.add(Blocks.batchFlattenBlock())
                .add(Linear.builder().setUnits(spec.dimension()).build())
                .add(new LambdaBlock(x -> new NDList(x.singletonOrThrow().normalize(2, 1)), "unitLength"));
    }

    /** [B, n, l, E] to [B, positions, patch * E]: a convolution whose stride is its width needs no more than this. */
    private static Block patches(int positions, int patch, int filling) {
        return new LambdaBlock(
                inputs -> {
                    NDArray x = inputs.singletonOrThrow();
                    if (filling > 0) {
                        Shape shape = x.getShape();
                        Shape rest = new Shape(shape.get(0), shape.get(1), filling, EMBEDDING);
                        x = x.concat(x.getManager().zeros(rest, DataType.FLOAT32), 2);
                    }
                    return new NDList(x.reshape(-1, positions, (long) patch * EMBEDDING));
                },
                "patches");
    }

    private static Block stage(int channels) {
        SequentialBlock main = new SequentialBlock()
                .add(convolution(channels, 3, 2))
                .add(BatchNorm.builder().build())
                .add(Activation.reluBlock())
                .add(convolution(channels, 3, 1))
                .add(BatchNorm.builder().build());
        SequentialBlock shortcut = new SequentialBlock()
                .add(convolution(channels, 1, 2))
                .add(BatchNorm.builder().build());
        return new ParallelBlock(
                both -> new NDList(
                        both.get(0).singletonOrThrow().add(both.get(1).singletonOrThrow())),
                List.of(main, shortcut));
    }

    private static Block convolution(int channels, int kernel, int stride) {
        return Conv1d.builder()
                .setFilters(channels)
                .setKernelShape(new Shape(kernel))
                .optStride(new Shape(stride))
                .optPadding(new Shape(kernel / 2))
                .optBias(false)
                .build();
    }

    private static int option(EncoderSpec spec, String name, int otherwise, int least, int most) {
        String given = spec.options().get(name);
        if (given == null) {
            return otherwise;
        }
        try {
            int value = Integer.parseInt(given);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // said below, as for a number out of range
        }
        throw new IllegalArgumentException(
                "option " + name + " is '" + given + "', not a number within " + least + " to " + most);
    }
}
