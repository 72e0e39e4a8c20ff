package org.ldpi.training.evaluate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Squared distance of the bytes to the nearest normal sample, of at most {@value #MOST} drawn by chance. */
final class NearestBytes implements Baseline {
    private static final int MOST = 20_000;
    /** Bytes between two looks at whether the sample is farther away already. */
    private static final int STRIDE = 60;

    @Override
    public String title() {
        return "nearest neighbour on the bytes";
    }

    @Override
    public float[] scores(Examples training, List<byte[]> samples) {
        List<byte[]> drawn = new ArrayList<>(training.normal());
        Collections.shuffle(drawn, new Random(1));
        List<byte[]> kept = drawn.subList(0, Math.min(MOST, drawn.size()));
        float[] scores = new float[samples.size()];
        IntStream.range(0, scores.length).parallel().forEach(i -> scores[i] = nearest(kept, samples.get(i)));
        return scores;
    }

    private static int nearest(List<byte[]> normal, byte[] sample) {
        int least = Integer.MAX_VALUE;
        for (byte[] other : normal) {
            int sum = 0;
            for (int from = 0; from < sample.length && sum < least; from += STRIDE) {
                int end = Math.min(sample.length, from + STRIDE);
                for (int k = from; k < end; k++) {
                    int difference = (sample[k] & 0xff) - (other[k] & 0xff);
                    sum += difference * difference;
                }
            }
            least = Math.min(least, sum);
        }
        return least;
    }
}
