package org.ldpi.training.cli;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.ldpi.api.encoder.EncoderException;
import org.ldpi.api.model.ModelSignature;
import org.ldpi.engine.pytorch.PyTorch;
import org.ldpi.training.bench.OwnNetwork;
import org.ldpi.training.data.Dataset;
import org.ldpi.training.learn.TrainingException;
import org.ldpi.training.learn.TrainingOptions;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Trains with several settings and seeds, and tells what each is worth on one network. */
@Command(
        name = "bench learning",
        mixinStandardHelpOptions = true,
        description = {
            "Trains with several settings and seeds on the normal captures of one network, every second one, and tests on",
            "the others with all malicious captures put to them."
        },
        sortOptions = false)
public final class BenchLearningCommand extends LdpiCommand {
    @Option(names = "--dataset", required = true, paramLabel = "DIR", description = "A data set.")
    private Path datasetFolder;

    @Option(
            names = "--network",
            paramLabel = "LABEL",
            defaultValue = "benign/background/iot_setup_",
            description = "What the labels of the network's normal captures begin with (${DEFAULT-VALUE}).")
    private String network;

    @Option(
            names = "--variant",
            paramLabel = "OPTIONS",
            description =
                    "Options of 'train' in one word, '--without fields' for one; several times. None: the defaults.")
    private List<String> variants = new ArrayList<>();

    @Option(
            names = "--seeds",
            split = ",",
            paramLabel = "N",
            defaultValue = "1,2",
            description = "Seeds of the trainings (${DEFAULT-VALUE}).")
    private List<Integer> seeds;

    @Option(
            names = "--max-flows-per-file",
            paramLabel = "N",
            defaultValue = "1500",
            description = "Use at most so many flows of a capture (${DEFAULT-VALUE}).")
    private int maxFlowsPerFile;

    @Option(names = "--json", description = "One JSON object for each training.")
    private boolean json;

    private final Map<ModelSignature, OwnNetwork> networks = new HashMap<>();

    @Override
    public Integer call() throws CommandException, IOException, EncoderException {
        List<String> chosen = variants.isEmpty() ? List.of("") : variants;
        Dataset dataset = Dataset.open(datasetFolder);
        System.setProperty(PyTorch.THREADS, "1");
        if (!json) {
            System.out.printf("%-40s %28s   %28s %8s%n", "", "heads of 4 packets and more", "all heads", "seconds");
            System.out.printf(
                    "%-40s %10s %8s %8s   %10s %8s %8s%n", "options", "AUROC", "1 %", "0.1 %", "AUROC", "1 %", "0.1 %");
        }
        try (TerminalProgress progress = new TerminalProgress()) {
            for (String variant : chosen) {
                List<OwnNetwork.Result> results = new ArrayList<>();
                for (int seed : seeds) {
                    TrainCommand train = train(variant, seed);
                    TrainingOptions options = train.options();
                    OwnNetwork own = own(dataset, train, options, progress);
                    OwnNetwork.Result result = own.run(options, train.architecture(), progress);
                    results.add(result);
                    print(variant, "seed " + seed, List.of(result));
                }
                if (!json && results.size() > 1) {
                    print(variant, "mean", results);
                }
            }
        } catch (TrainingException e) {
            throw new CommandException(e.getMessage(), e);
        }
        return 0;
    }

    private TrainCommand train(String variant, int seed) throws WrongUsage {
        TrainCommand train = new TrainCommand();
        List<String> arguments = new ArrayList<>(List.of("--dataset=" + datasetFolder, "--out=none", "--seed=" + seed));
        for (String word : variant.strip().split("\\s+")) {
            if (!word.isEmpty()) {
                arguments.add(word);
            }
        }
        try {
            new CommandLine(train).parseArgs(arguments.toArray(String[]::new));
        } catch (ParameterException e) {
            throw new WrongUsage("--variant '" + variant + "': " + e.getMessage(), e);
        }
        return train;
    }

    private OwnNetwork own(Dataset dataset, TrainCommand train, TrainingOptions options, TerminalProgress progress)
            throws CommandException, IOException, TrainingException {
        OwnNetwork own = networks.get(options.signature());
        if (own == null) {
            progress.begin("reading captures", dataset.files().size());
            own = new OwnNetwork(
                    train.preprocessing(options, maxFlowsPerFile, progress).read(dataset, progress::done), network);
            networks.put(options.signature(), own);
        }
        return own;
    }

    private void print(String variant, String which, List<OwnNetwork.Result> results) {
        String options = variant.isBlank() ? "defaults" : variant;
        if (json) {
            JsonObject line = new JsonObject();
            line.addProperty("options", options);
            line.addProperty("run", which);
            heads(line, "four_packets", results.get(0).fourPackets());
            heads(line, "all", results.get(0).all());
            line.addProperty("seconds", results.get(0).seconds());
            System.out.println(line);
            return;
        }
        System.out.printf(
                Locale.ROOT,
                "%-40s %10.4f %6.1f %% %6.1f %%   %10.4f %6.1f %% %6.1f %% %8.0f%n",
                options + ", " + which,
                mean(results, r -> r.fourPackets().auroc()),
                100 * mean(results, r -> r.fourPackets().atOnePercent()),
                100 * mean(results, r -> r.fourPackets().atOneInThousand()),
                mean(results, r -> r.all().auroc()),
                100 * mean(results, r -> r.all().atOnePercent()),
                100 * mean(results, r -> r.all().atOneInThousand()),
                mean(results, OwnNetwork.Result::seconds));
    }

    private static void heads(JsonObject line, String name, OwnNetwork.Heads heads) {
        line.addProperty(name + "_auroc", heads.auroc());
        line.addProperty(name + "_at_1_percent", heads.atOnePercent());
        line.addProperty(name + "_at_0_1_percent", heads.atOneInThousand());
    }

    private static double mean(List<OwnNetwork.Result> results, ToDoubleFunction<OwnNetwork.Result> figure) {
        return results.stream().mapToDouble(figure).average().orElseThrow();
    }
}
