package org.ldpi.training.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.ldpi.api.encoder.EncoderException;
import org.ldpi.api.model.ModelException;
import org.ldpi.api.model.ModelSignature;
import org.ldpi.api.model.ServingModel;
import org.ldpi.api.quantizer.Quantizer;
import org.ldpi.api.threshold.ThresholdPolicy;
import org.ldpi.training.data.Dataset;
import org.ldpi.training.evaluate.Evaluation;
import org.ldpi.training.evaluate.EvaluationException;
import org.ldpi.training.evaluate.TestFlow;
import org.ldpi.training.evaluate.TestSet;
import org.ldpi.training.flows.Models;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Judges a model on a labelled data set. */
@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        description = {
            "Judges a model on labelled captures that it was not trained on.",
            "Writes report.html, one page that opens offline, and report.json with the same figures."
        },
        sortOptions = false)
public final class EvaluateCommand extends LdpiCommand {
    @Option(names = "--model", required = true, paramLabel = "FILE", description = "A model bundle.")
    private Path modelFile;

    @Option(
            names = "--dataset",
            required = true,
            paramLabel = "DIR",
            description = "The test: a folder with pcap/benign, pcap/malicious, pcap/mixed and labels.tsv.")
    private Path datasetFolder;

    @Option(
            names = "--train",
            paramLabel = "DIR",
            description = {
                "The data set that the model was trained on: duplicates across the split are counted and removed,",
                "and simple methods are trained on it."
            })
    private Path trainFolder;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where the report goes.")
    private Path out;

    @Mixin
    private ThresholdOption threshold;

    @Option(
            names = "--prevalence",
            paramLabel = "P",
            defaultValue = "0.01",
            description = "Share of malicious flows at which precision is stated (${DEFAULT-VALUE}).")
    private double prevalence;

    @Option(
            names = "--budgets",
            split = ",",
            paramLabel = "N",
            defaultValue = "0.1,1,10",
            description = "False alerts for each host and day at which what is found is stated (${DEFAULT-VALUE}).")
    private List<Double> budgets;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Of the bootstrap and of what is scrambled (${DEFAULT-VALUE}).")
    private long seed;

    @Override
    public Integer call() throws CommandException, IOException, ModelException, EncoderException {
        if (!(prevalence > 0 && prevalence < 1)) {
            throw new WrongUsage("--prevalence: " + prevalence + " is not between 0 and 1");
        }
        if (budgets.stream().anyMatch(budget -> !(budget >= 0))) {
            throw new WrongUsage("--budgets: " + budgets + " are not all 0 or more");
        }
        ThresholdPolicy chosen = threshold.policy();
        ServingModel serving = Models.load(modelFile);
        try (TerminalProgress progress = new TerminalProgress()) {
            TestSet test = read(datasetFolder, serving.model().signature(), progress);
            List<byte[]> training = trainFolder == null
                    ? List.of()
                    : different(read(trainFolder, serving.model().signature(), progress));
            Evaluation evaluation =
                    new Evaluation(serving, chosen, test, training, prevalence, budgets, seed, progress);
            progress.say(evaluation.write(datasetFolder.getFileName().toString(), out));
            progress.say("wrote " + out.resolve("report.html") + " and " + out.resolve("report.json"));
        } catch (EvaluationException e) {
            throw new CommandException(e.getMessage(), e);
        } finally {
            serving.retire();
        }
        return 0;
    }

    private TestSet read(Path folder, ModelSignature signature, TerminalProgress progress)
            throws CommandException, IOException {
        Quantizer quantizer = SampleOptions.quantizer(modelFile, signature);
        Dataset dataset = Dataset.open(folder);
        progress.begin("reading " + folder, dataset.files().size());
        return TestSet.read(
                dataset, file -> true, TestSet.options(signature), quantizer, progress::say, progress::done);
    }

    private static List<byte[]> different(TestSet set) {
        Set<ByteBuffer> seen = new HashSet<>();
        List<byte[]> samples = new ArrayList<>();
        for (TestFlow flow : set.flows()) {
            if (flow.normal() && seen.add(ByteBuffer.wrap(flow.sample()))) {
                samples.add(flow.sample());
            }
        }
        return samples;
    }
}
