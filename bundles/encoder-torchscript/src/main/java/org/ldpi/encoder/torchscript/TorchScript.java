package org.ldpi.encoder.torchscript;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.ldpi.api.encoder.EncoderArchitecture;
import org.ldpi.api.encoder.EncoderException;
import org.ldpi.api.encoder.EncoderSpec;
import org.ldpi.engine.pytorch.EncoderOptions;
import org.ldpi.engine.pytorch.NetworkArchitecture;
import org.osgi.annotation.bundle.Capability;
import org.osgi.service.component.annotations.Component;

/**
 * Any network that PyTorch has traced or scripted: the weights are the TorchScript archive itself, as {@code torch.jit.save}
 * writes it.
 *
 * <p>The module is given float32 of {@code (byte - subtract) / divide} and returns one tensor {@code [B, dimension]}, each
 * row of which depends on its own sample alone. Options:
 *
 * <ul>
 *   <li>{@code method}: the method that is called, {@code forward} by default;
 *   <li>{@code input}: the shape of one sample as the module takes it, {@code 1x240} for one; {@code n x l} by default;
 *   <li>{@code subtract}, {@code divide}: the scaling of bytes, 0 and 255 by default.
 * </ul>
 *
 * <p>A module holds a program beside its weights. libtorch interprets it, with tensors and numbers as all it can touch, but
 * it may ask for any amount of time and memory: take a module only from whom you would take a jar. This is why this
 * architecture is a bundle that an operator installs by name.
 */
@Component(service = EncoderArchitecture.class, property = EncoderArchitecture.NAME + "=" + TorchScript.NAME)
@Capability(
        namespace = EncoderArchitecture.CAPABILITY,
        attribute = EncoderArchitecture.CAPABILITY + "=" + TorchScript.NAME)
public final class TorchScript extends NetworkArchitecture {
    static final String NAME = "torchscript";

    private static final float LARGEST_BYTE = 255;
    private static final int MOST_AXES = 8;

    @Override
    public String name() {
        return NAME;
    }

    /** False: a module comes with its weights from where it was traced. */
    @Override
    public boolean trainable() {
        return false;
    }

    @Override
    protected Block network(EncoderSpec spec, ByteBuffer weights, NDManager manager) throws EncoderException {
        EncoderOptions options = EncoderOptions.of(spec, "method", "input", "subtract", "divide");
        String method = options.text("method", "forward");
        if (!method.matches("[A-Za-z_][A-Za-z0-9_]{0,63}")) {
            throw new EncoderException("option method is not the name of a method");
        }
        Shape input = input(spec, options.text("input", null));
        float subtract = options.number("subtract", 0);
        float divide = options.number("divide", LARGEST_BYTE);
        if (divide == 0) {
            throw new EncoderException("option divide is 0");
        }
        PtSymbolBlock module = module(weights, (PtNDManager) manager);
        return new LambdaBlock(
                samples -> {
                    NDArray x = samples.singletonOrThrow().toType(DataType.FLOAT32, false);
                    if (subtract != 0) {
                        x = x.sub(subtract);
                    }
                    return new NDList(call(module, method, x.div(divide).reshape(input)));
                },
                NAME);
    }

    private static NDArray call(PtSymbolBlock module, String method, NDArray x) {
        try (IValue argument = IValue.from((PtNDArray) x);
                IValue result = IValueUtils.runMethod(module, method, argument)) {
            if (!result.isTensor()) {
                throw new IllegalStateException(
                        "the method " + method + " gives a " + result.getType() + ", not a tensor");
            }
            return result.toTensor((PtNDManager) x.getManager());
        }
    }

    private static PtSymbolBlock module(ByteBuffer weights, PtNDManager manager) throws EncoderException {
        byte[] archive = new byte[weights.remaining()];
        weights.duplicate().get(archive);
        ArchiveCheck.check(archive);
        try {
            // Onto this device whatever device it was saved from; the size is not written before the archive.
            return JniUtils.loadModule(manager, new ByteArrayInputStream(archive), true, false);
        } catch (IOException e) {
            throw new EncoderException("the TorchScript module cannot be read: " + e.getMessage(), e);
        }
    }

    /** The shape of a batch for the module, its size left open. */
    private static Shape input(EncoderSpec spec, String given) throws EncoderException {
        List<Long> axes = new ArrayList<>(List.of(-1L));
        if (given == null) {
            axes.addAll(
                    List.of((long) spec.shape().packets(), (long) spec.shape().bytes()));
        } else if (given.matches("\\d{1,6}(x\\d{1,6}){0," + (MOST_AXES - 1) + "}")) {
            long size = 1;
            for (String axis : given.split("x", -1)) {
                axes.add(Long.valueOf(axis));
                size *= Long.parseLong(axis);
            }
            if (size != spec.shape().size()) {
                throw new EncoderException("option input is '" + given + "', which does not hold the "
                        + spec.shape().size() + " bytes of a sample");
            }
        } else {
            throw new EncoderException("option input is '" + given + "', not a shape like 1x240");
        }
        return new Shape(axes);
    }
}
