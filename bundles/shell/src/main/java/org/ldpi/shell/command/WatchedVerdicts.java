package org.ldpi.shell.command;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.ldpi.api.detector.Verdict;
import org.ldpi.api.detector.VerdictListener;

/** What the verdicts since a look back say of talkers and scores; bounded. Thread-safe. */
final class WatchedVerdicts implements VerdictListener {
    private static final int TALKERS = 256;
    /** Of a round with more flows, so many scores drawn by chance stand for all (algorithm R of Vitter 1985). */
    private static final int SCORES = 4_096;

    /**
     * The scores of a round.
     *
     * @param flows judged in it
     * @param quantiles its median, 90th and 99th percentile
     * @param highest the highest one
     */
    record Scores(long flows, List<Float> quantiles, float highest) {
        static final double[] LEVELS = {0.5, 0.9, 0.99};
    }

    private final Talkers talkers = new Talkers(TALKERS);
    private final SplittableRandom random = new SplittableRandom(1);
    private final float[] scores = new float[SCORES];
    private long flows;
    private float highest;

    @Override
    public synchronized void onVerdict(Verdict verdict) {
        talkers.add(verdict);
        float score = verdict.score();
        long place = flows < SCORES ? flows : random.nextLong(flows + 1);
        if (place < SCORES) {
            scores[(int) place] = score;
        }
        flows++;
        highest = Math.max(highest, score);
    }

    /** The sources with the most flows since the beginning. */
    synchronized List<Talkers.Talker> talkers(int count) {
        return talkers.top(count);
    }

    /** Ends a round and gives its scores; quantiles are empty where there were none. */
    synchronized Scores endRound() {
        float[] sorted = Arrays.copyOf(scores, (int) Math.min(flows, SCORES));
        Arrays.sort(sorted);
        List<Float> quantiles = sorted.length == 0
                ? List.of()
                : Arrays.stream(Scores.LEVELS)
                        .mapToObj(level -> sorted[(int) Math.min(sorted.length - 1L, (long) (level * sorted.length))])
                        .toList();
        Scores round = new Scores(flows, quantiles, highest);
        flows = 0;
        highest = 0;
        return round;
    }
}
