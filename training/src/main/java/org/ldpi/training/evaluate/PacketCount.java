package org.ldpi.training.evaluate;

import java.util.List;

/** Fewer packets in the head, more suspicious: what a scan or a flood gives away for nothing. */
final class PacketCount implements Baseline {
    @Override
    public String title() {
        return "packets in the head alone";
    }

    @Override
    public float[] scores(List<byte[]> normal, TestSet test) {
        float[] scores = new float[test.flows().size()];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = 1f / test.flows().get(i).packets();
        }
        return scores;
    }
}
