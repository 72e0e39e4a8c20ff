package org.ldpi.engine.pytorch;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import java.nio.ByteBuffer;
import java.util.function.Function;
import org.ldpi.api.encoder.EncoderException;
import org.ldpi.api.encoder.EncoderSpec;

/**
 * Base of architectures that are built from DJL's blocks. A subclass says its name and builds the network; loading,
 * checking, encoding and what a trainer needs are here. Thread-safe.
 */
public abstract class PyTorchArchitecture extends NetworkArchitecture {
    /**
     * Builds the network, with no parameter initialised.
     *
     * <p>Its input is a batch of samples, {@code [B, n, l]} of unsigned bytes (uint8); its output a batch of embeddings,
     * {@code [B, dimension]} of float32. An embedding depends on its own sample alone when the network is not being
     * trained.
     *
     * @throws IllegalArgumentException when an option is unknown or its value cannot be; the message names the option
     */
    public abstract Block newBlock(EncoderSpec spec);

    /**
     * Builds the network once more, for scoring alone: without its batch norms, and with a bias in the layers before them,
     * which take the norms over when weights are loaded. Null, unless a subclass says otherwise, for a network that scores as
     * it was trained.
     */
    protected Block newScoringBlock(EncoderSpec spec) {
        return null;
    }

    /** True unless a subclass says otherwise. */
    @Override
    public boolean trainable() {
        return true;
    }

    @Override
    protected final Block network(EncoderSpec spec, ByteBuffer weights, NDManager manager) throws EncoderException {
        Block block = initialised(this::newScoringBlock, spec, manager);
        if (block == null) {
            block = initialise(spec, manager);
            Weights.read(weights, block);
        } else {
            try (NDManager scratch = manager.newSubManager()) {
                Block trained = initialise(spec, scratch);
                Weights.read(weights, trained);
                FoldedNorms.fold(trained, block);
            }
        }
        block.freezeParameters(true);
        return block;
    }

    /**
     * A network with fresh parameters, drawn from the engine's random numbers ({@code Engine.setRandomSeed}). Its
     * parameters belong to the manager.
     */
    public final Block initialise(EncoderSpec spec, NDManager manager) throws EncoderException {
        if (!name().equals(spec.architecture())) {
            throw new EncoderException("a " + spec.architecture() + " network asked of the architecture " + name());
        }
        return initialised(this::newBlock, spec, manager);
    }

    /** Null where the architecture builds none. */
    private Block initialised(Function<EncoderSpec, Block> building, EncoderSpec spec, NDManager manager)
            throws EncoderException {
        try {
            Block block = building.apply(spec);
            if (block != null) {
                block.initialize(
                        manager,
                        DataType.FLOAT32,
                        new Shape(1, spec.shape().packets(), spec.shape().bytes()));
            }
            return block;
        } catch (IllegalArgumentException e) {
            throw new EncoderException("architecture " + name() + ": " + e.getMessage(), e);
        }
    }

    /** Sets all parameters of an initialised network from what {@link #weights} gave. */
    public final void restore(Block block, ByteBuffer weights) throws EncoderException {
        Weights.read(weights, block);
    }

    /** The parameters of an initialised network, in the form that {@link #load} takes. */
    public final ByteBuffer weights(Block block) {
        return Weights.write(block);
    }
}
