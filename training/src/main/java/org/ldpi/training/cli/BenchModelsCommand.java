package org.ldpi.training.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.ldpi.api.encoder.EncoderArchitecture;
import org.ldpi.api.encoder.EncoderException;
import org.ldpi.api.flow.Direction;
import org.ldpi.api.model.Model;
import org.ldpi.api.model.ModelException;
import org.ldpi.api.model.ModelId;
import org.ldpi.api.model.ModelSignature;
import org.ldpi.api.quantizer.Quantizer;
import org.ldpi.api.quantizer.SampleShape;
import org.ldpi.api.threshold.ThresholdPolicy;
import org.ldpi.model.jar.ModelJarReader;
import org.ldpi.model.jar.ModelJarWriter;
import org.ldpi.training.bench.UntrainedModels;
import org.ldpi.training.flows.Services;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes the models that swaps are measured with. */
@Command(
        name = "bench models",
        mixinStandardHelpOptions = true,
        description = "Makes models that were never trained, of each architecture.",
        sortOptions = false)
public final class BenchModelsCommand extends LdpiCommand {
    @Option(names = "--out", required = true, paramLabel = "DIR", description = "The folder to write them to.")
    private Path out;

    @Option(
            names = "--like",
            paramLabel = "FILE",
            description = "A model whose samples they take too (robust, 4x60, one-way).")
    private Path like;

    @Option(
            names = "--bytes",
            paramLabel = "L",
            description = "Bytes of a packet in their samples, if not as in that model.")
    private int bytes;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            defaultValue = "bench",
            description = "What their names begin with (${DEFAULT-VALUE}).")
    private String name;

    @Option(
            names = "--each",
            paramLabel = "N",
            defaultValue = "2",
            description = "How many of each architecture (${DEFAULT-VALUE}).")
    private int each;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Of weights and samples (${DEFAULT-VALUE}).")
    private int seed;

    @Override
    public Integer call() throws CommandException, IOException, EncoderException, ModelException {
        if (each < 1) {
            throw new WrongUsage("--each is at least 1");
        }
        Files.createDirectories(out);
        UntrainedModels models = new UntrainedModels(Services.all(ThresholdPolicy.class));
        ModelSignature signature = like == null
                ? new ModelSignature(Quantizer.ROBUST, SampleShape.DEFAULT, Direction.ONE_WAY)
                : ModelJarReader.read(like).signature();
        if (bytes != 0) {
            SampleShape shape = new SampleShape(signature.shape().packets(), bytes);
            signature = new ModelSignature(signature.profile(), shape, signature.direction());
        }
        for (EncoderArchitecture architecture : Services.all(EncoderArchitecture.class)) {
            for (int i = 1; i <= each; i++) {
                ModelId id = new ModelId(name + "-" + architecture.name(), Integer.toString(i));
                Model model = models.make(architecture, id, signature, seed + i);
                if (model != null) {
                    ModelJarWriter.write(model, out.resolve(id.name() + "-" + id.version() + ".jar"));
                }
            }
        }
        return 0;
    }
}
