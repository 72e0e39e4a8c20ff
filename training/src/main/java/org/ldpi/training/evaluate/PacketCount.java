package org.ldpi.training.evaluate;

import java.util.List;
import org.ldpi.api.quantizer.SampleShape;

/** Fewer packets in the head, more suspicious: what a scan or a flood gives away for nothing. */
final class PacketCount implements Baseline {
    private final SampleShape shape;

    PacketCount(SampleShape shape) {
        this.shape = shape;
    }

    @Override
    public String title() {
        return "packets in the head alone";
    }

    @Override
    public float[] scores(Examples training, List<byte[]> samples) {
        float[] scores = new float[samples.size()];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = 1f / Math.max(1, shape.packets(samples.get(i), 0));
        }
        return scores;
    }
}
