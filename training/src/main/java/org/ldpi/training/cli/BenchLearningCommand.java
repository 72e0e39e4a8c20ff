package org.ldpi.training.cli;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.ldpi.api.encoder.EncoderException;
import org.ldpi.api.model.ModelSignature;
import org.ldpi.engine.pytorch.PyTorch;
import org.ldpi.training.bench.Detection;
import org.ldpi.training.bench.OwnNetwork;
import org.ldpi.training.data.Dataset;
import org.ldpi.training.learn.TrainingException;
import org.ldpi.training.learn.TrainingOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

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
            names = "--rescored",
            paramLabel = "OPTIONS",
            description = {
                "Options of 'train' that say how flows are scored, '--centres-by bank' for one; several times. Each trained",
                "network is tested with each of them too."
            })
    private List<String> rescored = new ArrayList<>();

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

    @Option(
            names = "--choosing",
            description = {
                "Leave the test alone: divide the captures for training once more, and take every second malicious one.",
                "For settings that are to be judged by the test later."
            })
    private boolean choosing;

    @Option(names = "--json", description = "One JSON object for each training.")
    private boolean json;

    private final Map<ModelSignature, OwnNetwork> networks = new HashMap<>();

    @Override
    public Integer call() throws CommandException, IOException, EncoderException {
        List<String> chosen = variants.isEmpty() ? List.of("") : variants;
        Dataset dataset = Dataset.open(datasetFolder);
        System.setProperty(PyTorch.THREADS, "1");
        if (!json) {
            System.out.printf("%-40s %28s   %28s%n", "", "heads of 4 packets and more", "all heads");
            System.out.printf(
                    "%-40s %10s %8s %8s   %10s %8s %8s %8s %8s %10s%n",
                    "options", "AUROC", "1 %", "0.1 %", "AUROC", "1 %", "0.1 %", "seconds", "centres", "scores/s");
        }
        try (TerminalProgress progress = new TerminalProgress()) {
            for (String variant : chosen) {
                Map<String, List<OwnNetwork.Result>> results = new LinkedHashMap<>();
                for (int seed : seeds) {
                    run(dataset, variant, seed, progress).forEach((name, result) -> {
                        results.computeIfAbsent(name, key -> new ArrayList<>()).add(result);
                        print(name, "seed " + seed, List.of(result));
                    });
                }
                results.forEach((name, ofSeeds) -> {
                    if (!json && ofSeeds.size() > 1) {
                        print(name, "mean", ofSeeds);
                    }
                });
            }
        } catch (TrainingException e) {
            throw new CommandException(e.getMessage(), e);
        }
        return 0;
    }

    /** What a setting is worth, and under other names what its network is with other ways to score. */
    private Map<String, OwnNetwork.Result> run(Dataset dataset, String variant, int seed, TerminalProgress progress)
            throws CommandException, IOException, EncoderException, TrainingException {
        TrainCommand train = TrainVariant.of(datasetFolder, "--variant", variant, seed);
        TrainingOptions options = train.options();
        List<String> names = new ArrayList<>(List.of(variant));
        List<TrainingOptions> others = new ArrayList<>();
        for (String form : rescored) {
            names.add((variant + " " + form).strip());
            String word = variant + " " + form + " --pretrain-steps 0 --steps 0";
            others.add(TrainVariant.of(datasetFolder, "--rescored", word, seed).options());
        }
        OwnNetwork own = own(dataset, train, options, progress);
        List<OwnNetwork.Result> found = own.run(options, others, train.architecture(), progress);
        Map<String, OwnNetwork.Result> results = new LinkedHashMap<>();
        for (int i = 0; i < found.size(); i++) {
            results.put(names.get(i), found.get(i));
        }
        return results;
    }

    private OwnNetwork own(Dataset dataset, TrainCommand train, TrainingOptions options, TerminalProgress progress)
            throws CommandException, IOException, TrainingException {
        OwnNetwork own = networks.get(options.signature());
        if (own == null) {
            progress.begin("reading captures", dataset.files().size());
            own = new OwnNetwork(
                    train.preprocessing(options, maxFlowsPerFile, progress)
                            .read(dataset, Path.of(System.getProperty("java.io.tmpdir")), progress::done),
                    network,
                    choosing);
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
            line.addProperty("centres", results.get(0).centres());
            line.addProperty("scores_per_s", results.get(0).scoresPerSecond());
            System.out.println(line);
            return;
        }
        System.out.printf(
                Locale.ROOT,
                "%-40s %10.4f %6.1f %% %6.1f %%   %10.4f %6.1f %% %6.1f %% %8.0f %8.0f %10.0f%n",
                options + ", " + which,
                mean(results, r -> r.fourPackets().auroc()),
                100 * mean(results, r -> r.fourPackets().atOnePercent()),
                100 * mean(results, r -> r.fourPackets().atOneInThousand()),
                mean(results, r -> r.all().auroc()),
                100 * mean(results, r -> r.all().atOnePercent()),
                100 * mean(results, r -> r.all().atOneInThousand()),
                mean(results, OwnNetwork.Result::seconds),
                mean(results, OwnNetwork.Result::centres),
                mean(results, OwnNetwork.Result::scoresPerSecond));
    }

    private static void heads(JsonObject line, String name, Detection heads) {
        line.addProperty(name + "_auroc", heads.auroc());
        line.addProperty(name + "_at_1_percent", heads.atOnePercent());
        line.addProperty(name + "_at_0_1_percent", heads.atOneInThousand());
    }

    private static double mean(List<OwnNetwork.Result> results, ToDoubleFunction<OwnNetwork.Result> figure) {
        return results.stream().mapToDouble(figure).average().orElseThrow();
    }
}
