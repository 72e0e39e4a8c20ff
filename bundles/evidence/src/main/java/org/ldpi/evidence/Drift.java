package org.ldpi.evidence;

import java.time.Instant;
import java.util.Arrays;
import org.ldpi.api.drift.DriftStatus;
import org.ldpi.api.model.Calibration;

/**
 * Compares the scores of the last flows with a calibration set, by the two-sample Kolmogorov-Smirnov distance. A score is kept
 * as its rank among the calibration scores, in {@value #BINS} bins, so that memory does not grow with either.
 *
 * <p>The comparison is made every {@value #LOOK} flows. There is drift when the distance is over the critical value of the
 * Kolmogorov-Smirnov test at a level of one in a million (asymptotic, Smirnov 1948), so small because it is looked at so often,
 * and over {@value #LEAST_DISTANCE}: normal traffic comes in bursts of flows like each other, and no two days are quite the same.
 * It ends when the distance falls below half of that. Flows over the threshold do not count: an attack is no drift. Not
 * thread-safe.
 */
public final class Drift {
    public static final int WINDOW = 2_000;
    static final int LOOK = 100;
    static final double LEAST_DISTANCE = 0.1;

    private static final int BINS = 200;
    private static final double LEVEL = 1e-6;
    /** Of the window; fewer flows are not compared. */
    private static final double LEAST_SHARE = 0.5;

    private final String model;
    private final double[] ascending;
    private final byte[] window = new byte[WINDOW];
    private final int[] counts = new int[BINS];
    /** Share of the calibration scores in each bin: equal scores make bins of unequal size. */
    private final double[] expected = new double[BINS];

    private int size;
    private int next;
    private int sinceLook;
    private double distance = Double.NaN;
    private double critical = Double.NaN;
    private Instant since;

    /** @param model for the status */
    public Drift(String model, Calibration calibration) {
        this.model = model;
        this.ascending = calibration.ascending();
        int from = 0;
        while (from < ascending.length) {
            int notAbove = from + 1;
            while (notAbove < ascending.length && ascending[notAbove] == ascending[from]) {
                notAbove++;
            }
            expected[bin(notAbove)] += (double) (notAbove - from) / ascending.length;
            from = notAbove;
        }
    }

    /** The bin of a score: by the share of the calibration scores that are not above it. */
    private int bin(double score) {
        int notAbove = Arrays.binarySearch(ascending, score);
        if (notAbove < 0) {
            notAbove = -notAbove - 1;
        } else {
            while (notAbove < ascending.length && ascending[notAbove] == score) {
                notAbove++;
            }
        }
        return bin(notAbove);
    }

    private int bin(int notAbove) {
        return (int) Math.min(BINS - 1, (long) notAbove * BINS / (ascending.length + 1L));
    }

    /** Takes the score of a flow that is not over the threshold. */
    public void add(float score, Instant time) {
        if (size == WINDOW) {
            counts[window[next] & 0xFF]--;
        } else {
            size++;
        }
        // The calibration scores are doubles made of floats: equal ones compare equal.
        int bin = bin(score);
        window[next] = (byte) bin;
        counts[bin]++;
        next = (next + 1) % WINDOW;
        if (++sinceLook >= LOOK && size >= LEAST_SHARE * WINDOW) {
            sinceLook = 0;
            look(time);
        }
    }

    private void look(Instant time) {
        double here = 0;
        double there = 0;
        distance = 0;
        for (int bin = 0; bin < BINS; bin++) {
            here += (double) counts[bin] / size;
            there += expected[bin];
            distance = Math.max(distance, Math.abs(here - there));
        }
        double n = ascending.length;
        critical = Math.max(LEAST_DISTANCE, Math.sqrt(-Math.log(LEVEL / 2) / 2 * (n + size) / (n * size)));
        if (since == null && distance > critical) {
            since = time;
        } else if (since != null && distance < critical / 2) {
            since = null;
        }
    }

    public DriftStatus status() {
        return new DriftStatus(model, size, WINDOW, distance, critical, since);
    }
}
