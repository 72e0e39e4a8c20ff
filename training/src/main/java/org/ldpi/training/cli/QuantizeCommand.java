package org.ldpi.training.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.ldpi.api.encoder.EncoderException;
import org.ldpi.api.model.GoldenSample;
import org.ldpi.api.model.Model;
import org.ldpi.api.model.ModelException;
import org.ldpi.api.model.ModelSignature;
import org.ldpi.api.model.ServingModel;
import org.ldpi.api.quantizer.Quantizer;
import org.ldpi.model.jar.ModelJarReader;
import org.ldpi.model.jar.ModelJarWriter;
import org.ldpi.training.checkpoint.PureJavaForm;
import org.ldpi.training.flows.Models;
import org.ldpi.training.flows.PacketPath;
import org.ldpi.training.flows.SampleScores;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes a model for pure Java of a trained one: with one byte a weight, or with its weights as they are. */
@Command(
        name = "quantize",
        mixinStandardHelpOptions = true,
        description = {
            "Makes of a model of the architecture resnet1d one of resnet1d-int8, with one byte a weight, for small nodes,",
            "or of resnet1d-java, which runs in pure Java where PyTorch is installed, too.",
            "Centres stay; thresholds too, unless normal traffic is given to take them from."
        },
        sortOptions = false)
public final class QuantizeCommand extends LdpiCommand {
    @Option(names = "--model", required = true, paramLabel = "FILE", description = "A model of resnet1d.")
    private Path modelFile;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "The smaller model.")
    private Path out;

    @Option(
            names = "--normal",
            arity = "1..*",
            paramLabel = "PCAP",
            description = "Captures of normal traffic that the model was not trained on, for thresholds.")
    private List<String> normal = List.of();

    @Option(names = "--float32", description = "Keep the weights as they are: a model of resnet1d-java.")
    private boolean float32;

    @Mixin
    private FlowOptions flows;

    @Override
    public Integer call() throws CommandException, IOException, EncoderException, ModelException {
        Model model = ModelJarReader.read(modelFile);
        PureJavaForm form = float32 ? PureJavaForm.FLOAT32 : PureJavaForm.INT8;
        Model made;
        try {
            made = form.of(model, heads(model.signature()));
        } catch (IllegalArgumentException e) {
            throw new CommandException(modelFile + ": " + e.getMessage(), e);
        }
        ModelJarWriter.write(made, out);
        System.err.printf(
                Locale.ROOT,
                "wrote %s (%s, weights %d of %d bytes, golden scores change by at most %.4f)%n",
                out,
                made.id(),
                made.weights().remaining(),
                model.weights().remaining(),
                mostChange(scores(model.golden()), written(model.golden())));
        return 0;
    }

    /** The scores that the model as it was written gives to these samples. */
    private float[] written(List<GoldenSample> golden) throws ModelException, EncoderException {
        ServingModel serving = Models.load(out);
        try {
            return SampleScores.of(
                    serving, golden.stream().map(GoldenSample::sample).toList());
        } finally {
            serving.retire();
        }
    }

    private static float[] scores(List<GoldenSample> golden) {
        float[] scores = new float[golden.size()];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = golden.get(i).score();
        }
        return scores;
    }

    private static float mostChange(float[] before, float[] after) {
        float most = 0;
        for (int i = 0; i < before.length; i++) {
            most = Math.max(most, Math.abs(before[i] - after[i]));
        }
        return most;
    }

    private List<byte[]> heads(ModelSignature signature) throws CommandException, IOException {
        Quantizer quantizer = PacketPath.quantizer(signature.profile());
        List<byte[]> heads = new ArrayList<>();
        for (String pcap : normal) {
            flows.reader(
                            signature.shape(),
                            signature.direction(),
                            quantizer,
                            head -> heads.add(head.sample().clone()))
                    .read(pcap);
        }
        if (!normal.isEmpty() && heads.isEmpty()) {
            throw new CommandException("--normal: there is no flow in " + String.join(", ", normal));
        }
        return heads;
    }
}
