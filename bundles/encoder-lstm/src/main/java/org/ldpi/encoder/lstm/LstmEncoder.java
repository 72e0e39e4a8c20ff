package org.ldpi.encoder.lstm;

import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import org.ldpi.api.encoder.EncoderArchitecture;
import org.ldpi.api.encoder.EncoderSpec;
import org.ldpi.engine.pytorch.ByteEmbedding;
import org.ldpi.engine.pytorch.EncoderOptions;
import org.ldpi.engine.pytorch.Layers;
import org.ldpi.engine.pytorch.PyTorchArchitecture;
import org.osgi.annotation.bundle.Capability;
import org.osgi.service.component.annotations.Component;

/**
 * A recurrent network that reads a flow head from both ends.
 *
 * <p>Each byte becomes a vector of {@value #EMBEDDING}; {@code patch} bytes of one packet next to each other, 10 by
 * default, are one step; long short-term memory of {@code hidden} cells, 64 by default, goes over the steps both ways;
 * the mean of its outputs and a linear layer give the embedding, of unit length.
 */
@Component(service = EncoderArchitecture.class, property = EncoderArchitecture.NAME + "=" + LstmEncoder.NAME)
@Capability(
        namespace = EncoderArchitecture.CAPABILITY,
        attribute = EncoderArchitecture.CAPABILITY + "=" + LstmEncoder.NAME)
public final class LstmEncoder extends PyTorchArchitecture {
    static final String NAME = "lstm";

    private static final int EMBEDDING = 8;
    private static final int DEFAULT_PATCH = 10;
    private static final int DEFAULT_HIDDEN = 64;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Block newBlock(EncoderSpec spec) {
        EncoderOptions options = EncoderOptions.of(spec, "patch", "hidden");
        int patch = options.integer("patch", DEFAULT_PATCH, 1, spec.shape().bytes());
        int hidden = options.integer("hidden", DEFAULT_HIDDEN, 8, 1024);
        return new SequentialBlock()
                .add(new ByteEmbedding(EMBEDDING))
                .add(Layers.patches(spec.shape(), patch, EMBEDDING))
                .add(new BiLstm(patch * EMBEDDING, hidden))
                .add(Layers.meanOverPositions())
                .add(Linear.builder().setUnits(spec.dimension()).build())
                .add(Layers.unitLength());
    }
}
