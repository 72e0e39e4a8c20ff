package org.ldpi.training.learn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.ldpi.api.model.Centres;
import org.ldpi.api.model.PartWeights;
import org.ldpi.api.quantizer.SampleShape;

/**
 * Makes scores of heads with few packets and with many comparable, so that one threshold is good for all: a score of 1 is
 * what 1 of {@value #ONE_IN} normal flows with so many packets in the head has.
 */
final class HeadScale {
    private static final int ONE_IN = 10;

    /** So many flows of all lengths count beside those of one length, of which there may be few. */
    private static final int SHARED = 20;

    private static final float LEAST = 1e-6f;

    private HeadScale() {}

    /** The weights of parts before any scaling. */
    static PartWeights unscaled(TrainingOptions options) {
        int packets = options.packets();
        int first = options.contrastiveWeight() == 0 ? 0 : options.deepSadWidth();
        List<Float> ofFirst = new ArrayList<>();
        List<Float> ofSecond = new ArrayList<>();
        for (int i = 1; i <= packets; i++) {
            boolean deepSad = i < packets || options.fullHeads() != FullHeads.CONTRASTIVE;
            boolean contrastive = first == 0 || (i == packets && options.fullHeads() != FullHeads.DEEP_SAD);
            ofFirst.add(deepSad ? 1f : 0f);
            ofSecond.add(contrastive ? 1f : 0f);
        }
        return new PartWeights(first, ofFirst, ofSecond);
    }

    /**
     * Scales weights.
     *
     * @param embeddings of normal flows that no centre was made of, one behind the other
     */
    static Centres scaled(Centres centres, SampleShape shape, List<byte[]> samples, float[] embeddings) {
        Centres.Scorer scorer = centres.scorer();
        float[] scores = new float[samples.size()];
        int[] packets = new int[scores.length];
        for (int i = 0; i < scores.length; i++) {
            packets[i] = Math.max(1, shape.packets(samples.get(i), 0));
            scores[i] = scorer.score(embeddings, i * centres.dimension(), packets[i]);
        }
        float all = quantile(scores);
        PartWeights weights = centres.weights();
        List<Float> ofFirst = new ArrayList<>();
        List<Float> ofSecond = new ArrayList<>();
        for (int i = 1; i <= shape.packets(); i++) {
            IntList which = new IntList();
            for (int k = 0; k < scores.length; k++) {
                if (packets[k] == i) {
                    which.add(k);
                }
            }
            float[] some = new float[which.size()];
            for (int k = 0; k < some.length; k++) {
                some[k] = scores[which.get(k)];
            }
            float own = some.length == 0 ? all : quantile(some);
            float scale = Math.max(LEAST, (some.length * own + SHARED * all) / (some.length + SHARED));
            ofFirst.add(weights.ofFirst().get(i - 1) / scale);
            ofSecond.add(weights.ofSecond().get(i - 1) / scale);
        }
        return centres.with(new PartWeights(weights.first(), ofFirst, ofSecond));
    }

    private static float quantile(float[] scores) {
        float[] sorted = scores.clone();
        Arrays.sort(sorted);
        return sorted[(int) ((long) sorted.length * (ONE_IN - 1) / ONE_IN)];
    }
}
