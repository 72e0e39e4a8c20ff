package org.ldpi.training.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.ldpi.api.encoder.EncoderException;
import org.ldpi.api.model.ModelException;
import org.ldpi.api.model.ModelSignature;
import org.ldpi.api.model.ServingModel;
import org.ldpi.api.quantizer.Quantizer;
import org.ldpi.api.threshold.ThresholdPolicy;
import org.ldpi.training.evaluate.Evaluation;
import org.ldpi.training.evaluate.EvaluationException;
import org.ldpi.training.evaluate.Examples;
import org.ldpi.training.evaluate.KnownAttacks;
import org.ldpi.training.evaluate.OriginalRecipe;
import org.ldpi.training.evaluate.SplitUnit;
import org.ldpi.training.evaluate.TestSet;
import org.ldpi.training.flows.Models;
import org.ldpi.training.flows.PacketPath;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Judges a model on labelled data sets. */
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
            arity = "1..*",
            paramLabel = "DIR",
            description = "The test: folders with pcap/benign, pcap/malicious, pcap/mixed and labels.tsv.")
    private List<Path> datasetFolders;

    @Option(
            names = "--train",
            arity = "1..*",
            paramLabel = "DIR",
            description = {
                "The data sets that the model was trained on: duplicates across the split are counted and removed,",
                "simple methods are trained on them, and attacks that they do not have are told apart."
            })
    private List<Path> trainFolders = List.of();

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where the report goes.")
    private Path out;

    @Mixin
    private ThresholdOption threshold;

    @Option(
            names = "--split",
            paramLabel = "UNIT",
            defaultValue = "capture",
            description = {
                "What is drawn as a whole for intervals, and divided as a whole where a method learns from labels of",
                "the test: capture, day (a folder of captures) or host (${DEFAULT-VALUE})."
            })
    private SplitUnit split;

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
            names = "--original-seconds",
            paramLabel = "N",
            defaultValue = "0",
            description = {
                "With --train: train mesh_com's network by its recipe for so long, to compare with; give it what the",
                "model's training took (${DEFAULT-VALUE}: leave it out)."
            })
    private double originalSeconds;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Of the bootstrap, of what is scrambled and of the methods compared (${DEFAULT-VALUE}).")
    private long seed;

    @Override
    public Integer call() throws CommandException, IOException, ModelException, EncoderException {
        if (!(prevalence > 0 && prevalence < 1)) {
            throw new WrongUsage("--prevalence: " + prevalence + " is not between 0 and 1");
        }
        if (budgets.stream().anyMatch(budget -> !(budget >= 0))) {
            throw new WrongUsage("--budgets: " + budgets + " are not all 0 or more");
        }
        if (!(originalSeconds >= 0 && originalSeconds <= 86_400)) {
            throw new WrongUsage("--original-seconds: " + originalSeconds + " is not within 0 to 86400");
        }
        for (Path folder : trainFolders) {
            if (real(datasetFolders).containsAll(real(List.of(folder)))) {
                throw new WrongUsage("--train: " + folder + " is the test too");
            }
        }
        ThresholdPolicy chosen = threshold.policy();
        ServingModel serving = Models.load(modelFile);
        try (TerminalProgress progress = new TerminalProgress()) {
            ModelSignature signature = serving.model().signature();
            Quantizer quantizer = SampleOptions.quantizer(modelFile, signature);
            TestSet test = read(datasetFolders, signature, quantizer, progress);
            Evaluation.Training training = Evaluation.Training.none();
            List<Evaluation.Other> others = new ArrayList<>();
            if (!trainFolders.isEmpty()) {
                TestSet set = read(trainFolders, signature, quantizer, progress);
                training = new Evaluation.Training(Examples.of(set.flows()), KnownAttacks.of(set));
                if (originalSeconds > 0) {
                    others.add(original(signature, progress));
                }
            }
            Evaluation evaluation = new Evaluation(
                    serving,
                    chosen,
                    test,
                    training,
                    others,
                    new Evaluation.Settings(split, prevalence, budgets, seed),
                    progress);
            String name = datasetFolders.stream()
                    .map(folder -> folder.getFileName().toString())
                    .collect(Collectors.joining(", "));
            progress.say(evaluation.write(name, out));
            progress.say("wrote " + out.resolve("report.html") + " and " + out.resolve("report.json"));
        } catch (EvaluationException e) {
            throw new CommandException(e.getMessage(), e);
        } finally {
            serving.retire();
        }
        return 0;
    }

    /** The same flows as the original's training sees them. */
    private Evaluation.Other original(ModelSignature signature, TerminalProgress progress)
            throws CommandException, IOException, EvaluationException {
        Quantizer classic = PacketPath.quantizer(Quantizer.CLASSIC);
        return new Evaluation.Other(
                new OriginalRecipe(signature.shape(), originalSeconds, seed, progress),
                Examples.of(read(trainFolders, signature, classic, progress).flows()),
                read(datasetFolders, signature, classic, progress).samples());
    }

    private static Set<Path> real(List<Path> folders) throws IOException {
        Set<Path> real = new HashSet<>();
        for (Path folder : folders) {
            real.add(Files.exists(folder) ? folder.toRealPath() : folder);
        }
        return real;
    }

    private static TestSet read(
            List<Path> folders, ModelSignature signature, Quantizer quantizer, TerminalProgress progress)
            throws CommandException, IOException {
        return TestSets.read(
                "reading " + folders.stream().map(Path::toString).collect(Collectors.joining(" ")),
                folders,
                signature,
                quantizer,
                progress);
    }
}
