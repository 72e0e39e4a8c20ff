package org.ldpi.itest;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.ldpi.api.encoder.Encoder;
import org.ldpi.api.encoder.EncoderArchitecture;
import org.ldpi.api.encoder.EncoderSpec;
import org.ldpi.api.flow.Direction;
import org.ldpi.api.model.Centres;
import org.ldpi.api.model.Model;
import org.ldpi.api.model.ModelId;
import org.ldpi.api.model.ModelSignature;
import org.ldpi.api.quantizer.SampleShape;
import org.ldpi.api.threshold.ThresholdPolicy;
import org.ldpi.encoder.purejava.JavaResNet1DFloat32;
import org.ldpi.encoder.purejava.JavaResNet1DInt8;
import org.ldpi.encoder.trees.BoostedTrees;
import org.ldpi.encoder.trees.Forest;
import org.ldpi.encoder.trees.HeaderFields;
import org.ldpi.engine.pytorch.PyTorch;
import org.ldpi.engine.pytorch.PyTorchArchitecture;
import org.ldpi.model.jar.ModelJarWriter;
import org.ldpi.training.checkpoint.ImportedModel;
import org.ldpi.training.flows.Services;

/** Models with weights by chance: they know nothing, but they are whole. Made outside of the container. */
final class FreshModels {
    private static final int DIMENSION = 8;
    private static final int CALIBRATION_FLOWS = 50;

    private FreshModels() {}

    /** Writes {@code NAME.jar} for each architecture and gives the folder. */
    static Path write(List<String> architectures) throws Exception {
        Path folder = Files.createDirectories(Path.of("target", "fresh-models").toAbsolutePath());
        for (String name : architectures) {
            int dimension = name.equals(BoostedTrees.NAME) ? 1 : DIMENSION;
            EncoderSpec spec = new EncoderSpec(name, SampleShape.DEFAULT, dimension, Map.of());
            ByteBuffer weights = weights(spec);
            EncoderArchitecture architecture = Services.architecture(name);
            try (Encoder encoder = architecture.load(spec, weights)) {
                ModelJarWriter.write(model(new ImportedModel(encoder, spec, weights), name), file(folder, name));
            }
        }
        return folder;
    }

    static Path file(Path folder, String architecture) {
        return folder.resolve(architecture + ".jar");
    }

    /** The identity of the model of an architecture. */
    static String id(String architecture) {
        return "fresh-" + architecture + ":1";
    }

    private static ByteBuffer weights(EncoderSpec spec) throws Exception {
        if (spec.architecture().equals(BoostedTrees.NAME)) {
            Forest.Tree tree = new Forest.Tree(
                    new int[] {0, -1, -1}, new float[] {4, -1, 1}, new int[] {1, 0, 0}, new int[] {2, 0, 0});
            return new Forest(HeaderFields.count(spec.shape()), 0, List.of(tree)).weights();
        }
        if (spec.architecture().equals(JavaResNet1DInt8.NAME)) {
            EncoderSpec floats = new EncoderSpec("resnet1d", spec.shape(), spec.dimension(), spec.options());
            return JavaResNet1DInt8.quantized(floats, weights(floats));
        }
        if (spec.architecture().equals(JavaResNet1DFloat32.NAME)) {
            return weights(new EncoderSpec("resnet1d", spec.shape(), spec.dimension(), spec.options()));
        }
        PyTorch.engine().setRandomSeed(1);
        PyTorchArchitecture architecture = (PyTorchArchitecture) Services.architecture(spec.architecture());
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            return architecture.weights(architecture.initialise(spec, manager));
        }
    }

    private static Model model(ImportedModel parts, String architecture) throws Exception {
        Random random = new Random(2);
        List<byte[]> noise = random.ints(CALIBRATION_FLOWS)
                .mapToObj(seed -> {
                    byte[] sample = new byte[SampleShape.DEFAULT.size()];
                    new Random(seed).nextBytes(sample);
                    return sample;
                })
                .toList();
        Centres centre = parts.centre(noise);
        return parts.model(
                ModelId.parse(id(architecture)),
                new ModelSignature("robust", SampleShape.DEFAULT, Direction.ONE_WAY),
                centre,
                parts.calibration(centre, noise),
                parts.goldenNoise(centre),
                Services.all(ThresholdPolicy.class),
                Map.of("made", "for a test"));
    }
}
