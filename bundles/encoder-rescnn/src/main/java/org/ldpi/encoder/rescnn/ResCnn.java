package org.ldpi.encoder.rescnn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.ParallelBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv1d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.pooling.Pool;
import java.util.List;
import org.ldpi.api.encoder.EncoderArchitecture;
import org.ldpi.api.encoder.EncoderSpec;
import org.ldpi.engine.pytorch.EncoderOptions;
import org.ldpi.engine.pytorch.PyTorchArchitecture;
import org.osgi.annotation.bundle.Capability;
import org.osgi.service.component.annotations.Component;

/**
 * The network of the LDPI of mesh_com: a residual network of separable convolutions (Zou et al. 2019, Chollet 2017) over
 * all bytes of a flow head in one row, each byte an amount within 0 to 1, and a head of five linear layers. It keeps all
 * positions through up to 256 channels, which makes it some twenty times as costly as {@code resnet1d}.
 *
 * <p>For a sample of 4 x 60 bytes and a dimension of 128 it holds the weights of that project's checkpoints; the layers
 * are in the order in which the checkpoint names them. With fewer {@code channels} than {@value #CHANNELS}, an option of 4
 * to 256, all layers but the linear ones are narrower, and what the network costs goes with the square of that.
 */
@Component(service = EncoderArchitecture.class, property = EncoderArchitecture.NAME + "=" + ResCnn.NAME)
@Capability(namespace = EncoderArchitecture.CAPABILITY, attribute = EncoderArchitecture.CAPABILITY + "=" + ResCnn.NAME)
public final class ResCnn extends PyTorchArchitecture {
    static final String NAME = "rescnn";

    private static final int CHANNELS = 64;
    private static final int HEAD = 128;
    private static final int HIDDEN_LAYERS = 4;
    private static final float LARGEST_BYTE = 255;
    private static final float LEAKY_SLOPE = 0.2f;
    private static final float ELU_ALPHA = 0.3f;
    /** What PyTorch does by default, in DJL's terms: the share of the old running statistics. */
    private static final float BATCH_NORM_MOMENTUM = 0.9f;

    private static final float BATCH_NORM_EPSILON = 1e-5f;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Block newBlock(EncoderSpec spec) {
        int channels = EncoderOptions.of(spec, "channels").integer("channels", CHANNELS, 4, 256);
        int size = spec.shape().size();
        SequentialBlock main = new SequentialBlock()
                .add(separable(1, channels, 7))
                .add(Activation.reluBlock())
                .add(separable(channels, channels, 5))
                .add(Activation.reluBlock())
                .add(separable(channels, channels, 3));
        SequentialBlock shortcut =
                new SequentialBlock().add(convolution(channels, 1, 1)).add(batchNorm());
        SequentialBlock network = new SequentialBlock()
                .add(new LambdaBlock(x -> new NDList(scaled(x.singletonOrThrow(), size)), "scaled"))
                .add(new ParallelBlock(
                        both -> new NDList(
                                both.get(0).singletonOrThrow().add(both.get(1).singletonOrThrow())),
                        List.of(main, shortcut)))
                .add(Activation.reluBlock())
                .add(separable(channels, 2 * channels, 3))
                .add(Activation.leakyReluBlock(LEAKY_SLOPE))
                .add(separable(2 * channels, 4 * channels, 3))
                .add(new ParametricRelu())
                .add(separable(4 * channels, 2 * channels, 3))
                .add(Activation.eluBlock(ELU_ALPHA))
                .add(Pool.globalAvgPool1dBlock());
        for (int i = 0; i < HIDDEN_LAYERS; i++) {
            network.add(Linear.builder().setUnits(HEAD).optBias(false).build())
                    .add(batchNorm())
                    .add(Activation.reluBlock());
        }
        return network.add(Linear.builder().setUnits(spec.dimension()).build());
    }

    /** [B, n, l] of bytes to [B, 1, n * l]. */
    private static NDArray scaled(NDArray samples, int size) {
        return samples.reshape(-1, 1, size).toType(DataType.FLOAT32, false).div(LARGEST_BYTE);
    }

    /** A convolution of each channel by itself, then one across channels. */
    private static SequentialBlock separable(int in, int out, int kernel) {
        return new SequentialBlock()
                .add(convolution(in, kernel, in))
                .add(convolution(out, 1, 1))
                .add(batchNorm());
    }

    private static Block convolution(int filters, int kernel, int groups) {
        return Conv1d.builder()
                .setFilters(filters)
                .setKernelShape(new Shape(kernel))
                .optPadding(new Shape(kernel / 2))
                .optGroups(groups)
                .optBias(false)
                .build();
    }

    private static Block batchNorm() {
        return BatchNorm.builder()
                .optEpsilon(BATCH_NORM_EPSILON)
                .optMomentum(BATCH_NORM_MOMENTUM)
                .build();
    }
}
