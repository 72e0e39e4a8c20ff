package org.ldpi.encoder.transformer;

import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.LayerNorm;
import org.ldpi.api.encoder.EncoderArchitecture;
import org.ldpi.api.encoder.EncoderSpec;
import org.ldpi.engine.pytorch.ByteEmbedding;
import org.ldpi.engine.pytorch.EncoderOptions;
import org.ldpi.engine.pytorch.Layers;
import org.ldpi.engine.pytorch.PyTorchArchitecture;
import org.osgi.annotation.bundle.Capability;
import org.osgi.service.component.annotations.Component;

/**
 * A network of self-attention over the bytes of a flow head (Vaswani et al. 2017).
 *
 * <p>Each byte becomes a vector of {@value #EMBEDDING}; {@code patch} bytes of one packet next to each other, 10 by
 * default, become one position of {@code width} values, 64 by default; {@code layers} layers, 2 by default, of
 * {@code heads} heads, 4 by default, follow; the mean over the positions and a linear layer give the embedding, of unit
 * length.
 */
@Component(service = EncoderArchitecture.class, property = EncoderArchitecture.NAME + "=" + TransformerEncoder.NAME)
@Capability(
        namespace = EncoderArchitecture.CAPABILITY,
        attribute = EncoderArchitecture.CAPABILITY + "=" + TransformerEncoder.NAME)
public final class TransformerEncoder extends PyTorchArchitecture {
    static final String NAME = "transformer";

    private static final int EMBEDDING = 8;
    private static final int DEFAULT_PATCH = 10;
    private static final int DEFAULT_WIDTH = 64;
    private static final int DEFAULT_LAYERS = 2;
    private static final int DEFAULT_HEADS = 4;
    /** The inner width of the feed-forward part, in widths of the layer. */
    private static final int INNER = 2;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Block newBlock(EncoderSpec spec) {
        EncoderOptions options = EncoderOptions.of(spec, "patch", "width", "layers", "heads");
        int patch = options.integer("patch", DEFAULT_PATCH, 1, spec.shape().bytes());
        int width = options.integer("width", DEFAULT_WIDTH, 8, 1024);
        int layers = options.integer("layers", DEFAULT_LAYERS, 1, 32);
        int heads = options.integer("heads", DEFAULT_HEADS, 1, width);
        if (width % heads != 0) {
            throw new IllegalArgumentException(
                    "option width is " + width + ", not a multiple of the " + heads + " heads");
        }
        int positions = spec.shape().packets() * Layers.patches(spec.shape(), patch);
        SequentialBlock network = new SequentialBlock()
                .add(new ByteEmbedding(EMBEDDING))
                .add(Layers.patches(spec.shape(), patch, EMBEDDING))
                .add(Linear.builder().setUnits(width).build())
                .add(new PositionEmbedding(positions, width));
        for (int i = 0; i < layers; i++) {
            network.add(new TransformerLayer(width, heads, INNER * width));
        }
        return network.add(LayerNorm.builder().axis(2).build())
                .add(Layers.meanOverPositions())
                .add(Linear.builder().setUnits(spec.dimension()).build())
                .add(Layers.unitLength());
    }
}
