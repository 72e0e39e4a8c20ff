package org.ldpi.training.evaluate;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/**
 * Percentile bootstrap (Efron 1979) over captures: flows of one capture are not independent, so whole captures are drawn.
 * With few captures the interval is itself uncertain.
 */
public final class Bootstrap {
    private static final int REPLICATES = 300;
    private static final double TAIL = 0.025;

    private final int captures;
    private final long seed;

    public Bootstrap(int captures, long seed) {
        this.captures = captures;
        this.seed = seed;
    }

    /** A figure and its 95 % interval; the ends are NaN where no replicate gave a figure. */
    public Figure figure(ToDoubleFunction<double[]> statistic) {
        double value = statistic.applyAsDouble(Ranking.equalWeights(captures));
        SplittableRandom random = new SplittableRandom(seed);
        double[] replicates = new double[REPLICATES];
        int count = 0;
        for (int i = 0; i < REPLICATES; i++) {
            double[] weights = new double[captures];
            for (int k = 0; k < captures; k++) {
                weights[random.nextInt(captures)]++;
            }
            double replicate = statistic.applyAsDouble(weights);
            if (Double.isFinite(replicate)) {
                replicates[count++] = replicate;
            }
        }
        if (count == 0) {
            return new Figure(value, Double.NaN, Double.NaN);
        }
        double[] sorted = Arrays.copyOf(replicates, count);
        Arrays.sort(sorted);
        return new Figure(value, sorted[(int) (TAIL * (count - 1))], sorted[(int) Math.ceil((1 - TAIL) * (count - 1))]);
    }
}
