package org.ldpi.training.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.ldpi.training.data.LabelledFlows.LabelledFlow;
import org.ldpi.training.data.Truth;
import org.ldpi.training.evaluate.Ranking;

/**
 * How well malicious flows are told from normal ones; NaN where there are none of either.
 *
 * @param normal number of normal flows
 * @param malicious number of malicious ones
 * @param atOnePercent share found where 1 % of the normal flows are over the threshold
 * @param atOneInThousand share found where 0.1 % are
 */
public record Detection(int normal, int malicious, double auroc, double atOnePercent, double atOneInThousand) {
    private static final int LONG_HEAD = 4;

    /** Heads of {@value #LONG_HEAD} packets and more. */
    static final Predicate<LabelledFlow> LONG_HEADS = flow -> flow.packets() >= LONG_HEAD;

    /** The figures of some of the flows. */
    static Detection of(float[] scores, List<LabelledFlow> flows, Predicate<LabelledFlow> wanted) {
        List<Integer> chosen = new ArrayList<>();
        for (int i = 0; i < scores.length; i++) {
            if (wanted.test(flows.get(i))) {
                chosen.add(i);
            }
        }
        float[] values = new float[chosen.size()];
        boolean[] malicious = new boolean[values.length];
        int normals = 0;
        for (int i = 0; i < values.length; i++) {
            values[i] = scores[chosen.get(i)];
            malicious[i] = flows.get(chosen.get(i)).truth() == Truth.MALICIOUS;
            normals += malicious[i] ? 0 : 1;
        }
        Ranking ranking = new Ranking(values, malicious, new int[values.length]);
        double[] weights = Ranking.equalWeights(1);
        return new Detection(
                normals,
                values.length - normals,
                ranking.auroc(weights),
                ranking.detected(ranking.thresholdFor(0.01 * normals, weights), weights),
                ranking.detected(ranking.thresholdFor(0.001 * normals, weights), weights));
    }
}
