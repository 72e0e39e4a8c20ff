package org.ldpi.training.cli;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.ldpi.api.encoder.EncoderException;
import org.ldpi.api.model.Model;
import org.ldpi.api.model.ModelException;
import org.ldpi.model.jar.ModelJarReader;
import org.ldpi.training.bench.EncoderBenchmark;
import org.ldpi.training.bench.FormsBenchmark;
import org.ldpi.training.bench.TimedProcess;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Compares a model on libtorch with its forms in pure Java. */
@Command(
        name = "bench forms",
        mixinStandardHelpOptions = true,
        description = {
            "Compares a model of resnet1d on libtorch with its forms in pure Java, with float32 and with int8 weights: bytes,",
            "heap of a loaded encoder, largest resident size of a process that scores the captures, samples/s by batch, and",
            "how scores and verdicts of the captures' flows differ from those on libtorch, by the model's threshold."
        },
        sortOptions = false)
public final class BenchFormsCommand extends LdpiCommand {
    @Option(names = "--model", required = true, paramLabel = "FILE", description = "A model of resnet1d.")
    private Path modelFile;

    @Option(
            names = "--pcap",
            required = true,
            arity = "1..*",
            paramLabel = "FILE",
            description = "Captures, or folders of captures.")
    private List<String> pcaps;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "2",
            description = "Time for each figure of speed (${DEFAULT-VALUE}).")
    private double seconds;

    @Option(names = "--json", description = "One JSON object a line and form.")
    private boolean json;

    @Mixin
    private ThresholdOption threshold;

    @Mixin
    private FlowOptions flows;

    @Override
    public Integer call() throws CommandException, IOException, EncoderException, ModelException, InterruptedException {
        if (!(seconds > 0 && seconds <= 600)) {
            throw new WrongUsage("--seconds: " + seconds + " is not within 0 to 600");
        }
        String launcher = System.getProperty(BenchPathCommand.LAUNCHER);
        if (launcher == null) {
            throw new CommandException("is to be started by ./ldpi, whose score it measures");
        }
        Model model = ModelJarReader.read(modelFile);
        String policy = threshold.policy().name();
        if (!model.thresholds().containsKey(policy)) {
            throw new CommandException(modelFile + ": there is no threshold " + policy + " in it");
        }
        Path folder = Files.createTempDirectory("ldpi-forms-");
        try {
            FormsBenchmark benchmark =
                    new FormsBenchmark(new EncoderBenchmark(seconds, 1), file -> peak(launcher, file));
            List<FormsBenchmark.Row> rows = benchmark.rows(model, policy, samples(model), folder);
            if (json) {
                rows.forEach(row -> System.out.println(object(row)));
            } else {
                print(rows);
            }
        } catch (IllegalArgumentException e) {
            throw new CommandException(modelFile + ": " + e.getMessage(), e);
        } finally {
            Files.delete(folder);
        }
        return 0;
    }

    private long peak(String launcher, Path file) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(launcher, "score", "--model", file.toString(), "--pcap"));
        command.addAll(pcaps);
        command.addAll(List.of("--out", "none"));
        return new TimedProcess(command).peak();
    }

    private List<byte[]> samples(Model model) throws CommandException, IOException {
        List<byte[]> samples = new ArrayList<>();
        for (String pcap : pcaps) {
            flows.reader(
                            model.signature().shape(),
                            model.signature().direction(),
                            SampleOptions.quantizer(modelFile, model.signature()),
                            head -> samples.add(head.sample().clone()))
                    .read(pcap);
        }
        if (samples.isEmpty()) {
            throw new CommandException("--pcap: there is no flow in " + String.join(", ", pcaps));
        }
        return samples;
    }

    private static JsonObject object(FormsBenchmark.Row row) {
        JsonObject object = new JsonObject();
        object.addProperty("form", row.form());
        object.addProperty("architecture", row.architecture());
        object.addProperty("weight_bytes", row.bytes());
        object.addProperty("heap_bytes", row.heap());
        object.addProperty("peak_resident_bytes", row.peak());
        for (int i = 0; i < row.perSecond().length; i++) {
            object.addProperty("score_per_s_" + EncoderBenchmark.BATCHES.get(i), Math.round(row.perSecond()[i]));
        }
        object.addProperty("score_change_median", row.medianChange());
        object.addProperty("score_change_largest", row.largestChange());
        object.addProperty("over_threshold", row.over());
        object.addProperty("verdicts_changed", row.changed());
        return object;
    }

    private static void print(List<FormsBenchmark.Row> rows) {
        System.out.printf(
                "%-13s %8s %10s %12s %9s %9s %9s %10s %10s %7s %8s%n",
                "form",
                "weights",
                "heap",
                "process",
                "score/s 1",
                "32",
                "256",
                "change p50",
                "largest",
                "over",
                "changed");
        for (FormsBenchmark.Row row : rows) {
            System.out.printf(
                    Locale.ROOT,
                    "%-13s %,8d %,10d %,12d %,9.0f %,9.0f %,9.0f %10.2g %10.2g %,7d %,8d%n",
                    row.form(),
                    row.bytes(),
                    row.heap(),
                    row.peak(),
                    row.perSecond()[0],
                    row.perSecond()[1],
                    row.perSecond()[2],
                    row.medianChange(),
                    row.largestChange(),
                    row.over(),
                    row.changed());
        }
    }
}
