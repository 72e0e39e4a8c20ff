package org.ldpi.evidence;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Conformal p-values of scores among the recent ones of their class (Mondrian conformal prediction, Vovk, Gammerman and
 * Shafer 2005): flows of one service are compared with flows of that service, so that a day on which all scores of one are
 * higher is no evidence against anybody. Scores that differ by less than some {@value #PERCENT} % are equal: encoders that keep normal flows
 * apart by less do not tell them apart. Each class has a reservoir of {@value #RESERVOIR} scores (Vitter 1985, with a
 * constant chance of replacement, so that old ones fade). At most {@value #MOST} classes. Not thread-safe.
 */
final class ClassScores {
    static final int RESERVOIR = 500;
    static final int MOST = 1_024;
    /** A reservoir with fewer scores says nothing. */
    static final int LEAST = 50;

    static final int PERCENT = 2;

    private static final double REPLACED = 0.1;
    /** The chance of a score to be learned when the last one learned came from the same address. */
    private static final double AGAIN = 0.25;

    /**
     * What flows are compared with.
     *
     * @param port of a known service, -1 for all others
     */
    record Kind(int protocol, int port, boolean fromClient) {}

    private static final class Reservoir {
        private final float[] ascending = new float[RESERVOIR];
        private int size;
        private InetAddress last;
    }

    private final LeastRecentlyUsed<Kind, Reservoir> classes = new LeastRecentlyUsed<>(MOST, (kind, reservoir) -> {});
    private final SplittableRandom random;

    ClassScores(long seed) {
        random = new SplittableRandom(seed);
    }

    /** The p-value of a score, ties broken by chance, or NaN where too few scores are known. */
    double p(Kind kind, float score) {
        Reservoir reservoir = classes.get(kind);
        if (reservoir == null || reservoir.size < LEAST) {
            return Double.NaN;
        }
        float step = step(score);
        int below = lower(reservoir, step);
        int notAbove = upper(reservoir, step);
        int above = reservoir.size - notAbove;
        int equal = notAbove - below;
        return (above + random.nextDouble() * (equal + 1)) / (reservoir.size + 1);
    }

    /** Learns a score of its class; of many by one address in a row, as a flood has them, only some. */
    void add(Kind kind, float score, InetAddress source) {
        float step = step(score);
        Reservoir reservoir = classes.computeIfAbsent(kind, k -> new Reservoir());
        if (source.equals(reservoir.last) && random.nextDouble() >= AGAIN) {
            return;
        }
        reservoir.last = source;
        if (reservoir.size == RESERVOIR) {
            if (random.nextDouble() >= REPLACED) {
                return;
            }
            int out = random.nextInt(RESERVOIR);
            System.arraycopy(reservoir.ascending, out + 1, reservoir.ascending, out, RESERVOIR - 1 - out);
            reservoir.size--;
        }
        int at = lower(reservoir, step);
        System.arraycopy(reservoir.ascending, at, reservoir.ascending, at + 1, reservoir.size - at);
        reservoir.ascending[at] = step;
        reservoir.size++;
    }

    private static float step(float score) {
        return (float) Math.rint(Math.log(Math.max(score, Float.MIN_NORMAL)) * 100 / PERCENT);
    }

    private static int lower(Reservoir reservoir, float score) {
        int at = Arrays.binarySearch(reservoir.ascending, 0, reservoir.size, score);
        at = at < 0 ? -at - 1 : at;
        while (at > 0 && reservoir.ascending[at - 1] == score) {
            at--;
        }
        return at;
    }

    private static int upper(Reservoir reservoir, float score) {
        int at = Arrays.binarySearch(reservoir.ascending, 0, reservoir.size, score);
        at = at < 0 ? -at - 1 : at;
        while (at < reservoir.size && reservoir.ascending[at] == score) {
            at++;
        }
        return at;
    }
}
