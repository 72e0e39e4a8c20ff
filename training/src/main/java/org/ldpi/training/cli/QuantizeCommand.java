package org.ldpi.training.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.ldpi.api.encoder.Encoder;
import org.ldpi.api.encoder.EncoderException;
import org.ldpi.api.encoder.EncoderSpec;
import org.ldpi.api.model.Calibration;
import org.ldpi.api.model.GoldenSample;
import org.ldpi.api.model.Model;
import org.ldpi.api.model.ModelException;
import org.ldpi.api.model.ModelId;
import org.ldpi.api.model.ModelSignature;
import org.ldpi.api.quantizer.Quantizer;
import org.ldpi.api.threshold.ThresholdPolicy;
import org.ldpi.encoder.purejava.JavaResNet1DInt8;
import org.ldpi.model.jar.ModelJarReader;
import org.ldpi.model.jar.ModelJarWriter;
import org.ldpi.training.checkpoint.ImportedModel;
import org.ldpi.training.flows.Services;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes a model with one byte a weight of a trained one. */
@Command(
        name = "quantize",
        mixinStandardHelpOptions = true,
        description = {
            "Makes of a model of the architecture resnet1d one of resnet1d-int8, with one byte a weight, for small nodes.",
            "Centres stay; thresholds too, unless normal traffic is given to take them from."
        },
        sortOptions = false)
public final class QuantizeCommand extends LdpiCommand {
    private static final String SUFFIX = "-int8";

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

    @Mixin
    private FlowOptions flows;

    @Override
    public Integer call() throws CommandException, IOException, EncoderException, ModelException {
        Model model = ModelJarReader.read(modelFile);
        EncoderSpec from = model.encoder();
        if (!JavaResNet1DInt8.NAME.equals(from.architecture() + SUFFIX)) {
            throw new CommandException(modelFile + ": a model of " + from.architecture()
                    + "; only resnet1d has a form with one byte a weight");
        }
        EncoderSpec spec = new EncoderSpec(JavaResNet1DInt8.NAME, from.shape(), from.dimension(), from.options());
        ByteBuffer weights = JavaResNet1DInt8.quantized(from, model.weights());
        try (Encoder encoder = Services.architecture(spec.architecture()).load(spec, weights)) {
            ImportedModel smaller = new ImportedModel(encoder, spec, weights);
            List<byte[]> heads = heads(model.signature());
            Calibration calibration =
                    heads.isEmpty() ? model.calibration() : smaller.calibration(model.centres(), heads);
            List<byte[]> samples =
                    model.golden().stream().map(GoldenSample::sample).toList();
            List<GoldenSample> golden = smaller.goldenOf(model.centres(), samples);
            Map<String, String> provenance = new TreeMap<>(model.provenance());
            provenance.put("quantized", model.id() + " with digest " + model.digest());
            provenance.put(
                    "calibration",
                    heads.isEmpty()
                            ? "scores of " + model.id()
                            : heads.size() + " flows of " + normal.size() + " captures");
            ModelId id = new ModelId(model.id().name(), model.id().version() + SUFFIX);
            ModelJarWriter.write(
                    smaller.model(
                            id,
                            model.signature(),
                            model.centres(),
                            calibration,
                            golden,
                            Services.all(ThresholdPolicy.class),
                            provenance),
                    out);
            ModelJarReader.read(out);
            float[] before = scores(model.golden());
            float[] after = smaller.scores(model.centres(), samples);
            System.err.printf(
                    Locale.ROOT,
                    "wrote %s (%s, weights %d of %d bytes, golden scores change by at most %.4f)%n",
                    out,
                    id,
                    weights.remaining(),
                    model.weights().remaining(),
                    mostChange(before, after));
        } catch (IllegalArgumentException e) {
            throw new CommandException(modelFile + ": " + e.getMessage(), e);
        }
        return 0;
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
        Quantizer quantizer = Services.named(Quantizer.class, Quantizer::profile, signature.profile());
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
