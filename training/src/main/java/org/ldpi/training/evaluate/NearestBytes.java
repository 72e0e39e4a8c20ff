package org.ldpi.training.evaluate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Squared distance of the bytes to the nearest normal sample. */
final class NearestBytes implements Baseline {
    private static final int MOST = 4000;

    @Override
    public String title() {
        return "nearest neighbour on the bytes";
    }

    @Override
    public float[] scores(List<byte[]> normal, TestSet test) {
        List<byte[]> drawn = new ArrayList<>(normal);
        Collections.shuffle(drawn, new Random(1));
        List<byte[]> kept = drawn.subList(0, Math.min(MOST, drawn.size()));
        float[] scores = new float[test.flows().size()];
        IntStream.range(0, scores.length)
                .parallel()
                .forEach(i -> scores[i] = nearest(kept, test.flows().get(i).sample()));
        return scores;
    }

    private static int nearest(List<byte[]> normal, byte[] sample) {
        int least = Integer.MAX_VALUE;
        for (byte[] other : normal) {
            int sum = 0;
            for (int k = 0; k < sample.length; k++) {
                int difference = (sample[k] & 0xff) - (other[k] & 0xff);
                sum += difference * difference;
            }
            least = Math.min(least, sum);
        }
        return least;
    }
}
