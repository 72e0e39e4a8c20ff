package org.ldpi.training.checkpoint;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ldpi.api.encoder.EncoderException;
import org.ldpi.api.encoder.EncoderSpec;
import org.ldpi.engine.pytorch.PyTorch;
import org.ldpi.engine.pytorch.PyTorchArchitecture;

/** The weights of a checkpoint in the form of the architecture {@code rescnn}. */
public final class ResCnnWeights {
    /** The architecture's name. */
    public static final String ARCHITECTURE = "rescnn";

    private ResCnnWeights() {}

    /** Names of the network's parameters in the checkpoint, in the order of the architecture's layers. */
    private static List<String> names() {
        List<String> names = new ArrayList<>();
        for (int i = 1; i <= 3; i++) {
            separable(names, "encoder.block1.convblock" + i);
        }
        names.add("encoder.block1.shortcut.0.weight");
        batchNorm(names, "encoder.block1.shortcut.1");
        for (int i = 2; i <= 4; i++) {
            separable(names, "encoder.block" + i);
            if (i == 3) {
                names.add("encoder.block3.2.weight");
            }
        }
        for (int i = 0; i < 12; i += 3) {
            names.add("head." + i + ".weight");
            batchNorm(names, "head." + (i + 1));
        }
        names.add("head.12.weight");
        names.add("head.12.bias");
        return names;
    }

    private static void separable(List<String> names, String block) {
        names.add(block + ".0.depthwise_conv.weight");
        names.add(block + ".0.pointwise_conv.weight");
        batchNorm(names, block + ".1");
    }

    private static void batchNorm(List<String> names, String layer) {
        for (String parameter : List.of("weight", "bias", "running_mean", "running_var")) {
            names.add(layer + "." + parameter);
        }
    }

    /**
     * The weights as the architecture loads them.
     *
     * @throws CheckpointException when a weight is missing, too many, of another shape or not finite
     */
    public static ByteBuffer of(Checkpoint checkpoint, PyTorchArchitecture architecture, EncoderSpec spec)
            throws CheckpointException, EncoderException {
        Map<String, Tensor> given = checkpoint.weights();
        List<String> names = names();
        Set<String> others = new LinkedHashSet<>(given.keySet());
        names.forEach(others::remove);
        if (!others.isEmpty()) {
            throw checkpoint.refused(
                    "weights of another network, " + others.iterator().next() + " for one");
        }
        PyTorch.engine();
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            Block network = architecture.initialise(spec, manager);
            List<Parameter> parameters = network.getParameters().values();
            if (parameters.size() != names.size()) {
                throw new IllegalStateException(
                        parameters.size() + " parameters of " + spec.architecture() + ", " + names.size() + " names");
            }
            for (int i = 0; i < names.size(); i++) {
                set(parameters.get(i).getArray(), names.get(i), given.get(names.get(i)), checkpoint);
            }
            return architecture.weights(network);
        }
    }

    private static void set(NDArray array, String name, Tensor tensor, Checkpoint checkpoint)
            throws CheckpointException {
        if (tensor == null) {
            throw checkpoint.refused("the weight " + name + " is missing");
        }
        long[] shape = array.getShape().getShape();
        if (!Arrays.equals(shape, tensor.shape())) {
            throw checkpoint.refused("weight " + name + " has the shape " + Arrays.toString(tensor.shape())
                    + ", the network " + Arrays.toString(shape));
        }
        try {
            array.set(FloatBuffer.wrap(tensor.floats(name)));
        } catch (CheckpointException e) {
            throw checkpoint.refused(e.getMessage());
        }
    }
}
