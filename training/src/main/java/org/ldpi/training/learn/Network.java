package org.ldpi.training.learn;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.ParameterStore;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.ldpi.api.encoder.EncoderException;
import org.ldpi.api.encoder.EncoderSpec;
import org.ldpi.engine.pytorch.GradMode;
import org.ldpi.engine.pytorch.PyTorchArchitecture;

/**
 * An encoder that is being trained, with the projection head that the contrastive loss looks through (Chen et al. 2020)
 * and that is thrown away behind it. Not thread-safe.
 */
final class Network implements AutoCloseable {
    private static final int EMBED_BATCH = 256;

    private final PyTorchArchitecture architecture;
    private final EncoderSpec spec;
    private final NDManager manager = NDManager.newBaseManager(Device.cpu());
    private final Block encoder;
    private final Block projection;
    /** The dimension of an embedding that the contrastive loss looks at first; it looks at all behind it. */
    private final int firstProjected;

    private final ParameterStore store = new ParameterStore(manager, false);
    private final List<Parameter> parameters = new ArrayList<>();

    Network(PyTorchArchitecture architecture, TrainingOptions options) throws EncoderException {
        this.architecture = architecture;
        this.spec = options.spec();
        this.firstProjected = options.dimension() - options.contrastiveWidth();
        encoder = architecture.initialise(spec, manager);
        projection = new SequentialBlock()
                .add(Linear.builder().setUnits(options.contrastiveWidth()).build())
                .add(Activation.reluBlock())
                .add(Linear.builder().setUnits(options.contrastiveWidth()).build());
        projection.initialize(manager, DataType.FLOAT32, new Shape(1, options.contrastiveWidth()));
        parameters.addAll(encoder.getParameters().values());
        parameters.addAll(projection.getParameters().values());
    }

    NDManager manager() {
        return manager;
    }

    /** All parameters, running statistics included, the encoder's first. */
    List<Parameter> parameters() {
        return parameters;
    }

    /** Embeddings, [count, dimension]. */
    NDArray embed(NDManager batch, byte[][] samples, boolean training) {
        int size = spec.shape().size();
        ByteBuffer bytes = ByteBuffer.allocateDirect(samples.length * size).order(ByteOrder.nativeOrder());
        for (byte[] sample : samples) {
            bytes.put(sample);
        }
        Shape shape =
                new Shape(samples.length, spec.shape().packets(), spec.shape().bytes());
        NDArray input = batch.create(bytes.flip(), shape, DataType.UINT8);
        return encoder.forward(store, new NDList(input), training).singletonOrThrow();
    }

    /** Embeddings of samples, one behind the other, by the network as it is when it is not being trained. */
    float[] embeddings(List<byte[]> samples) {
        float[] all = new float[samples.size() * spec.dimension()];
        boolean grad = GradMode.off();
        try {
            for (int from = 0; from < samples.size(); from += EMBED_BATCH) {
                List<byte[]> part = samples.subList(from, Math.min(samples.size(), from + EMBED_BATCH));
                try (NDManager batch = manager.newSubManager()) {
                    float[] values =
                            embed(batch, part.toArray(byte[][]::new), false).toFloatArray();
                    System.arraycopy(values, 0, all, from * spec.dimension(), values.length);
                }
            }
        } finally {
            GradMode.restore(grad);
        }
        return all;
    }

    /** What the contrastive loss compares: a projection of its part of embeddings. */
    NDArray project(NDArray embeddings, boolean training) {
        NDArray part = firstProjected == 0 ? embeddings : embeddings.get(":, " + firstProjected + ":");
        return projection.forward(store, new NDList(part), training).singletonOrThrow();
    }

    /** The encoder's parameters, as its architecture loads them. */
    ByteBuffer encoderWeights() {
        return architecture.weights(encoder);
    }

    /** Sets the encoder's parameters, as {@link #encoderWeights()} gave them. */
    void encoderWeights(ByteBuffer weights) throws EncoderException {
        boolean grad = GradMode.off();
        try {
            architecture.restore(encoder, weights);
        } finally {
            GradMode.restore(grad);
        }
    }

    /** The values of all parameters. */
    float[][] values() {
        return parameters.stream()
                .map(parameter -> parameter.getArray().toFloatArray())
                .toArray(float[][]::new);
    }

    /** Sets the values of all parameters. */
    void values(float[][] values) {
        boolean grad = GradMode.off();
        try {
            for (int i = 0; i < values.length; i++) {
                parameters.get(i).getArray().set(FloatBuffer.wrap(values[i]));
            }
        } finally {
            GradMode.restore(grad);
        }
    }

    @Override
    public void close() {
        manager.close();
    }
}
