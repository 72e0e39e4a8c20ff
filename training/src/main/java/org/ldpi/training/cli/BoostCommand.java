package org.ldpi.training.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.ldpi.api.encoder.Encoder;
import org.ldpi.api.encoder.EncoderException;
import org.ldpi.api.encoder.EncoderSpec;
import org.ldpi.api.model.Calibration;
import org.ldpi.api.model.Centres;
import org.ldpi.api.model.Model;
import org.ldpi.api.model.ModelException;
import org.ldpi.api.model.ModelId;
import org.ldpi.api.model.ModelSignature;
import org.ldpi.api.quantizer.Quantizer;
import org.ldpi.api.quantizer.SampleShape;
import org.ldpi.api.threshold.ThresholdPolicy;
import org.ldpi.encoder.trees.BoostedTrees;
import org.ldpi.model.jar.ModelJarReader;
import org.ldpi.model.jar.ModelJarWriter;
import org.ldpi.training.checkpoint.ImportedModel;
import org.ldpi.training.evaluate.Examples;
import org.ldpi.training.evaluate.TestFlow;
import org.ldpi.training.evaluate.TestSet;
import org.ldpi.training.flows.Services;
import org.ldpi.training.learn.Boosting;
import org.ldpi.training.learn.TrainingException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains boosted trees on labelled attacks and packages them. */
@Command(
        name = "boost",
        mixinStandardHelpOptions = true,
        description = {
            "Trains gradient boosted trees on the header fields of normal and labelled attack flows, and writes a model bundle",
            "of the architecture boosted-trees: to run beside a model of normal traffic where attacks are known."
        },
        sortOptions = false)
public final class BoostCommand extends LdpiCommand {
    /** Labels in a message. */
    private static final int MOST_NAMED = 10;

    @Option(
            names = "--dataset",
            required = true,
            arity = "1..*",
            paramLabel = "DIR",
            description = "Folders with pcap/benign, pcap/malicious, pcap/mixed and labels.tsv.")
    private List<Path> datasetFolders;

    @Option(
            names = "--calibration",
            required = true,
            paramLabel = "LABEL",
            description = {
                "Take thresholds from the normal flows of captures whose label begins with this, benign/friday for one,",
                "and train on the other captures."
            })
    private String calibration;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "The model bundle.")
    private Path out;

    @Mixin
    private final ModelIdOptions id = new ModelIdOptions("ldpi-trees");

    @Option(names = "--rounds", paramLabel = "N", description = "Trees, 1 to 10000 (${DEFAULT-VALUE}).")
    private int rounds = Boosting.DEFAULT.rounds();

    @Option(names = "--depth", paramLabel = "N", description = "Questions of a tree, 1 to 16 (${DEFAULT-VALUE}).")
    private int depth = Boosting.DEFAULT.depth();

    @Option(names = "--rate", description = "By which each tree's leaves are shrunk, over 0 to 1 (${DEFAULT-VALUE}).")
    private double rate = Boosting.DEFAULT.rate();

    @Option(names = "--seed", paramLabel = "N", description = "Same seed, same model (${DEFAULT-VALUE}).")
    private long seed = Boosting.DEFAULT.seed();

    @Mixin
    private SampleOptions samples;

    @Override
    public Integer call() throws CommandException, IOException, EncoderException, ModelException {
        Boosting boosting = boosting();
        ModelId named = id.id();
        Quantizer quantizer = samples.quantizer();
        if (!quantizer.profile().equals(Quantizer.ROBUST)) {
            throw new WrongUsage("--profile: header fields are those of the profile " + Quantizer.ROBUST);
        }
        SampleShape shape = samples.shape();
        ModelSignature signature = new ModelSignature(quantizer.profile(), shape, samples.direction());
        try (TerminalProgress progress = new TerminalProgress()) {
            TestSet all = TestSets.read("reading captures", datasetFolders, signature, quantizer, progress);
            Examples examples = Examples.of(all.flows(flow -> !calibrates(all, flow)));
            List<byte[]> normal = all.flows(flow -> flow.normal() && calibrates(all, flow)).stream()
                    .map(TestFlow::sample)
                    .toList();
            if (normal.isEmpty()) {
                throw new CommandException(noneToCalibrate(all));
            }
            progress.say(String.format(
                    "training: %d different normal samples, %d malicious; calibration: %d flows",
                    examples.normal().size(), examples.malicious().size(), normal.size()));
            ByteBuffer weights = boosting.train(examples.normal(), examples.malicious(), shape)
                    .weights();
            EncoderSpec spec = new EncoderSpec(BoostedTrees.NAME, shape, 1, Map.of());
            try (Encoder encoder = new BoostedTrees().load(spec, weights)) {
                ImportedModel parts = new ImportedModel(encoder, spec, weights);
                Centres centre = new Centres(new float[] {0}, 1);
                Calibration scores = parts.calibration(centre, normal);
                List<byte[]> golden = new ArrayList<>(examples.normal());
                golden.addAll(examples.malicious());
                Model model = parts.model(
                        named,
                        signature,
                        centre,
                        scores,
                        parts.goldenOf(centre, golden),
                        Services.all(ThresholdPolicy.class),
                        provenance(examples));
                ModelJarWriter.write(model, out);
                ModelJarReader.read(out);
            }
            progress.say(
                    "wrote " + out + " (" + Files.size(out) / 1024 + " KiB, " + normal.size() + " calibration flows)");
        } catch (TrainingException e) {
            throw new CommandException(e.getMessage(), e);
        }
        return 0;
    }

    private String noneToCalibrate(TestSet all) {
        return "--calibration: no normal flow in captures whose label begins with " + calibration + "; there are "
                + all.captures().stream()
                        .map(TestSet.Capture::day)
                        .distinct()
                        .sorted()
                        .limit(MOST_NAMED)
                        .collect(Collectors.joining(", "));
    }

    private Boosting boosting() throws WrongUsage {
        if (rounds < 1 || rounds > 10_000) {
            throw new WrongUsage("--rounds: " + rounds + " is not within 1 to 10000");
        }
        if (depth < 1 || depth > 16) {
            throw new WrongUsage("--depth: " + depth + " is not within 1 to 16");
        }
        if (!(rate > 0 && rate <= 1)) {
            throw new WrongUsage("--rate: " + rate + " is not over 0 to 1");
        }
        return new Boosting(rounds, depth, rate, seed);
    }

    private boolean calibrates(TestSet all, TestFlow flow) {
        String day = all.captures().get(flow.capture()).day();
        // Where there are several data sets, the name of the capture's own is in front.
        return datasetFolders.size() > 1
                ? day.substring(day.indexOf('/') + 1).startsWith(calibration)
                : day.startsWith(calibration);
    }

    private Map<String, String> provenance(Examples examples) {
        Map<String, String> told = new TreeMap<>();
        told.put("seed", Long.toString(seed));
        told.put("rounds", Integer.toString(rounds));
        told.put("depth", Integer.toString(depth));
        told.put("rate", Double.toString(rate));
        told.put("normal_samples", Integer.toString(examples.normal().size()));
        told.put("malicious_samples", Integer.toString(examples.malicious().size()));
        return told;
    }
}
