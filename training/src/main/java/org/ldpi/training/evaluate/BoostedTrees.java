package org.ldpi.training.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.ldpi.api.quantizer.SampleShape;

/** Gradient boosting (Chen and Guestrin 2016) on the header fields, with labels. */
final class BoostedTrees implements Baseline {
    private static final int ROUNDS = 60;

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
        if (training.malicious().isEmpty() || training.normal().isEmpty()) {
            throw new EvaluationException("gradient boosting needs flows of both kinds to learn from");
        }
        List<byte[]> both = new ArrayList<>(training.normal());
        both.addAll(training.malicious());
        try {
            DMatrix examples = matrix(both);
            float[] labels = new float[both.size()];
            for (int i = training.normal().size(); i < labels.length; i++) {
                labels[i] = 1;
            }
            examples.setLabel(labels);
            Booster booster = XGBoost.train(
                    examples,
                    Map.of(
                            "objective", "binary:logistic",
                            "max_depth", 6,
                            "eta", 0.3,
                            "seed", 1,
                            "nthread", 1,
                            "verbosity", 0),
                    ROUNDS,
                    Map.of(),
                    null,
                    null);
            DMatrix asked = matrix(samples);
            // The margin, not the probability: the latter has too few values near 1 to be ranked by.
            float[][] margins = booster.predict(asked, true);
            float[] scores = new float[samples.size()];
            for (int i = 0; i < scores.length; i++) {
                scores[i] = margins[i][0];
            }
            booster.dispose();
            examples.dispose();
            asked.dispose();
            return scores;
        } catch (XGBoostError e) {
            throw new EvaluationException("XGBoost: " + e.getMessage(), e);
        }
    }

    private DMatrix matrix(List<byte[]> samples) throws XGBoostError {
        int columns = HeaderFields.count(shape);
        float[] values = new float[samples.size() * columns];
        for (int i = 0; i < samples.size(); i++) {
            System.arraycopy(HeaderFields.of(samples.get(i), shape), 0, values, i * columns, columns);
        }
        return new DMatrix(values, samples.size(), columns, Float.NaN);
    }
}
