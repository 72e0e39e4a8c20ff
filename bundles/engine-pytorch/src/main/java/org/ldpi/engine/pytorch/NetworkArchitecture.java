package org.ldpi.engine.pytorch;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import java.nio.ByteBuffer;
import org.ldpi.api.encoder.Encoder;
import org.ldpi.api.encoder.EncoderArchitecture;
import org.ldpi.api.encoder.EncoderException;
import org.ldpi.api.encoder.EncoderSpec;

/**
 * Base of architectures whose networks run on PyTorch, wherever a network comes from. A subclass says its name and gives
 * the network; checking and encoding are here. Thread-safe.
 */
public abstract class NetworkArchitecture implements EncoderArchitecture {
    /**
     * A network with its weights. Its input is a batch of samples, {@code [B, n, l]} of unsigned bytes (uint8); its output
     * a batch of embeddings, {@code [B, dimension]} of float32, each of which depends on its own sample alone.
     *
     * @param weights as {@link #load} got them
     * @param manager owns everything native of the network
     * @throws EncoderException when the weights do not fit the specification
     */
    protected abstract Block network(EncoderSpec spec, ByteBuffer weights, NDManager manager) throws EncoderException;

    @Override
    public final String engine() {
        return "pytorch";
    }

    @Override
    public final Encoder load(EncoderSpec spec, ByteBuffer weights) throws EncoderException {
        if (!name().equals(spec.architecture())) {
            throw new EncoderException("a " + spec.architecture() + " network asked of the architecture " + name());
        }
        PyTorch.engine();
        NDManager manager = NDManager.newBaseManager(Device.cpu());
        boolean loaded = false;
        boolean grad = GradMode.off();
        try {
            PyTorchEncoder encoder = new PyTorchEncoder(network(spec, weights, manager), spec, manager);
            encoder.check();
            loaded = true;
            return encoder;
        } catch (RuntimeException e) {
            throw new EncoderException("cannot make a " + name() + " encoder: " + firstLine(e), e);
        } finally {
            GradMode.restore(grad);
            if (!loaded) {
                manager.close();
            }
        }
    }

    /** What libtorch says goes over many lines, of which the first names the fault. */
    static String firstLine(RuntimeException e) {
        return e.getMessage() == null
                ? e.getClass().getSimpleName()
                : e.getMessage().lines().findFirst().orElse("");
    }
}
