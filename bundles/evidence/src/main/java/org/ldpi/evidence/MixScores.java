package org.ldpi.evidence;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Conformal p-values of mixes among the recent ones of the network: how far one is from its {@value #NEIGHBOURS}th nearest
 * neighbour, ranked among the same distances of the others (conformal anomaly detection by nearest neighbours, Laxhammar and
 * Falkman 2010). So a mix is unusual in any direction: many ports, many hosts, few of either but at once. A reservoir of
 * {@value #RESERVOIR} mixes with a constant chance of replacement. Not thread-safe.
 */
final class MixScores {
    static final int RESERVOIR = 256;
    /** With fewer mixes nothing is said. */
    static final int LEAST = 50;

    static final int NEIGHBOURS = 10;

    private static final double REPLACED = 0.25;
    private static final double AGAIN = 0.25;
    /** Distances are measured again after so many changes. */
    private static final int CHANGES = 8;

    private final float[][] mixes = new float[RESERVOIR][];
    private final SplittableRandom random;
    private double[] ascending = {};
    private int size;
    private int changes;
    private InetAddress last;

    MixScores(long seed) {
        random = new SplittableRandom(seed);
    }

    /** The p-value of a mix, ties broken by chance, or NaN where too few are known. */
    double p(float[] mix) {
        if (size < LEAST) {
            return Double.NaN;
        }
        if (changes >= CHANGES || ascending.length < LEAST) {
            measure();
        }
        double distance = distance(mix, -1);
        int below = 0;
        int notAbove = 0;
        for (double other : ascending) {
            below += other < distance ? 1 : 0;
            notAbove += other <= distance ? 1 : 0;
        }
        int above = ascending.length - notAbove;
        return (above + random.nextDouble() * (notAbove - below + 1)) / (ascending.length + 1);
    }

    /** Learns a mix; of many by one address in a row only some. */
    void add(float[] mix, InetAddress source) {
        if (source.equals(last) && random.nextDouble() >= AGAIN) {
            return;
        }
        last = source;
        if (size < RESERVOIR) {
            mixes[size++] = mix;
        } else if (random.nextDouble() < REPLACED) {
            mixes[random.nextInt(RESERVOIR)] = mix;
        } else {
            return;
        }
        changes++;
    }

    private void measure() {
        changes = 0;
        ascending = new double[size];
        for (int i = 0; i < size; i++) {
            ascending[i] = distance(mixes[i], i);
        }
        Arrays.sort(ascending);
    }

    /** Squared distance to the nearest but {@value #NEIGHBOURS} - 1. */
    private double distance(float[] mix, int but) {
        double[] nearest = new double[NEIGHBOURS];
        Arrays.fill(nearest, Double.MAX_VALUE);
        for (int i = 0; i < size; i++) {
            if (i == but) {
                continue;
            }
            double sum = 0;
            for (int d = 0; d < mix.length; d++) {
                double difference = mix[d] - mixes[i][d];
                sum += difference * difference;
            }
            int at = NEIGHBOURS - 1;
            if (sum < nearest[at]) {
                while (at > 0 && nearest[at - 1] > sum) {
                    nearest[at] = nearest[at - 1];
                    at--;
                }
                nearest[at] = sum;
            }
        }
        return nearest[NEIGHBOURS - 1];
    }
}
