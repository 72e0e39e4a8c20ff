package org.ldpi.training.evaluate;

import com.amazon.randomcutforest.RandomCutForest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.ldpi.api.quantizer.SampleShape;
import org.ldpi.encoder.trees.HeaderFields;

/** Random cut forest (Guha et al. 2016) on the header fields, of normal traffic only. */
final class CutForest implements Baseline {
    private static final int TREES = 50;
    private static final int SAMPLES = 256;
    private static final int MOST = 20_000;

    private final SampleShape shape;

    CutForest(SampleShape shape) {
        this.shape = shape;
    }

    @Override
    public String title() {
        return "random cut forest on the header fields";
    }

    @Override
    public float[] scores(Examples training, List<byte[]> samples) {
        RandomCutForest forest = RandomCutForest.builder()
                .dimensions(HeaderFields.count(shape))
                .numberOfTrees(TREES)
                .sampleSize(SAMPLES)
                .randomSeed(1)
                .parallelExecutionEnabled(false)
                .build();
        List<byte[]> drawn = new ArrayList<>(training.normal());
        Collections.shuffle(drawn, new Random(1));
        for (byte[] sample : drawn.subList(0, Math.min(MOST, drawn.size()))) {
            forest.update(HeaderFields.of(sample, shape));
        }
        float[] scores = new float[samples.size()];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = (float) forest.getAnomalyScore(HeaderFields.of(samples.get(i), shape));
        }
        return scores;
    }
}
