package org.ldpi.training.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.ldpi.api.encoder.EncoderException;
import org.ldpi.api.model.Calibration;
import org.ldpi.api.model.Model;
import org.ldpi.api.model.ModelException;
import org.ldpi.api.model.ModelId;
import org.ldpi.api.model.ServingModel;
import org.ldpi.api.quantizer.Quantizer;
import org.ldpi.api.threshold.Threshold;
import org.ldpi.api.threshold.ThresholdPolicy;
import org.ldpi.model.jar.ModelJarReader;
import org.ldpi.model.jar.ModelJarWriter;
import org.ldpi.training.evaluate.TestFlow;
import org.ldpi.training.flows.Models;
import org.ldpi.training.flows.SampleScores;
import org.ldpi.training.flows.Services;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Takes a model's thresholds from the normal traffic of another network than the one it was trained on. */
@Command(
        name = "calibrate",
        mixinStandardHelpOptions = true,
        description = {
            "Makes of a model one with the same network and centres whose calibration and thresholds are of the normal traffic",
            "of captures that it was not trained on, your own for one. Flows that are not labelled normal are left out."
        },
        sortOptions = false)
public final class CalibrateCommand extends LdpiCommand {
    private static final String SUFFIX = "-calibrated";

    @Option(names = "--model", required = true, paramLabel = "FILE", description = "A model bundle.")
    private Path modelFile;

    @Option(
            names = "--dataset",
            required = true,
            arity = "1..*",
            paramLabel = "DIR",
            description = "Folders with pcap/benign, pcap/malicious, pcap/mixed and labels.tsv.")
    private List<Path> datasetFolders;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "The new model bundle.")
    private Path out;

    @Option(
            names = "--model-version",
            paramLabel = "V",
            description = "Its version (the model's with " + SUFFIX + " behind it).")
    private String version;

    @Override
    public Integer call() throws CommandException, IOException, EncoderException, ModelException {
        ServingModel serving = Models.load(modelFile);
        try (TerminalProgress progress = new TerminalProgress()) {
            Model model = serving.model();
            List<byte[]> normal = normal(model, progress);
            if (normal.isEmpty()) {
                throw new CommandException("--dataset: there are no normal flows in " + names());
            }
            progress.begin("scoring", 1);
            Calibration calibration = calibration(SampleScores.of(serving, normal));
            progress.done(1);
            Map<String, Double> thresholds = new TreeMap<>();
            for (ThresholdPolicy policy : Services.all(ThresholdPolicy.class)) {
                Threshold threshold = policy.threshold(calibration);
                thresholds.put(policy.name(), threshold.value());
                progress.say(String.format(
                        Locale.ROOT,
                        "threshold %s %.4f, was %.4f%s",
                        policy.name(),
                        threshold.value(),
                        policy.threshold(model.calibration()).value(),
                        threshold.warning().isEmpty() ? "" : "; " + threshold.warning()));
            }
            Map<String, String> provenance = new TreeMap<>(model.provenance());
            provenance.keySet().removeIf(key -> key.startsWith("threshold_"));
            provenance.put("calibrated_from", model.id() + " with digest " + model.digest());
            provenance.put("calibration", normal.size() + " flows of " + names());
            ModelJarWriter.write(
                    new Model(
                            id(model.id()),
                            model.signature(),
                            model.encoder(),
                            model.weights(),
                            model.centres(),
                            calibration,
                            thresholds,
                            model.golden(),
                            provenance,
                            ""),
                    out);
            ModelJarReader.read(out);
            progress.say("wrote " + out + " (" + id(model.id()) + ", " + normal.size() + " calibration flows)");
        } finally {
            serving.retire();
        }
        return 0;
    }

    private String names() {
        return datasetFolders.stream()
                .map(folder -> folder.getFileName().toString())
                .collect(Collectors.joining(", "));
    }

    private ModelId id(ModelId from) throws WrongUsage {
        try {
            return new ModelId(from.name(), version == null ? from.version() + SUFFIX : version);
        } catch (IllegalArgumentException e) {
            throw new WrongUsage("--model-version: " + e.getMessage(), e);
        }
    }

    private List<byte[]> normal(Model model, TerminalProgress progress) throws CommandException, IOException {
        Quantizer quantizer = SampleOptions.quantizer(modelFile, model.signature());
        return TestSets.read("reading " + names(), datasetFolders, model.signature(), quantizer, progress)
                .flows(TestFlow::normal)
                .stream()
                .map(TestFlow::sample)
                .toList();
    }

    private static Calibration calibration(float[] scores) {
        double[] values = new double[scores.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = scores[i];
        }
        return new Calibration(values);
    }
}
