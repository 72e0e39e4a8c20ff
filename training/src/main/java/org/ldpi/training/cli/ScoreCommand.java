package org.ldpi.training.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.ldpi.api.capture.CaptureException;
import org.ldpi.api.encoder.EncoderException;
import org.ldpi.api.model.Model;
import org.ldpi.api.model.ModelException;
import org.ldpi.api.model.ModelSignature;
import org.ldpi.api.model.ServingModel;
import org.ldpi.api.threshold.RunningThreshold;
import org.ldpi.api.threshold.Threshold;
import org.ldpi.api.threshold.ThresholdPolicy;
import org.ldpi.training.flows.CaptureFlows;
import org.ldpi.training.flows.FlowLine;
import org.ldpi.training.flows.LineOutput;
import org.ldpi.training.flows.Models;
import org.ldpi.training.flows.ScoringHandler;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Scores the flow heads of captures by a model. */
@Command(
        name = "score",
        mixinStandardHelpOptions = true,
        description = "Writes the flow heads of captures with their scores as lines of JSON.",
        sortOptions = false)
public final class ScoreCommand extends LdpiCommand {
    @Option(names = "--model", required = true, paramLabel = "FILE", description = "A model bundle.")
    private Path modelFile;

    @Option(
            names = "--pcap",
            required = true,
            arity = "1..*",
            paramLabel = "FILE",
            description = "Captures, folders of captures, or -.")
    private List<String> pcaps;

    @Option(names = "--out", required = true, paramLabel = "FILE|-|none", description = "Where the lines go.")
    private String out;

    @Mixin
    private ThresholdOption threshold;

    @Option(
            names = "--engine",
            paramLabel = "NAME",
            defaultValue = "",
            description = "What the encoder runs on, pytorch or java, where there is a choice (pytorch).")
    private String engine;

    @Mixin
    private FlowOptions flows;

    @Override
    public Integer call() throws CommandException, IOException, ModelException, EncoderException {
        ThresholdPolicy chosen = threshold.policy();
        try (LineOutput lines = new LineOutput(out)) {
            ServingModel serving = Models.load(modelFile, engine);
            try {
                score(serving, chosen, lines);
            } finally {
                serving.retire();
            }
        }
        return 0;
    }

    private void score(ServingModel serving, ThresholdPolicy chosen, LineOutput lines)
            throws CommandException, IOException, EncoderException {
        Model model = serving.model();
        RunningThreshold running = chosen.running(model.calibration());
        Threshold[] last = {chosen.threshold(model.calibration())};
        FlowLine line = new FlowLine();
        long[] anomalies = new long[1];
        ScoringHandler scoring = new ScoringHandler(serving, (head, score) -> {
            last[0] = running.next(score);
            double limit = last[0].value();
            lines.write(line.of(head, score, limit));
            anomalies[0] += score > limit ? 1 : 0;
        });
        ModelSignature signature = model.signature();
        CaptureFlows reader = flows.reader(
                signature.shape(), signature.direction(), SampleOptions.quantizer(modelFile, signature), scoring);
        CaptureException broken = null;
        long start = System.nanoTime();
        for (String pcap : pcaps) {
            long before = reader.counters().read();
            try {
                reader.read(pcap);
            } catch (CaptureException e) {
                if (reader.counters().read() == before) {
                    throw e;
                }
                broken = e;
                break;
            }
        }
        scoring.finish();
        lines.finish();
        Counts.print(reader, (System.nanoTime() - start) / 1e9, System.err);
        System.err.printf(
                "model %s, threshold %s %s, anomalies %d%n", model.id(), chosen.name(), last[0].value(), anomalies[0]);
        if (!last[0].warning().isEmpty()) {
            System.err.println(last[0].warning());
        }
        if (broken != null) {
            throw broken;
        }
    }
}
