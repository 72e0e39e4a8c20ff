package org.ldpi.training.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.ldpi.api.encoder.EncoderArchitecture;
import org.ldpi.api.encoder.EncoderException;
import org.ldpi.api.model.Model;
import org.ldpi.api.model.ModelException;
import org.ldpi.api.model.ServingModel;
import org.ldpi.model.check.GoldenCheck;
import org.ldpi.model.jar.ModelJarWriter;
import org.ldpi.training.checkpoint.PureJavaForm;
import org.ldpi.training.flows.SampleScores;
import org.ldpi.training.flows.Services;

/**
 * Measures a model of {@code resnet1d} on libtorch and in its two forms for pure Java: what each takes, how fast it is, and how
 * its scores and verdicts differ from those on libtorch.
 */
public final class FormsBenchmark {
    private static final String PYTORCH = "pytorch";

    private final EncoderBenchmark speed;
    private final ScoringProcess process;

    /** Scores a model in a process of its own. */
    @FunctionalInterface
    public interface ScoringProcess {
        /** The largest resident size of that process, in bytes. */
        long peak(Path model) throws IOException, InterruptedException;
    }

    /**
     * One form.
     *
     * @param form how it is called
     * @param architecture what it runs as
     * @param bytes of the weights in a model bundle
     * @param heap bytes of the Java heap of a loaded encoder
     * @param peak bytes of the largest resident size of a process that scores
     * @param perSecond samples/s for each of {@link EncoderBenchmark#BATCHES}
     * @param medianChange of a flow's score against libtorch's
     * @param largestChange of a flow's score against libtorch's
     * @param over flows over the threshold
     * @param changed flows whose verdict is another than on libtorch
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    public record Row(
            String form,
            String architecture,
            long bytes,
            long heap,
            long peak,
            double[] perSecond,
            double medianChange,
            double largestChange,
            int over,
            int changed) {}

    public FormsBenchmark(EncoderBenchmark speed, ScoringProcess process) {
        this.speed = speed;
        this.process = process;
    }

    /**
     * A row for each form, libtorch's first.
     *
     * @param policy the threshold policy by which flows are judged
     * @param samples of the flows that are compared, at least one
     * @param folder where models are written for the process that scores
     */
    public List<Row> rows(Model model, String policy, List<byte[]> samples, Path folder)
            throws EncoderException, ModelException, IOException, InterruptedException {
        List<Row> rows = new ArrayList<>();
        float[] reference = null;
        for (Form form : forms(model)) {
            EncoderArchitecture architecture =
                    Services.architecture(form.model.encoder().architecture());
            float[] scores = scores(form.model, architecture, samples);
            reference = reference == null ? scores : reference;
            double threshold = form.model.thresholds().get(policy);
            Path file = folder.resolve(form.name.replaceAll("\\W", "") + ".jar");
            ModelJarWriter.write(form.model, file);
            try {
                rows.add(row(form, architecture, reference, scores, threshold, process.peak(file)));
            } finally {
                Files.delete(file);
            }
        }
        return rows;
    }

    private record Form(String name, Model model) {}

    private static List<Form> forms(Model model) throws EncoderException {
        return List.of(
                new Form(PYTORCH, model),
                new Form("java float32", PureJavaForm.FLOAT32.of(model, List.of())),
                new Form("java int8", PureJavaForm.INT8.of(model, List.of())));
    }

    private Row row(
            Form form, EncoderArchitecture architecture, float[] reference, float[] scores, double threshold, long peak)
            throws EncoderException {
        double[] changes = new double[scores.length];
        int over = 0;
        int changed = 0;
        for (int i = 0; i < scores.length; i++) {
            changes[i] = Math.abs((double) scores[i] - reference[i]);
            boolean anomaly = scores[i] > threshold;
            over += anomaly ? 1 : 0;
            changed += anomaly == reference[i] > threshold ? 0 : 1;
        }
        Arrays.sort(changes);
        EncoderBenchmark.Cost cost = speed.cost(architecture, form.model.encoder(), form.model.weights());
        return new Row(
                form.name,
                architecture.name(),
                form.model.weights().remaining(),
                cost.heap(),
                peak,
                cost.perSecond(),
                changes[changes.length / 2],
                changes[changes.length - 1],
                over,
                changed);
    }

    private static float[] scores(Model model, EncoderArchitecture architecture, List<byte[]> samples)
            throws ModelException, EncoderException {
        ServingModel serving = GoldenCheck.load(model, architecture);
        try {
            return SampleScores.of(serving, samples);
        } finally {
            serving.retire();
        }
    }
}
