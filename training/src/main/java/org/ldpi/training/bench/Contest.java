package org.ldpi.training.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.ldpi.api.encoder.Encoder;
import org.ldpi.api.encoder.EncoderException;
import org.ldpi.api.model.Model;
import org.ldpi.api.model.ServingModel;
import org.ldpi.engine.pytorch.PyTorchArchitecture;
import org.ldpi.training.data.LabelledFlows;
import org.ldpi.training.data.LabelledFlows.LabelledFlow;
import org.ldpi.training.data.Truth;
import org.ldpi.training.evaluate.Baseline;
import org.ldpi.training.evaluate.EvaluationException;
import org.ldpi.training.evaluate.Examples;
import org.ldpi.training.flows.SampleScores;
import org.ldpi.training.learn.Progress;
import org.ldpi.training.learn.TrainingException;
import org.ldpi.training.learn.TrainingOptions;

/**
 * Methods that learn from the same captures and are tested on the same flows. Test flows that equal a sample of the
 * training, byte for byte, are counted and left out. Immutable.
 */
public final class Contest {
    /**
     * The scores of one method.
     *
     * @param scores of the test's flows, in their order
     * @param seconds that it took to learn and to score
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    public record Scored(String method, float[] scores, double seconds) {}

    private final List<LabelledFlows> training;
    private final List<LabelledFlow> test;
    private final Examples examples;
    private final boolean[] duplicate;

    /** @throws TrainingException when there is nothing normal to learn from */
    public Contest(List<LabelledFlows> training, List<LabelledFlow> test) throws TrainingException {
        this.training = List.copyOf(training);
        this.test = List.copyOf(test);
        Set<ByteBuffer> seen = new HashSet<>();
        this.examples =
                new Examples(different(training, Truth.NORMAL, seen), different(training, Truth.MALICIOUS, seen));
        if (examples.normal().isEmpty()) {
            throw new TrainingException("there are no normal flows to learn from");
        }
        this.duplicate = new boolean[test.size()];
        for (int i = 0; i < duplicate.length; i++) {
            duplicate[i] = seen.contains(ByteBuffer.wrap(test.get(i).sample()));
        }
    }

    /** The samples of one kind, each once; one that is normal somewhere is no example of an attack. */
    private static List<byte[]> different(List<LabelledFlows> captures, Truth truth, Set<ByteBuffer> seen) {
        List<byte[]> samples = new ArrayList<>();
        for (LabelledFlows capture : captures) {
            for (byte[] sample : capture.samples(truth)) {
                if (seen.add(ByteBuffer.wrap(sample))) {
                    samples.add(sample);
                }
            }
        }
        return samples;
    }

    /** What there is to learn from. */
    public Examples examples() {
        return examples;
    }

    /** Test flows of one kind that equal a sample of the training. */
    public int duplicates(Truth truth) {
        int count = 0;
        for (int i = 0; i < duplicate.length; i++) {
            count += duplicate[i] && test.get(i).truth() == truth ? 1 : 0;
        }
        return count;
    }

    /** Trains a model of these options. */
    public Scored trained(TrainingOptions options, PyTorchArchitecture architecture, Progress progress)
            throws IOException, EncoderException, TrainingException {
        long start = System.nanoTime();
        Model model = ThrowawayTraining.model(options, training, null, architecture, progress);
        double seconds = (System.nanoTime() - start) / 1e9;
        try (Encoder encoder = architecture.load(model.encoder(), model.weights())) {
            return new Scored("this model", SampleScores.of(new ServingModel(model, encoder), samples()), seconds);
        }
    }

    /** Another method. */
    public Scored other(Baseline method) throws EvaluationException {
        long start = System.nanoTime();
        float[] scores = method.scores(examples, samples());
        return new Scored(method.title(), scores, (System.nanoTime() - start) / 1e9);
    }

    /** What scores are worth on the test's flows that are wanted, duplicates left out: on long heads, and on all. */
    public Detection[] detection(float[] scores, Predicate<LabelledFlow> wanted) {
        List<LabelledFlow> flows = new ArrayList<>();
        float[] kept = new float[scores.length];
        int count = 0;
        for (int i = 0; i < scores.length; i++) {
            if (!duplicate[i] && wanted.test(test.get(i))) {
                flows.add(test.get(i));
                kept[count++] = scores[i];
            }
        }
        float[] values = Arrays.copyOf(kept, count);
        return new Detection[] {
            Detection.of(values, flows, Detection.LONG_HEADS), Detection.of(values, flows, flow -> true)
        };
    }

    private List<byte[]> samples() {
        return test.stream().map(LabelledFlow::sample).toList();
    }
}
