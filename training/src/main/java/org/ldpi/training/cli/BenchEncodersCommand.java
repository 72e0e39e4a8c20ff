package org.ldpi.training.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.ldpi.api.encoder.EncoderArchitecture;
import org.ldpi.api.encoder.EncoderException;
import org.ldpi.api.encoder.EncoderSpec;
import org.ldpi.api.model.Model;
import org.ldpi.api.model.ModelException;
import org.ldpi.engine.pytorch.PyTorchArchitecture;
import org.ldpi.model.jar.ModelJarReader;
import org.ldpi.training.bench.EncoderBenchmark;
import org.ldpi.training.bench.EncoderBenchmark.Row;
import org.ldpi.training.flows.Services;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures what every encoder costs. */
@Command(
        name = "bench encoders",
        mixinStandardHelpOptions = true,
        description = {
            "Measures every encoder that can be trained, with fresh weights and its defaults: parameters, multiply-adds",
            "of one sample, bytes of its weights in a model bundle, samples/s of training (forward and backward in",
            "batches of 256) and of scoring by batch. With --model, the encoders of these models instead."
        },
        sortOptions = false)
public final class BenchEncodersCommand extends LdpiCommand {
    @Option(
            names = "--model",
            arity = "1..*",
            paramLabel = "FILE",
            description = "Model bundles: each one's encoder on every engine that can run it.")
    private List<Path> models = List.of();

    @Option(
            names = "--encoder",
            paramLabel = "NAME",
            description = "Only these architectures; may be given several times.")
    private List<String> only = List.of();

    @Option(
            names = "--dimension",
            paramLabel = "D",
            defaultValue = "64",
            description = "Length of an embedding (${DEFAULT-VALUE}).")
    private int dimension;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "2",
            description = "Time for each figure (${DEFAULT-VALUE}).")
    private double seconds;

    @Option(
            names = "--callers",
            paramLabel = "N",
            defaultValue = "1",
            description = "Threads that score at once, 1 to 64 (${DEFAULT-VALUE}).")
    private int callers;

    @Option(names = "--json", description = "One JSON object a line and encoder.")
    private boolean json;

    @Mixin
    private SampleOptions samples;

    @Override
    public Integer call() throws CommandException, EncoderException, ModelException {
        if (!(seconds > 0 && seconds <= 600)) {
            throw new WrongUsage("--seconds: " + seconds + " is not within 0 to 600");
        }
        if (callers < 1 || callers > 64) {
            throw new WrongUsage("--callers: " + callers + " is not within 1 to 64");
        }
        EncoderBenchmark benchmark = new EncoderBenchmark(seconds, callers);
        if (!json) {
            System.out.printf(
                    "%-28s %10s %12s %9s %9s %9s %9s %9s %9s%n",
                    "encoder", "parameters", "multiply-adds", "bytes", "heap", "train/s", "score/s 1", "32", "256");
        }
        if (models.isEmpty()) {
            for (PyTorchArchitecture architecture : architectures()) {
                print(benchmark.fresh(architecture, spec(architecture)));
            }
        }
        for (Path file : models) {
            Model model = ModelJarReader.read(file);
            List<EncoderArchitecture> able = Services.all(EncoderArchitecture.class).stream()
                    .filter(a -> a.name().equals(model.encoder().architecture()))
                    .sorted(Comparator.comparing(EncoderArchitecture::preference)
                            .reversed())
                    .toList();
            if (able.isEmpty()) {
                throw new CommandException(
                        file + ": there is no architecture " + model.encoder().architecture());
            }
            for (EncoderArchitecture architecture : able) {
                print(benchmark.row(architecture, model.encoder(), model.weights()));
            }
        }
        return 0;
    }

    private List<PyTorchArchitecture> architectures() throws WrongUsage {
        List<PyTorchArchitecture> chosen = new ArrayList<>();
        List<String> left = new ArrayList<>(only);
        for (EncoderArchitecture architecture : Services.all(EncoderArchitecture.class)) {
            boolean wanted = only.isEmpty() || only.contains(architecture.name());
            if (wanted && architecture instanceof PyTorchArchitecture network) {
                chosen.add(network);
                left.remove(network.name());
            }
        }
        if (!left.isEmpty()) {
            throw new WrongUsage("--encoder: there is no " + left.get(0) + " that can be made afresh");
        }
        chosen.sort(Comparator.comparing(PyTorchArchitecture::name));
        return chosen;
    }

    private EncoderSpec spec(EncoderArchitecture architecture) throws WrongUsage {
        try {
            return new EncoderSpec(architecture.name(), samples.shape(), dimension, Map.of());
        } catch (IllegalArgumentException e) {
            throw new WrongUsage("--dimension: " + e.getMessage(), e);
        }
    }

    private void print(Row row) {
        double[] scores = row.scorePerSecond();
        if (json) {
            JsonObject object = new JsonObject();
            object.addProperty("encoder", row.encoder());
            object.addProperty("parameters", row.parameters());
            object.addProperty("multiply_adds", row.multiplyAdds());
            object.addProperty("bytes", row.bytes());
            object.addProperty("train_per_s", row.trainPerSecond() == null ? null : Math.round(row.trainPerSecond()));
            for (int i = 0; i < scores.length; i++) {
                object.addProperty("score_per_s_" + EncoderBenchmark.BATCHES.get(i), Math.round(scores[i]));
            }
            Gson withNulls = new GsonBuilder().serializeNulls().create();
            System.out.println(withNulls.toJson(object));
            return;
        }
        System.out.printf(
                "%-28s %10s %12s %9s %9s %9s %9s %9s %9s%n",
                row.encoder(),
                number(row.parameters()),
                number(row.multiplyAdds()),
                number(row.bytes()),
                number(row.heap()),
                number(row.trainPerSecond()),
                number(scores[0]),
                number(scores[1]),
                number(scores[2]));
    }

    private static String number(Number value) {
        return value == null ? "-" : String.format(Locale.ROOT, "%,.0f", value.doubleValue());
    }
}
