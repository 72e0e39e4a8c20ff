package org.ldpi.training.cli;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.ldpi.api.capture.CaptureException;
import org.ldpi.api.encoder.EncoderException;
import org.ldpi.api.flow.Direction;
import org.ldpi.api.flow.Flow;
import org.ldpi.api.model.ModelException;
import org.ldpi.api.model.ModelSignature;
import org.ldpi.api.model.ServingModel;
import org.ldpi.api.threshold.ThresholdPolicy;
import org.ldpi.threshold.FalseDiscoveryRate;
import org.ldpi.training.bench.BudgetBenchmark;
import org.ldpi.training.bench.BudgetBenchmark.Kind;
import org.ldpi.training.bench.BudgetBenchmark.Result;
import org.ldpi.training.bench.BudgetBenchmark.Scored;
import org.ldpi.training.data.CaptureFile;
import org.ldpi.training.data.Dataset;
import org.ldpi.training.data.DatasetException;
import org.ldpi.training.data.Truth;
import org.ldpi.training.flows.CaptureFlows;
import org.ldpi.training.flows.Models;
import org.ldpi.training.flows.ScoringHandler;
import org.ldpi.training.flows.Services;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures what a budget of false alerts gives, policy by policy. */
@Command(
        name = "bench budget",
        mixinStandardHelpOptions = true,
        description = {
            "Measures false alerts per host and day on normal flows that the threshold was not made of, against the",
            "budget asked, and the share of attacks found: single flows over a threshold, and evidence over flows."
        },
        sortOptions = false)
public final class BenchBudgetCommand extends LdpiCommand {
    private static final List<String> WITHOUT_BUDGET = List.of("ninety_nine", "near_max", "max", "hundred_one");

    @Option(
            names = "--dataset",
            required = true,
            arity = "1..*",
            paramLabel = "DIR",
            description = {
                "Data sets, a day each; captures that the model was not trained on. Of several each calibrates for each",
                "other; a single one is divided."
            })
    private List<Path> datasets;

    @Option(
            names = "--before",
            arity = "1..*",
            paramLabel = "DIR",
            description = "Data sets whose normal flows evidence has seen before each day, as one that runs has.")
    private List<Path> before = List.of();

    @Option(names = "--model", paramLabel = "FILE", description = "A model bundle (the sample's).")
    private Path modelFile;

    @Option(
            names = "--budgets",
            split = ",",
            paramLabel = "B",
            defaultValue = "10,100,1000,10000",
            description = "False alerts per host and day (${DEFAULT-VALUE}).")
    private List<Double> budgets;

    @Option(
            names = "--incident-budgets",
            split = ",",
            paramLabel = "B",
            defaultValue = "0.01,0.05,1",
            description = "False incidents per host and day (${DEFAULT-VALUE}).")
    private List<Double> incidentBudgets;

    @Option(
            names = "--fdr-levels",
            split = ",",
            paramLabel = "Q",
            defaultValue = "0.1,0.3",
            description =
                    "Shares of false ones among the alerts that false discovery control allows (${DEFAULT-VALUE}).")
    private List<Double> levels;

    @Option(
            names = "--fdr-window",
            paramLabel = "FLOWS",
            defaultValue = "200",
            description = "Flows that false discovery control judges together (${DEFAULT-VALUE}).")
    private int window;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "100",
            description = "Divisions of a day that is the only one, seeds 1 to N (${DEFAULT-VALUE}).")
    private int seeds;

    @Option(
            names = "--block",
            paramLabel = "SECONDS",
            defaultValue = "10",
            description = "Seconds of a block that is calibration or not as a whole (${DEFAULT-VALUE}).")
    private double blockSeconds;

    @Option(names = "--json", description = "One JSON object a policy and budget.")
    private boolean json;

    @Mixin
    private FlowOptions flows;

    @Override
    public Integer call()
            throws CommandException, CaptureException, DatasetException, ModelException, EncoderException {
        if (seeds < 1 || !(blockSeconds > 0)) {
            throw new WrongUsage("--seeds is at least 1, --block more than 0");
        }
        for (double budget : budgets) {
            check("--budgets", budget);
        }
        for (double budget : incidentBudgets) {
            check("--incident-budgets", budget);
        }
        try {
            levels.forEach(level -> new FalseDiscoveryRate(level, window));
        } catch (IllegalArgumentException e) {
            throw new WrongUsage("--fdr-levels, --fdr-window: " + e.getMessage(), e);
        }
        if (modelFile == null) {
            modelFile = sampleModel();
        }
        List<List<Scored>> days = new ArrayList<>();
        List<Scored> seen = new ArrayList<>();
        ServingModel serving = Models.load(modelFile);
        try {
            for (Path dataset : datasets) {
                days.add(score(Dataset.open(dataset), serving));
            }
            for (Path dataset : before) {
                seen.addAll(score(Dataset.open(dataset), serving));
            }
        } finally {
            serving.retire();
        }
        BudgetBenchmark benchmark = new BudgetBenchmark(days, seen, seeds, blockSeconds);
        if (benchmark.divisions() == 0) {
            throw new CommandException(
                    datasets.get(0) + ": too short to be divided in blocks of " + blockSeconds + " s");
        }
        print(benchmark);
        return 0;
    }

    /** Beside the launcher, which is where the repository is. */
    private static Path sampleModel() throws WrongUsage {
        String launcher = System.getProperty(BenchPathCommand.LAUNCHER);
        if (launcher != null) {
            Path model = Path.of(launcher).resolveSibling("datasets/sample/model/ldpi-lab-1.jar");
            if (Files.isRegularFile(model)) {
                return model;
            }
        }
        throw new WrongUsage("--model: which one? The sample's is not there");
    }

    private static void check(String option, double budget) throws WrongUsage {
        if (!(budget > 0) || !Double.isFinite(budget)) {
            throw new WrongUsage(option + ": " + budget + " is not more than 0");
        }
    }

    private List<Scored> score(Dataset dataset, ServingModel serving)
            throws CommandException, CaptureException, EncoderException {
        ModelSignature signature = serving.model().signature();
        boolean twoWay = signature.direction() == Direction.TWO_WAY;
        List<Scored> scored = new ArrayList<>();
        for (CaptureFile file : dataset.files()) {
            ScoringHandler scoring = new ScoringHandler(serving, (head, score) -> {
                String label = dataset.labels().of(file.name(), head, twoWay);
                label = label == null ? file.label() : label;
                scored.add(new Scored(Flow.of(head), score, truth(label), label));
            });
            CaptureFlows reader = flows.reader(
                    signature.shape(), signature.direction(), SampleOptions.quantizer(modelFile, signature), scoring);
            reader.read(file.path().toString());
            scoring.finish();
        }
        if (scored.stream().noneMatch(s -> s.truth() == Truth.NORMAL)) {
            throw new CommandException(dataset.root() + ": no normal flows");
        }
        return scored;
    }

    private static Truth truth(String label) {
        if (label.startsWith("benign/")) {
            return Truth.NORMAL;
        }
        return label.startsWith("malicious/") ? Truth.MALICIOUS : Truth.UNKNOWN;
    }

    private void print(BudgetBenchmark benchmark) {
        if (!json) {
            System.out.printf(
                    "%-14s %10s %5s %22s %6s %9s %18s %18s%n",
                    "POLICY",
                    "BUDGET",
                    "DAYS",
                    "OBSERVED/HOST AND DAY",
                    "HELD",
                    "DETECTED",
                    "FLOWS UNTIL FOUND",
                    "TIME UNTIL FOUND/S");
        }
        for (String name : WITHOUT_BUDGET) {
            print(benchmark.singleFlows(Services.named(ThresholdPolicy.class, ThresholdPolicy::name, name)));
        }
        for (double budget : budgets) {
            print(benchmark.alertBudget(budget));
        }
        for (double level : levels) {
            print(benchmark.falseDiscoveryRate(level, window));
        }
        for (double budget : incidentBudgets) {
            print(benchmark.evidence(budget));
        }
        if (!json) {
            double same = incidentBudgets.get(incidentBudgets.size() - 1);
            System.out.printf("%nincidents, budget %s%n", incidentBudgets.get(0));
            printKinds(benchmark.kindsByEvidence(incidentBudgets.get(0)));
            System.out.printf("%nincidents, budget %s%n", same);
            printKinds(benchmark.kindsByEvidence(same));
            System.out.printf("%nsingle flows over the threshold of alert_budget, budget %s%n", same);
            printKinds(benchmark.kindsByAlertBudget(same));
        }
    }

    private static void printKinds(List<Kind> kinds) {
        System.out.printf(
                "%-50s %6s %9s %18s %18s%n", "ATTACK", "SHORT", "FOUND", "FLOWS UNTIL FOUND", "TIME UNTIL FOUND/S");
        for (Kind kind : kinds) {
            System.out.printf(
                    Locale.ROOT,
                    "%-50s %6s %9s %18s %18s%n",
                    kind.label(),
                    kind.shortFlows() ? "yes" : "",
                    kind.found() + "/" + kind.attacks(),
                    text("%.0f", kind.flowsUntilFound()),
                    text("%.1f", kind.secondsUntilFound()));
        }
    }

    private void print(Result r) {
        if (json) {
            JsonObject object = new JsonObject();
            object.addProperty("policy", r.policy());
            add(object, "budget", r.budget());
            object.addProperty("days", r.days());
            add(object, "observed_per_host_day", r.observedPerHostDay());
            add(object, "held", r.held());
            add(object, "detected", r.detected());
            System.out.println(object);
            return;
        }
        System.out.printf(
                Locale.ROOT,
                "%-14s %10s %5d %22.4g %6s %9s %18s %18s%n",
                r.policy(),
                text("%.4g", r.budget()),
                r.days(),
                r.observedPerHostDay(),
                text("%.2f", r.held()),
                text("%.2f", r.detected()),
                text("%.0f", r.flowsUntilFound()),
                text("%.1f", r.secondsUntilFound()));
    }

    private static String text(String format, double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, format, value);
    }

    /** JSON has no NaN: what there is not is null. */
    private static void add(JsonObject object, String name, double value) {
        if (Double.isNaN(value)) {
            object.add(name, JsonNull.INSTANCE);
        } else {
            object.addProperty(name, Math.round(value * 1e4) / 1e4);
        }
    }
}
