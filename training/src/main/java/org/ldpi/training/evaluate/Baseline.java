package org.ldpi.training.evaluate;

import java.util.ArrayList;
import java.util.List;
import org.ldpi.api.encoder.EncoderSpec;

/** Something simple that a network has to beat on the same flows. */
public interface Baseline {
    /** What it is, for a table. */
    String title();

    /**
     * Scores samples, the more suspicious the higher.
     *
     * @param training what it may learn from: the same as the model's
     * @param samples n x l unsigned bytes each
     */
    float[] scores(Examples training, List<byte[]> samples) throws EvaluationException;

    /**
     * Those that learn from normal samples alone.
     *
     * @param spec the model's network
     */
    static List<Baseline> ofNormal(EncoderSpec spec, long seed) {
        List<Baseline> baselines = new ArrayList<>(
                List.of(new PacketCount(spec.shape()), new NearestBytes(), new CutForest(spec.shape())));
        if (UntrainedEncoder.exists(spec)) {
            baselines.add(new UntrainedEncoder(spec, seed));
        }
        return baselines;
    }

    /** Those that need labelled attacks. */
    static List<Baseline> ofLabels(EncoderSpec spec) {
        return List.of(new BoostedTrees(spec.shape()));
    }
}
