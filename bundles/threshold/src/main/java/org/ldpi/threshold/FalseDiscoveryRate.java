package org.ldpi.threshold;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Arrays;
import java.util.Locale;
import org.ldpi.api.model.Calibration;
import org.ldpi.api.threshold.RunningThreshold;
import org.ldpi.api.threshold.Threshold;
import org.ldpi.api.threshold.ThresholdPolicy;

/**
 * False discovery control over a window of flows. The conformal p-value of a score is the share of calibration scores, the
 * score itself among them, that are as high or higher; the procedure of Benjamini and Hochberg (1995) on the p-values of the
 * last flows says which of them are anomalous, and a flow is told when it is among these at its own arrival.
 *
 * <p>Guarantee: for flows independent of each other and distributed as the calibration flows, the expected share of normal flows
 * among those that the procedure picks in one window is at most the level, since conformal p-values that share a calibration
 * set are positively dependent on a subset (Bates, Candes, Lei, Romano and Sesia 2023, theorem 2; Benjamini and Yekutieli
 * 2001). In a window of normal flows alone any pick is false, so that at most the level of such windows have one. As only
 * the newest flow of each window is told, a normal flow is told with a probability of at most level / window, times the number
 * that the window picks.
 *
 * <p>What dependence does: bursts of equal normal flows have small p-values together. The expected share stays bounded where the
 * dependence is positive, but false alerts come many at a time, and a calibration set whose flows depend on each other is worth
 * fewer than it has. Flows that differ from the calibration, of a new service for one, have no such promise.
 *
 * <p>The least p-value is 1 / (n + 1) with n calibration flows: with fewer than window / level of them a flow that is alone in its
 * window is never told, and the warning says how many it takes.
 */
public final class FalseDiscoveryRate implements ThresholdPolicy {
    static final String POLICY = "fdr";

    static final double DEFAULT_LEVEL = 0.1;
    static final int DEFAULT_WINDOW = 1_000;
    static final int MOST_WINDOW = 100_000;

    private final double level;
    private final int window;

    public FalseDiscoveryRate() {
        this(DEFAULT_LEVEL, DEFAULT_WINDOW);
    }

    /**
     * @param level the share of false ones among the flows told, 0.001 to 0.5
     * @param window flows, 10 to 100,000
     */
    public FalseDiscoveryRate(double level, int window) {
        if (!(level >= 0.001 && level <= 0.5)) {
            throw new IllegalArgumentException("level " + level + " is not within 0.001 to 0.5");
        }
        if (window < 10 || window > MOST_WINDOW) {
            throw new IllegalArgumentException("window " + window + " is not within 10 to " + MOST_WINDOW);
        }
        this.level = level;
        this.window = window;
    }

    @Override
    public String name() {
        return POLICY;
    }

    @Override
    public String description() {
        String percent = new DecimalFormat("0.###", DecimalFormatSymbols.getInstance(Locale.ROOT)).format(100 * level);
        return "at most " + percent + " % of the anomalies among " + window + " flows are false";
    }

    @Override
    public Threshold threshold(Calibration calibration) {
        return new Window(calibration).alone();
    }

    @Override
    public RunningThreshold running(Calibration calibration) {
        return new Window(calibration);
    }

    /** The p-values of the last flows, each as the least number of picks with which it would be one of them. */
    private final class Window implements RunningThreshold {
        private final double[] ascending;
        private final int[] picksNeeded = new int[window];
        /** How many flows of the window need so many picks; those that need more than the window has do not count. */
        private final int[] counts = new int[window + 1];
        /** By number of picks, made when first needed. */
        private final Threshold[] thresholds = new Threshold[window + 1];

        private int next;
        private int candidates;

        Window(Calibration calibration) {
            ascending = calibration.ascending();
            Arrays.fill(picksNeeded, window + 1);
        }

        @Override
        public Threshold next(float score) {
            int out = picksNeeded[next];
            if (out <= window) {
                counts[out]--;
                candidates--;
            }
            int in = picksNeeded(asHigh(score));
            picksNeeded[next] = in;
            if (in <= window) {
                counts[in]++;
                candidates++;
            }
            next = next + 1 == window ? 0 : next + 1;
            int picks = picks();
            Threshold threshold = threshold(Math.max(1, picks));
            // A score over all of the calibration that is not picked is alone: it is at the threshold, not over it.
            return in > picks && score > threshold.value() ? of(score) : threshold;
        }

        /** The most flows k of which each has a p-value of at most k level / window. */
        private int picks() {
            int most = 0;
            int soFar = 0;
            for (int k = 1; k <= candidates; k++) {
                soFar += counts[k];
                if (soFar >= k) {
                    most = k;
                }
            }
            return most;
        }

        /** Calibration scores as high as this one or higher. */
        private int asHigh(float score) {
            int low = 0;
            int high = ascending.length;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (ascending[middle] < score) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return ascending.length - low;
        }

        private int picksNeeded(int asHigh) {
            double needed = Math.ceil((asHigh + 1.0) * window / (level * (ascending.length + 1.0)) - 1e-9);
            return (int) Math.min(window + 1.0, needed);
        }

        /** Calibration scores, plus one, that may be as high as a flow's with so many picks. */
        private int allowed(int picks) {
            return (int) Math.floor(picks * level * (ascending.length + 1.0) / window + 1e-9);
        }

        private Threshold threshold(int picks) {
            if (thresholds[picks] == null) {
                int allowed = Math.max(1, Math.min(ascending.length, allowed(picks)));
                thresholds[picks] = of(ascending[ascending.length - allowed]);
            }
            return thresholds[picks];
        }

        private Threshold of(double value) {
            return new Threshold(POLICY, value, ascending.length, warning(), "of the flows in the window");
        }

        Threshold alone() {
            Threshold one = threshold(1);
            return new Threshold(
                    POLICY, one.value(), one.flows(), one.warning(), "of a flow alone in its window of " + window);
        }

        private String warning() {
            int needed = picksNeeded(0);
            return needed <= 1
                    ? ""
                    : ascending.length + " calibration flows: only " + needed
                            + " flows or more in a window, all over the highest of them, are told; one alone needs "
                            + (long) Math.ceil(window / level - 1) + " calibration flows";
        }
    }
}
