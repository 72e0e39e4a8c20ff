package org.ldpi.encoder.resnet1d;

import ai.djl.ndarray.NDList;
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
import org.ldpi.api.encoder.EncoderArchitecture;
import org.ldpi.api.encoder.EncoderSpec;
import org.ldpi.engine.pytorch.ByteEmbedding;
import org.ldpi.engine.pytorch.EncoderOptions;
import org.ldpi.engine.pytorch.Layers;
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
        return new Layout(true).network(spec);
    }

    @Override
    protected Block newScoringBlock(EncoderSpec spec) {
        return new Layout(false).network(spec);
    }

    /** @param normed whether batch norms follow on the layers, which have a bias otherwise */
    private record Layout(boolean normed) {
        Block network(EncoderSpec spec) {
            EncoderOptions options = EncoderOptions.of(spec, "patch", "channels");
            int patch = options.integer("patch", DEFAULT_PATCH, 1, spec.shape().bytes());
            int channels = options.integer("channels", DEFAULT_CHANNELS, 8, 1024);
            int positions = spec.shape().packets() * Layers.patches(spec.shape(), patch);

            SequentialBlock network = new SequentialBlock()
                    .add(new ByteEmbedding(EMBEDDING))
                    .add(Layers.patches(spec.shape(), patch, EMBEDDING))
                    .add(Linear.builder().setUnits(channels).optBias(!normed).build())
                    .add(new LambdaBlock(x -> new NDList(x.singletonOrThrow().swapAxes(1, 2)), "channelsFirst"));
            norm(network).add(Activation.reluBlock());
            int width = channels;
            do {
                network.add(stage(width)).add(Activation.reluBlock());
                width = channels + channels / 2;
                positions = (positions + 1) / 2;
            } while (positions > POSITIONS);
            return network.add(Blocks.batchFlattenBlock())
                    .add(Linear.builder().setUnits(spec.dimension()).build())
                    .add(Layers.unitLength());
        }

        private Block stage(int channels) {
            SequentialBlock main = new SequentialBlock();
            norm(main.add(convolution(channels, 3, 2))).add(Activation.reluBlock());
            norm(main.add(convolution(channels, 3, 1)));
            SequentialBlock shortcut = norm(new SequentialBlock().add(convolution(channels, 1, 2)));
            return new ParallelBlock(
                    both -> new NDList(
                            both.get(0).singletonOrThrow().add(both.get(1).singletonOrThrow())),
                    List.of(main, shortcut));
        }

        private SequentialBlock norm(SequentialBlock network) {
            return normed ? network.add(BatchNorm.builder().build()) : network;
        }

        private Block convolution(int channels, int kernel, int stride) {
            return Conv1d.builder()
                    .setFilters(channels)
                    .setKernelShape(new Shape(kernel))
                    .optStride(new Shape(stride))
                    .optPadding(new Shape(kernel / 2))
                    .optBias(!normed)
                    .build();
        }
    }
}
