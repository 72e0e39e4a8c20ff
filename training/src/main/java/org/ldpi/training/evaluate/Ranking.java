package org.ldpi.training.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Scores of flows in descending order, and what can be said of how well they tell malicious flows from normal ones. Flows
 * have weights, so that a bootstrap is the same ranking with other weights. Immutable.
 */
public final class Ranking {
    /** A point of the ROC curve. */
    public record Point(double falsePositives, double truePositives) {}

    private final float[] scores;
    private final boolean[] malicious;
    /** Index of each flow's capture, or of whatever else is drawn as a whole. */
    private final int[] captures;

    /** Ranks flows by their scores. */
    public Ranking(float[] scores, boolean[] malicious, int[] captures) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < scores.length; i++) {
            order.add(i);
        }
        order.sort((a, b) -> Float.compare(scores[b], scores[a]));
        this.scores = new float[scores.length];
        this.malicious = new boolean[scores.length];
        this.captures = new int[scores.length];
        for (int i = 0; i < scores.length; i++) {
            this.scores[i] = scores[order.get(i)];
            this.malicious[i] = malicious[order.get(i)];
            this.captures[i] = captures[order.get(i)];
        }
    }

    /** A weight of 1 for each of so many captures. */
    public static double[] equalWeights(int captures) {
        double[] weights = new double[captures];
        Arrays.fill(weights, 1);
        return weights;
    }

    /** Area under the ROC curve, ties counted half; NaN where one of the two kinds has no weight. */
    public double auroc(double[] weights) {
        double positives = 0;
        double negatives = 0;
        double area = 0;
        int i = 0;
        while (i < scores.length) {
            double tiedPositives = 0;
            double tiedNegatives = 0;
            float score = scores[i];
            for (; i < scores.length && scores[i] == score; i++) {
                if (malicious[i]) {
                    tiedPositives += weights[captures[i]];
                } else {
                    tiedNegatives += weights[captures[i]];
                }
            }
            area += tiedNegatives * (positives + tiedPositives / 2);
            positives += tiedPositives;
            negatives += tiedNegatives;
        }
        return area / (positives * negatives);
    }

    /**
     * Area under the precision-recall curve (average precision) as it would be at a prevalence, which a test set's own
     * mixture of flows says nothing of; NaN where one of the two kinds has no weight.
     */
    public double averagePrecision(double prevalence, double[] weights) {
        double normals = weight(false, weights);
        double attacks = weight(true, weights);
        if (normals == 0 || attacks == 0) {
            return Double.NaN;
        }
        double sum = 0;
        double recall = 0;
        double alarms = 0;
        double hits = 0;
        for (int i = 0; i < scores.length; i++) {
            if (malicious[i]) {
                hits += weights[captures[i]];
            } else {
                alarms += weights[captures[i]];
            }
            boolean lastOfEqual = i + 1 == scores.length || scores[i + 1] != scores[i];
            if (lastOfEqual && hits / attacks > recall) {
                double found = prevalence * hits / attacks;
                sum += (hits / attacks - recall) * found / (found + (1 - prevalence) * alarms / normals);
                recall = hits / attacks;
            }
        }
        return sum;
    }

    private double weight(boolean kind, double[] weights) {
        double sum = 0;
        for (int i = 0; i < scores.length; i++) {
            sum += malicious[i] == kind ? weights[captures[i]] : 0;
        }
        return sum;
    }

    /**
     * The ROC curve, from the highest score on, one point for each different score; its shares are NaN where the kind
     * has no weight.
     */
    public List<Point> roc(double[] weights) {
        double normals = weight(false, weights);
        double attacks = weight(true, weights);
        List<Point> points = new ArrayList<>();
        double alarms = 0;
        double hits = 0;
        for (int i = 0; i < scores.length; i++) {
            if (malicious[i]) {
                hits += weights[captures[i]];
            } else {
                alarms += weights[captures[i]];
            }
            if (i + 1 == scores.length || scores[i + 1] != scores[i]) {
                points.add(new Point(alarms / normals, hits / attacks));
            }
        }
        return points;
    }

    /** The lowest threshold over which at most so many normal flows, by weight, have their scores. */
    public double thresholdFor(double falseAlarms, double[] weights) {
        double alarms = 0;
        for (int i = 0; i < scores.length; i++) {
            if (!malicious[i]) {
                alarms += weights[captures[i]];
                if (alarms > falseAlarms) {
                    return scores[i];
                }
            }
        }
        return Double.NEGATIVE_INFINITY;
    }

    /** The share of malicious flows over a threshold; NaN where they have no weight. */
    public double detected(double threshold, double[] weights) {
        return over(true, threshold, weights);
    }

    /** The share of normal flows over a threshold; NaN where they have no weight. */
    public double falseAlarms(double threshold, double[] weights) {
        return over(false, threshold, weights);
    }

    private double over(boolean kind, double threshold, double[] weights) {
        double over = 0;
        double all = 0;
        for (int i = 0; i < scores.length; i++) {
            if (malicious[i] == kind) {
                all += weights[captures[i]];
                over += scores[i] > threshold ? weights[captures[i]] : 0;
            }
        }
        return over / all;
    }

    /** Scores of one kind, in descending order. */
    public float[] scores(boolean ofMalicious) {
        List<Float> chosen = new ArrayList<>();
        for (int i = 0; i < scores.length; i++) {
            if (malicious[i] == ofMalicious) {
                chosen.add(scores[i]);
            }
        }
        float[] values = new float[chosen.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = chosen.get(i);
        }
        return values;
    }

    /** Nothing ranked. */
    public boolean isEmpty() {
        return scores.length == 0;
    }

    /** The captures that have flows here. */
    public List<Integer> captures() {
        return Collections.unmodifiableList(
                Arrays.stream(captures).distinct().boxed().toList());
    }
}
