package org.ldpi.training.learn;

/**
 * What calibration flows say about the share of normal flows over a threshold: with k of n over it, the share is at most
 * the bound with 95 % confidence (one-sided, Clopper and Pearson 1934).
 */
final class ExceedanceBound {
    private static final double ALPHA = 0.05;
    private static final int HALVINGS = 60;

    private ExceedanceBound() {}

    /** The bound for k of n flows. */
    static double of(int k, int n) {
        double low = 0;
        double high = 1;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (low + high) / 2;
            if (atMost(k, n, middle) > ALPHA) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    /** The chance of at most k of n when each has the chance p. */
    private static double atMost(int k, int n, double p) {
        if (p == 0 || k >= n) {
            return 1;
        }
        double logTerm = n * Math.log1p(-p);
        double sum = Math.exp(logTerm);
        for (int i = 1; i <= k; i++) {
            logTerm += Math.log((n - i + 1.0) / i) + Math.log(p) - Math.log1p(-p);
            sum += Math.exp(logTerm);
        }
        return Math.min(1, sum);
    }
}
