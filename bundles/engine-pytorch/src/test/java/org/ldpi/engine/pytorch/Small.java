package org.ldpi.engine.pytorch;

import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import java.util.Map;
import org.ldpi.api.encoder.EncoderSpec;
import org.ldpi.api.quantizer.SampleShape;

/** The smallest architecture: an embedding of bytes, and a linear layer on top. */
final class Small extends PyTorchArchitecture {
    static final EncoderSpec SPEC = new EncoderSpec("small", new SampleShape(2, 20), 5, Map.of());

    @Override
    public String name() {
        return "small";
    }

    @Override
    public Block newBlock(EncoderSpec spec) {
        if (spec.options().containsKey("scale")) {
            return network(spec)
                    .add(new LambdaBlock(
                            x -> new NDList(x.singletonOrThrow()
                                    .mul(Float.parseFloat(spec.options().get("scale")))),
                            "scale"));
        }
        if (!spec.options().isEmpty()) {
            throw new IllegalArgumentException(
                    "unknown options " + spec.options().keySet());
        }
        return network(spec);
    }

    private static SequentialBlock network(EncoderSpec spec) {
        return new SequentialBlock()
                .add(new ByteEmbedding(3))
                .add(Blocks.batchFlattenBlock())
                .add(Linear.builder().setUnits(spec.dimension()).build());
    }
}
