package org.ldpi.model;

import java.util.SortedMap;
import java.util.TreeMap;
import org.HdrHistogram.DoubleHistogram;

/**
 * Quantiles of scores in bounded memory: a histogram with buckets that are 1 % wide, whatever the size of the scores. The
 * order in which scores come does not matter. Not thread-safe.
 */
final class ScoreQuantiles {
    /** Scores outside of this range count as its ends; a histogram has to end somewhere. */
    private static final double LEAST = 1e-6;

    private static final double MOST = 1e9;
    private static final int DIGITS = 2;
    private static final double[] QUANTILES = {0.5, 0.9, 0.99, 0.999, 1};

    private final DoubleHistogram histogram = new DoubleHistogram(DIGITS);

    void add(float score) {
        histogram.recordValue(Math.min(MOST, Math.max(LEAST, score)));
    }

    SortedMap<Double, Double> quantiles() {
        SortedMap<Double, Double> quantiles = new TreeMap<>();
        if (histogram.getTotalCount() > 0) {
            for (double quantile : QUANTILES) {
                quantiles.put(quantile, histogram.getValueAtPercentile(100 * quantile));
            }
        }
        return quantiles;
    }
}
