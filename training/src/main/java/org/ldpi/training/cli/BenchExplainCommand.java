package org.ldpi.training.cli;

import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.ldpi.api.capture.CaptureException;
import org.ldpi.api.detector.Verdict;
import org.ldpi.api.encoder.EncoderException;
import org.ldpi.api.flow.Direction;
import org.ldpi.api.flow.Flow;
import org.ldpi.api.model.ModelException;
import org.ldpi.api.model.ModelSignature;
import org.ldpi.api.model.ServingModel;
import org.ldpi.api.threshold.Threshold;
import org.ldpi.training.bench.ExplainBenchmark;
import org.ldpi.training.bench.ExplainBenchmark.Result;
import org.ldpi.training.data.CaptureFile;
import org.ldpi.training.data.Dataset;
import org.ldpi.training.data.DatasetException;
import org.ldpi.training.flows.Models;
import org.ldpi.training.flows.ScoringHandler;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures whether explanations name what scores come from. */
@Command(
        name = "bench explain",
        mixinStandardHelpOptions = true,
        description = {
            "Explains anomalous flows of a data set, sets the named fields to what is usual, and compares by how much",
            "the score falls with as many other fields or bytes drawn by chance. Normal flows of the captures, as they",
            "come, say what is usual."
        },
        sortOptions = false)
public final class BenchExplainCommand extends LdpiCommand {
    @Option(names = "--dataset", required = true, paramLabel = "DIR", description = "Labelled captures.")
    private Path dataset;

    @Option(names = "--model", required = true, paramLabel = "FILE", description = "A model bundle.")
    private Path modelFile;

    @Option(
            names = "--flows",
            paramLabel = "N",
            defaultValue = "50",
            description = "The most flows of a label that are explained (${DEFAULT-VALUE}).")
    private int most;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Of the draws (${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--json", description = "One JSON object a label.")
    private boolean json;

    @Mixin
    private ThresholdOption threshold;

    @Mixin
    private FlowOptions flows;

    private record Labelled(Flow flow, float score, String label) {}

    @Override
    public Integer call()
            throws CommandException, CaptureException, DatasetException, ModelException, EncoderException {
        if (most < 1) {
            throw new WrongUsage("--flows: " + most + " is not at least 1");
        }
        ServingModel serving = Models.load(modelFile);
        try {
            Threshold over = threshold.policy().threshold(serving.model().calibration());
            ExplainBenchmark benchmark = new ExplainBenchmark(serving, most, seed);
            long sequence = 0;
            for (Labelled scored : score(serving)) {
                benchmark.take(
                        new Verdict(
                                ++sequence,
                                scored.flow(),
                                scored.score(),
                                0,
                                scored.score() > over.value(),
                                over,
                                serving.model().id(),
                                ""),
                        scored.label());
            }
            print(benchmark.results());
        } finally {
            serving.retire();
        }
        return 0;
    }

    private List<Labelled> score(ServingModel serving)
            throws CommandException, CaptureException, DatasetException, EncoderException {
        Dataset labelled = Dataset.open(dataset);
        ModelSignature signature = serving.model().signature();
        boolean twoWay = signature.direction() == Direction.TWO_WAY;
        List<Labelled> all = new ArrayList<>();
        for (CaptureFile file : labelled.files()) {
            ScoringHandler scoring = new ScoringHandler(serving, (head, score) -> {
                String label = labelled.labels().of(file.name(), head, twoWay);
                all.add(new Labelled(Flow.of(head), score, label == null ? file.label() : label));
            });
            flows.reader(
                            signature.shape(),
                            signature.direction(),
                            SampleOptions.quantizer(modelFile, signature),
                            scoring)
                    .read(file.path().toString());
            scoring.finish();
        }
        return all;
    }

    private void print(List<Result> results) {
        if (!json) {
            System.out.printf(
                    "%-44s %5s %6s   %28s   %28s %7s%n", "", "", "", "score falls by", "share no longer over it", "ms");
            System.out.printf(
                    "%-44s %5s %6s   %8s %9s %9s   %8s %9s %9s %7s%n",
                    "LABEL", "FLOWS", "FIELDS", "NAMED", "FIELDS", "BYTES", "NAMED", "FIELDS", "BYTES", "A FLOW");
        }
        for (Result r : results) {
            if (json) {
                System.out.println(json(r));
            } else {
                System.out.printf(
                        Locale.ROOT,
                        "%-44s %5d %6.1f   %7.1f%% %8.1f%% %8.1f%%   %7.1f%% %8.1f%% %8.1f%% %7.2f%n",
                        r.label(),
                        r.flows(),
                        r.fields(),
                        100 * r.named(),
                        100 * r.otherFields(),
                        100 * r.otherBytes(),
                        100 * r.namedNormal(),
                        100 * r.otherFieldsNormal(),
                        100 * r.otherBytesNormal(),
                        r.millis());
            }
        }
    }

    private static JsonObject json(Result r) {
        JsonObject object = new JsonObject();
        object.addProperty("label", r.label());
        object.addProperty("flows", r.flows());
        object.addProperty("fields", r.fields());
        object.addProperty("fall_named", r.named());
        object.addProperty("fall_other_fields", r.otherFields());
        object.addProperty("fall_other_bytes", r.otherBytes());
        object.addProperty("normal_named", r.namedNormal());
        object.addProperty("normal_other_fields", r.otherFieldsNormal());
        object.addProperty("normal_other_bytes", r.otherBytesNormal());
        object.addProperty("ms", r.millis());
        return object;
    }
}
