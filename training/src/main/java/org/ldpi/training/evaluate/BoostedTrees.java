package org.ldpi.training.evaluate;

import java.util.List;
import java.util.Map;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.ldpi.api.quantizer.SampleShape;

/**
 * Gradient boosting (Chen and Guestrin 2016) on the header fields with the labels of the test's other captures: what can
 * be had with labels of the very attacks, which the model here never sees. Captures are in two halves, each is scored by
 * the trees of the other one.
 */
final class BoostedTrees implements Baseline {
    private static final int ROUNDS = 60;
    private static final int HALVES = 2;

    private final SampleShape shape;

    BoostedTrees(SampleShape shape) {
        this.shape = shape;
    }

    @Override
    public String title() {
        return "gradient boosting on the header fields, with labels of these attacks";
    }

    @Override
    public float[] scores(List<byte[]> normal, TestSet test) throws EvaluationException {
        float[] scores = new float[test.flows().size()];
        try {
            for (int half = 0; half < HALVES; half++) {
                int scored = half;
                Booster booster = XGBoost.train(
                        matrix(test.flows(flow -> flow.capture() % HALVES != scored)),
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
                float[][] predicted = booster.predict(matrix(test.flows(flow -> flow.capture() % HALVES == scored)));
                int next = 0;
                for (int i = 0; i < scores.length; i++) {
                    if (test.flows().get(i).capture() % HALVES == scored) {
                        scores[i] = predicted[next++][0];
                    }
                }
                booster.dispose();
            }
        } catch (XGBoostError e) {
            throw new EvaluationException("XGBoost: " + e.getMessage(), e);
        }
        return scores;
    }

    private DMatrix matrix(List<TestFlow> flows) throws XGBoostError {
        int columns = HeaderFields.count(shape);
        float[] values = new float[flows.size() * columns];
        float[] labels = new float[flows.size()];
        for (int i = 0; i < flows.size(); i++) {
            float[] fields = HeaderFields.of(flows.get(i).sample(), shape);
            System.arraycopy(fields, 0, values, i * columns, columns);
            labels[i] = flows.get(i).normal() ? 0 : 1;
        }
        DMatrix matrix = new DMatrix(values, flows.size(), columns, Float.NaN);
        matrix.setLabel(labels);
        return matrix;
    }
}
