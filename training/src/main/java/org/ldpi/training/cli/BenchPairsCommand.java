package org.ldpi.training.cli;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.ldpi.api.encoder.EncoderException;
import org.ldpi.engine.pytorch.PyTorch;
import org.ldpi.training.bench.Contest;
import org.ldpi.training.bench.Contest.Scored;
import org.ldpi.training.bench.NetworkPair;
import org.ldpi.training.data.CaptureFile;
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

/** Trains on the normal captures of a network and tests with the attacks of the same network. */
@Command(
        name = "bench pairs",
        mixinStandardHelpOptions = true,
        description = {
            "Trains on every second normal capture of a network, without labels, and tests on the others and on the attacks of",
            "the same network. Simple methods learn from the same. Fewer than 8 captures are cut by time for the training.",
            "Test flows that equal a sample of the training are left out."
        },
        sortOptions = false)
public final class BenchPairsCommand extends LdpiCommand {
    private static final Path TEMPORARY = Path.of(System.getProperty("java.io.tmpdir"));

    @Option(names = "--dataset", required = true, paramLabel = "DIR", description = "A data set.")
    private Path datasetFolder;

    @Option(
            names = "--normal",
            paramLabel = "LABEL",
            description = {
                "What the labels of a network's normal captures begin with; several times, each with a --malicious.",
                "None: benign/ics/modbus_polling and benign/background/dns."
            })
    private List<String> normal = new ArrayList<>();

    @Option(
            names = "--malicious",
            paramLabel = "LABEL",
            description = {
                "What the labels of its attacks begin with.",
                "None: malicious/ics_attack/modbus_ and malicious/exfiltration/dns_tunnel_."
            })
    private List<String> malicious = new ArrayList<>();

    @Mixin
    private ContestOptions common;

    @Option(
            names = "--max-flows-per-file",
            paramLabel = "N",
            defaultValue = "20000",
            description = "Use at most so many flows of a capture (${DEFAULT-VALUE}).")
    private int maxFlowsPerFile;

    @Override
    public Integer call() throws CommandException, IOException, EncoderException {
        if (normal.size() != malicious.size()) {
            throw new WrongUsage("--normal, --malicious: " + normal.size() + " and " + malicious.size()
                    + " are given, there must be one of each for a pair");
        }
        if (normal.isEmpty()) {
            normal = List.of("benign/ics/modbus_polling", "benign/background/dns");
            malicious = List.of("malicious/ics_attack/modbus_", "malicious/exfiltration/dns_tunnel_");
        }
        System.setProperty(PyTorch.THREADS, "1");
        try (TerminalProgress progress = new TerminalProgress()) {
            List<LabelledFlows> captures = read(progress);
            List<LabelledFlows> classic = common.original() ? read(progress, "--profile=classic") : List.of();
            ContestTable table = new ContestTable(common.json());
            for (int pair = 0; pair < normal.size(); pair++) {
                for (int seed : common.seeds()) {
                    run(table, captures, classic, pair, seed, progress);
                }
            }
        } catch (TrainingException | EvaluationException e) {
            throw new CommandException(e.getMessage(), e);
        }
        return 0;
    }

    /** The captures of all pairs. */
    private List<LabelledFlows> read(TerminalProgress progress, String... more) throws CommandException, IOException {
        TrainCommand train = common.training(datasetFolder, common.seeds().get(0), more);
        Dataset whole = Dataset.open(datasetFolder);
        List<CaptureFile> wanted = whole.files().stream()
                .filter(file -> normal.stream().anyMatch(file.label()::startsWith)
                        || malicious.stream().anyMatch(file.label()::startsWith)
                        || file.truth() == Truth.UNKNOWN)
                .toList();
        if (wanted.isEmpty()) {
            throw new CommandException(datasetFolder + ": no captures under " + normal + " or " + malicious);
        }
        progress.begin("reading " + datasetFolder, wanted.size());
        return train.preprocessing(train.options(), maxFlowsPerFile, progress)
                .read(new Dataset(whole.root(), wanted, whole.labels()), TEMPORARY, progress::done);
    }

    private void run(
            ContestTable table,
            List<LabelledFlows> captures,
            List<LabelledFlows> classic,
            int pair,
            int seed,
            TerminalProgress progress)
            throws CommandException, IOException, EncoderException, TrainingException, EvaluationException {
        TrainCommand train = common.training(datasetFolder, seed);
        TrainingOptions chosen = train.options();
        NetworkPair network = NetworkPair.of(captures, normal.get(pair), malicious.get(pair));
        Contest contest = new Contest(network.training(), network.test());
        progress.say(String.format(
                Locale.ROOT,
                "%s, seed %d: %d different normal samples in %d parts to learn from; of the test's flows %d normal and %d"
                        + " malicious ones equal one of them and are left out",
                normal.get(pair),
                seed,
                contest.examples().normal().size(),
                network.training().size(),
                contest.duplicates(Truth.NORMAL),
                contest.duplicates(Truth.MALICIOUS)));
        List<Scored> results = new ArrayList<>();
        results.add(contest.trained(chosen, train.architecture(), progress));
        for (Baseline baseline : Baseline.ofNormal(chosen.spec(), seed)) {
            results.add(contest.other(baseline));
        }
        if (!classic.isEmpty()) {
            NetworkPair other = NetworkPair.of(classic, normal.get(pair), malicious.get(pair));
            Contest same = new Contest(other.training(), other.test());
            results.add(
                    same.other(new OriginalRecipe(chosen.shape(), results.get(0).seconds(), seed, progress)));
        }
        for (Scored result : results) {
            String method = result.method().replaceAll(" \\(.*\\)", "");
            JsonObject about = new JsonObject();
            about.addProperty("normal", normal.get(pair));
            about.addProperty("malicious", malicious.get(pair));
            about.addProperty("seed", seed);
            about.addProperty("method", method);
            table.line(
                    about,
                    malicious.get(pair) + ", seed " + seed + ": " + method,
                    contest.detection(result.scores(), flow -> true),
                    result.seconds());
        }
    }
}
