package org.ldpi.threshold;

import java.util.Arrays;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.apache.commons.math3.optim.MaxEval;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;
import org.apache.commons.math3.optim.univariate.BrentOptimizer;
import org.apache.commons.math3.optim.univariate.SearchInterval;
import org.apache.commons.math3.optim.univariate.UnivariateObjectiveFunction;
import org.apache.commons.math3.optim.univariate.UnivariatePointValuePair;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;

/**
 * The tail of a distribution beyond its sample: peaks over a threshold have, in the limit, a generalised Pareto distribution
 * (Pickands 1975, Balkema and de Haan 1974), which gives quantiles that no sample value reaches (Siffer, Fouque, Termier and
 * Largouet, KDD 2017, equation 1). Fitted by maximum likelihood in the one parameter that Grimshaw (1993) reduces it to.
 * Immutable.
 *
 * @param over scores at or below it are not of the tail
 * @param peaks number of scores over it
 * @param size number of scores in all
 * @param shape gamma, at least {@value #LEAST_SHAPE}; negative for a tail that ends
 * @param scale sigma, positive
 */
record ParetoTail(double over, int peaks, int size, double shape, double scale) {
    /** Below, the likelihood is not regular (Smith 1985). */
    static final double LEAST_SHAPE = -0.5;

    /** Fewer peaks than this make no tail. */
    static final int LEAST_PEAKS = 20;

    private static final int MOST_PEAKS = 1_000;
    private static final double SHARE = 0.02;
    private static final int GRID = 24;
    private static final int REPLICATES = 200;
    private static final long SEED = 20_170_813;

    /**
     * Fits the tail of a sample: the highest 2 % of the scores, at least 100 and at most 1,000 of them where there are enough.
     *
     * @return null where the highest scores are fewer than {@value #LEAST_PEAKS} or all the same
     */
    static ParetoTail of(double[] ascending) {
        int size = ascending.length;
        int peaks = (int) Math.min(MOST_PEAKS, Math.max(SHARE * size, Math.min(100, size / 5)));
        if (peaks < LEAST_PEAKS) {
            return null;
        }
        double over = ascending[size - peaks - 1];
        double[] excesses = Arrays.stream(ascending, size - peaks, size)
                .filter(score -> score > over)
                .map(score -> score - over)
                .toArray();
        if (excesses.length < LEAST_PEAKS || excesses[0] == excesses[excesses.length - 1]) {
            return null;
        }
        double[] fit = fit(excesses);
        return new ParetoTail(over, excesses.length, size, fit[0], fit[1]);
    }

    /** The score that a share of all scores exceeds; the share is at most that of the peaks. */
    double exceededBy(double share) {
        double ratio = share * size / peaks;
        if (Math.abs(shape) < 1e-9) {
            return over - scale * Math.log(ratio);
        }
        return over + scale / shape * (Math.pow(ratio, -shape) - 1);
    }

    /**
     * Quantiles of what {@link #exceededBy} would be estimated as from other samples of this size: a parametric bootstrap of
     * 200 replicates with a fixed seed.
     *
     * @param designEffect number of flows that tell as much as one independent one
     * @param levels each within 0 to 1
     */
    double[] estimates(double share, double designEffect, double... levels) {
        RandomGenerator random = new Well19937c(SEED);
        int worth = (int) Math.max(1, size / designEffect);
        BinomialDistribution count = new BinomialDistribution(random, worth, (double) peaks / size);
        double[] found = new double[REPLICATES];
        for (int i = 0; i < REPLICATES; i++) {
            double[] excesses = new double[Math.max(LEAST_PEAKS, count.sample())];
            for (int j = 0; j < excesses.length; j++) {
                excesses[j] = excess(random.nextDouble());
            }
            Arrays.sort(excesses);
            double[] fit = fit(excesses);
            found[i] = new ParetoTail(over, excesses.length, worth, fit[0], fit[1]).exceededBy(share);
        }
        Arrays.sort(found);
        return Arrays.stream(levels)
                .map(level -> found[(int) Math.min(REPLICATES - 1, level * REPLICATES)])
                .toArray();
    }

    /**
     * An upper confidence bound of the score that a share of all scores exceeds: the larger of the percentile and the reverse
     * percentile of the bootstrap, the latter by the logarithm of the excess. The percentile alone is too low for tails that
     * end, whose estimates from few peaks are too low themselves (Hosking and Wallis 1987).
     */
    double upperBound(double share, double confidence, double designEffect) {
        double[] estimates = estimates(share, designEffect, 1 - confidence, confidence);
        double estimate = exceededBy(share) - over;
        double reverse = estimate * estimate / Math.max(estimates[0] - over, Double.MIN_NORMAL);
        return Math.max(estimates[1], over + reverse);
    }

    private double excess(double uniform) {
        double survival = 1 - uniform;
        return Math.abs(shape) < 1e-9 ? -scale * Math.log(survival) : scale / shape * (Math.pow(survival, -shape) - 1);
    }

    /** Shape and scale of the highest likelihood. */
    private static double[] fit(double[] excesses) {
        int n = excesses.length;
        double largest = excesses[n - 1];
        double mean = Arrays.stream(excesses).average().orElseThrow();
        // theta = shape / scale; at its lower bound the tail ends at the largest excess.
        double least = -1 / largest;
        double most = 10 / mean;
        double best = 0;
        double bestLikelihood = -Math.log(mean) - 1;
        BrentOptimizer brent = new BrentOptimizer(1e-8, 1e-12);
        UnivariateObjectiveFunction likelihood = new UnivariateObjectiveFunction(theta -> likelihood(excesses, theta));
        double[] grid = new double[GRID + 1];
        for (int i = 0; i <= GRID; i++) {
            // Half of the grid on each side of 0, where the tail is exponential.
            double t = 2.0 * i / GRID - 1;
            grid[i] = t < 0 ? -t * least * (1 - 1e-6) : t * t * most;
        }
        int top = 0;
        double topLikelihood = Double.NEGATIVE_INFINITY;
        for (int i = 0; i <= GRID; i++) {
            double value = likelihood(excesses, grid[i]);
            if (value > topLikelihood) {
                topLikelihood = value;
                top = i;
            }
        }
        UnivariatePointValuePair found = brent.optimize(
                likelihood,
                GoalType.MAXIMIZE,
                new MaxEval(200),
                new SearchInterval(grid[Math.max(0, top - 1)], grid[Math.min(GRID, top + 1)], grid[top]));
        if (found.getValue() > bestLikelihood) {
            best = found.getPoint();
        }
        if (Math.abs(best) < 1e-9) {
            return new double[] {0, mean};
        }
        double shape = shape(excesses, best);
        if (shape < LEAST_SHAPE) {
            // The scale of the highest likelihood for the least shape lies where the tail just holds the largest
            // excess, or at
            // the mean's (mean = scale / (1 - shape)).
            return new double[] {LEAST_SHAPE, Math.max(-LEAST_SHAPE * largest * (1 + 1e-6), mean * (1 - LEAST_SHAPE))};
        }
        return new double[] {shape, shape / best};
    }

    private static double shape(double[] excesses, double theta) {
        double sum = 0;
        for (double x : excesses) {
            sum += Math.log1p(theta * x);
        }
        return sum / excesses.length;
    }

    /** The mean log likelihood with the shape that is best for a theta. */
    private static double likelihood(double[] excesses, double theta) {
        if (Math.abs(theta) < 1e-12) {
            return -Math.log(Arrays.stream(excesses).average().orElseThrow()) - 1;
        }
        double shape = shape(excesses, theta);
        double scale = shape / theta;
        // Left of the least shape the likelihood grows without bound, which is no estimate.
        return shape < -1 || !(scale > 0) ? Double.NEGATIVE_INFINITY : -Math.log(scale) - shape - 1;
    }
}
