package org.ldpi.training.evaluate;

import java.util.List;
import org.ldpi.api.quantizer.SampleShape;
import org.ldpi.encoder.trees.Forest;
import org.ldpi.encoder.trees.HeaderFields;
import org.ldpi.training.learn.Boosting;
import org.ldpi.training.learn.TrainingException;

/** {@link Boosting} on the header fields, with labels. */
final class BoostedTrees implements Baseline {
    private final SampleShape shape;

    BoostedTrees(SampleShape shape) {
        this.shape = shape;
    }

    @Override
    public String title() {
        return "gradient boosting on the header fields, with the training's labels";
    }

    /** @throws EvaluationException when there are no labelled attacks to learn from, or XGBoost fails */
    @Override
    public float[] scores(Examples training, List<byte[]> samples) throws EvaluationException {
        try {
            Forest forest = Boosting.DEFAULT.train(training.normal(), training.malicious(), shape);
            float[] scores = new float[samples.size()];
            for (int i = 0; i < scores.length; i++) {
                // The margin, not the probability: the latter has too few values near 1 to be ranked by.
                scores[i] = forest.sum(HeaderFields.of(samples.get(i), shape));
            }
            return scores;
        } catch (TrainingException e) {
            throw new EvaluationException(e.getMessage(), e);
        }
    }
}
