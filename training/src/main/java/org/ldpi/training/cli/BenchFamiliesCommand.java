package org.ldpi.training.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.ldpi.api.encoder.EncoderException;
import org.ldpi.engine.pytorch.PyTorch;
import org.ldpi.training.bench.Contest;
import org.ldpi.training.bench.Contest.Scored;
import org.ldpi.training.bench.Detection;
import org.ldpi.training.bench.FamilyFolds;
import org.ldpi.training.data.Dataset;
import org.ldpi.training.data.LabelledFlows;
import org.ldpi.training.data.Truth;
import org.ldpi.training.evaluate.Baseline;
import org.ldpi.training.evaluate.EvaluationException;
import org.ldpi.training.evaluate.OriginalRecipe;
import org.ldpi.training.learn.TrainingException;
import org.ldpi.training.learn.TrainingOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Leaves one family of attacks out of the training after the other, and tells how well it is found. */
@Command(
        name = "bench families",
        mixinStandardHelpOptions = true,
        description = {
            "Trains without one family of attacks after the other and tests on that family and on normal traffic of captures",
            "that the training did not have: on normal traffic alone, with labels of some attacks of the other families, and",
            "with labels of all. Simple methods learn from the same. Test flows that equal a sample of the training are left out."
        },
        sortOptions = false)
public final class BenchFamiliesCommand extends LdpiCommand {
    private static final Path TEMPORARY = Path.of(System.getProperty("java.io.tmpdir"));

    @Option(
            names = "--dataset",
            required = true,
            arity = "1..*",
            paramLabel = "DIR",
            description = "Data sets; divided by --split unless there is --test.")
    private List<Path> datasetFolders;

    @Option(
            names = "--test",
            arity = "1..*",
            paramLabel = "DIR",
            description = "Data sets to test on; the others are all trained on.")
    private List<Path> testFolders = List.of();

    @Option(
            names = "--split",
            paramLabel = "UNIT",
            defaultValue = "source",
            description = {
                "What is whole on one side of the split: capture, day (a folder of captures) or source",
                "(${DEFAULT-VALUE})."
            })
    private CaptureGroups split;

    @Option(
            names = "--sources",
            paramLabel = "FILE",
            description = "Tab-separated table with columns file and repo: where each capture comes from.")
    private Path sources;

    @Option(
            names = "--folds",
            paramLabel = "N",
            defaultValue = "2",
            description = "Parts that take turns as the test, 2 to 10 (${DEFAULT-VALUE}).")
    private int folds;

    @Option(
            names = "--families",
            paramLabel = "LEVEL",
            defaultValue = "type",
            description =
                    "What a family is: type, malicious/dos for one, or label, malicious/dos/syn_flood (${DEFAULT-VALUE}).")
    private String families;

    @Option(
            names = "--labels",
            split = ",",
            paramLabel = "SHARE",
            defaultValue = "0,0.01,0.05,1",
            description = "Shares of the other families' attacks whose labels are known (${DEFAULT-VALUE}).")
    private List<Double> labels;

    @Mixin
    private ContestOptions common;

    @Option(
            names = "--max-flows-per-file",
            paramLabel = "N",
            defaultValue = "1500",
            description = "Use at most so many flows of a capture (${DEFAULT-VALUE}).")
    private int maxFlowsPerFile;

    private ContestTable table;
    /** Results of each method with each share of labels, over families, folds and seeds. */
    private final Map<String, List<Detection[]>> summary = new LinkedHashMap<>();

    @Override
    public Integer call() throws CommandException, IOException, EncoderException {
        if (folds < 2 || folds > 10) {
            throw new WrongUsage("--folds: " + folds + " is not within 2 to 10");
        }
        if (labels.stream().anyMatch(share -> !(share >= 0 && share <= 1))) {
            throw new WrongUsage("--labels: " + labels + " are not all within 0 to 1");
        }
        System.setProperty(PyTorch.THREADS, "1");
        TrainCommand train =
                common.training(datasetFolders.get(0), common.seeds().get(0));
        try (TerminalProgress progress = new TerminalProgress()) {
            FamilyFolds divided = divided(train, progress);
            FamilyFolds classic = common.original()
                    ? divided(
                            common.training(
                                    datasetFolders.get(0), common.seeds().get(0), "--profile=classic"),
                            progress)
                    : null;
            table = new ContestTable(common.json());
            for (int seed : common.seeds()) {
                for (int fold = 0; fold < divided.count(); fold++) {
                    run(divided, classic, fold, seed, progress);
                }
            }
            if (!common.json()) {
                summarise();
            }
        } catch (TrainingException | EvaluationException e) {
            throw new CommandException(e.getMessage(), e);
        }
        return 0;
    }

    private FamilyFolds divided(TrainCommand train, TerminalProgress progress) throws CommandException, IOException {
        List<LabelledFlows> captures = read(datasetFolders, train, progress);
        if (!testFolders.isEmpty()) {
            return FamilyFolds.of(captures, read(testFolders, train, progress), familyOf());
        }
        Function<LabelledFlows, String> groupOf = split.of(sources);
        FamilyFolds divided = FamilyFolds.of(captures, groupOf, folds, familyOf());
        for (int fold = 0; fold < folds && split != CaptureGroups.CAPTURE; fold++) {
            progress.say("fold " + (fold + 1) + ": " + divided.groups(fold, groupOf));
        }
        return divided;
    }

    private List<LabelledFlows> read(List<Path> folders, TrainCommand train, TerminalProgress progress)
            throws CommandException, IOException {
        List<LabelledFlows> captures = new ArrayList<>();
        for (Path folder : folders) {
            Dataset dataset = Dataset.open(folder);
            progress.begin("reading " + folder, dataset.files().size());
            captures.addAll(train.preprocessing(train.options(), maxFlowsPerFile, progress)
                    .read(dataset, TEMPORARY, progress::done));
        }
        return captures;
    }

    private Function<String, String> familyOf() throws WrongUsage {
        return switch (families) {
            case "label" -> label -> label;
            case "type" ->
                label -> {
                    String[] parts = label.split("/", -1);
                    return parts.length < 2 ? label : parts[0] + "/" + parts[1];
                };
            default -> throw new WrongUsage("--families: '" + families + "' is neither type nor label");
        };
    }

    private void run(FamilyFolds divided, FamilyFolds classic, int fold, int seed, TerminalProgress progress)
            throws CommandException, IOException, EncoderException, TrainingException, EvaluationException {
        for (double share : labels) {
            if (share == 0) {
                // Without labels all families are left out: one training is a test of each.
                contest(divided, classic, fold, "", List.copyOf(divided.families(fold)), share, seed, progress);
            } else {
                for (String family : divided.families(fold)) {
                    contest(divided, classic, fold, family, List.of(family), share, seed, progress);
                }
            }
        }
    }

    private void contest(
            FamilyFolds divided,
            FamilyFolds classic,
            int fold,
            String leftOut,
            List<String> tested,
            double share,
            int seed,
            TerminalProgress progress)
            throws CommandException, IOException, EncoderException, TrainingException, EvaluationException {
        TrainCommand train = common.training(datasetFolders.get(0), seed);
        TrainingOptions chosen = train.options();
        Contest contest = new Contest(divided.training(fold, leftOut, share, seed), divided.test(fold));
        progress.say(String.format(
                Locale.ROOT,
                "seed %d, fold %d, %s, %s: %d normal and %d malicious samples to learn from; of the test's flows %d normal"
                        + " and %d malicious ones equal one of them and are left out",
                seed,
                fold + 1,
                told(share),
                leftOut.isEmpty() ? "all families left out" : "without " + leftOut,
                contest.examples().normal().size(),
                contest.examples().malicious().size(),
                contest.duplicates(Truth.NORMAL),
                contest.duplicates(Truth.MALICIOUS)));
        List<Scored> results = new ArrayList<>();
        results.add(contest.trained(chosen, train.architecture(), progress));
        // What learns from normal samples alone is the same with any share of labels.
        boolean labelled = !contest.examples().malicious().isEmpty();
        List<Baseline> baselines = labelled ? Baseline.ofLabels(chosen.spec()) : Baseline.ofNormal(chosen.spec(), seed);
        progress.begin("simple methods", baselines.size());
        for (Baseline baseline : baselines) {
            results.add(contest.other(baseline));
            progress.done(results.size() - 1);
        }
        for (Scored result : results) {
            print(contest, divided, fold, tested, share, seed, result);
        }
        if (classic != null) {
            Contest other = new Contest(classic.training(fold, leftOut, share, seed), classic.test(fold));
            Scored result = other.other(
                    new OriginalRecipe(chosen.shape(), results.get(0).seconds(), seed, progress));
            // Duplicates are those of the model's samples, so that all are tested on the same flows.
            print(contest, divided, fold, tested, share, seed, result);
        }
    }

    private void print(
            Contest contest,
            FamilyFolds divided,
            int fold,
            List<String> tested,
            double share,
            int seed,
            Scored result) {
        String method = result.method().replaceAll(" \\(.*\\)", "");
        for (String family : tested) {
            Detection[] detections = contest.detection(result.scores(), divided.ofFamily(family));
            if (detections[1].malicious() == 0) {
                continue;
            }
            JsonObject about = new JsonObject();
            about.addProperty("seed", seed);
            about.addProperty("fold", fold + 1);
            about.addProperty("labels", share);
            about.addProperty("family", family);
            about.addProperty("method", method);
            JsonArray counts = new JsonArray();
            counts.add(contest.examples().normal().size());
            counts.add(contest.examples().malicious().size());
            about.add("learned_from_normal_malicious", counts);
            String name = "seed " + seed + ", fold " + (fold + 1) + ", " + told(share) + ", " + family + ": " + method;
            table.line(about, name, detections, result.seconds());
            summary.computeIfAbsent(told(share) + ": " + method, key -> new ArrayList<>())
                    .add(detections);
        }
    }

    private static String told(double share) {
        return share == 0 ? "no labels" : String.format(Locale.ROOT, "%.4g %% of labels", 100 * share);
    }

    /** Means over families, each of which counts as much as another. */
    private void summarise() {
        System.out.println();
        System.out.println("mean over families, folds and seeds");
        summary.forEach((name, all) -> {
            Detection[] mean = {mean(all, 0), mean(all, 1)};
            table.line(new JsonObject(), name, mean, 0);
        });
    }

    private static Detection mean(List<Detection[]> all, int heads) {
        List<Detection> some = all.stream()
                .map(detections -> detections[heads])
                .filter(detection -> detection.malicious() > 0 && detection.normal() > 0)
                .toList();
        return new Detection(
                some.stream().mapToInt(Detection::normal).sum(),
                some.stream().mapToInt(Detection::malicious).sum(),
                some.stream().mapToDouble(Detection::auroc).average().orElse(Double.NaN),
                some.stream().mapToDouble(Detection::atOnePercent).average().orElse(Double.NaN),
                some.stream().mapToDouble(Detection::atOneInThousand).average().orElse(Double.NaN));
    }
}
