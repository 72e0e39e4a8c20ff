package org.ldpi.training.learn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.ldpi.api.model.Centres;

/**
 * Deep semi-supervised anomaly detection (Ruff et al. 2020) with B normal flows and B that are not, labelled attacks or
 * pseudo-outliers. With squared distances d to the centre of what was normal before:
 *
 * <pre>L = mean over normal of d + eta * mean over not normal of 1 / (d + epsilon)</pre>
 *
 * <p>It wants embeddings of unit length: where they may have any, it spends its steps on their scale.
 */
final class DeepSad implements Objective {
    static final float EPSILON = 1e-2f;

    /** Of the normal flows these are learned more: rare kinds that the network holds for what is not normal. */
    private static final double HARD_SHARE = 0.05;

    private static final float HARD_CHANCE = 0.3f;
    private static final int MOST_SEEN = 8192;

    private final int normals;
    private final double eta;
    private final float[] centre;
    private List<byte[]> hard = List.of();

    DeepSad(int normals, double eta, float[] centre) {
        this.normals = normals;
        this.eta = eta;
        this.centre = centre;
    }

    @Override
    public String name() {
        return "train";
    }

    /** Finds the normal flows that are farthest from the centre. */
    @Override
    public void look(Network network, Samples samples) {
        List<byte[]> normal = samples.normal();
        List<byte[]> seen = new ArrayList<>();
        int step = (normal.size() + MOST_SEEN - 1) / MOST_SEEN;
        for (int i = 0; i < normal.size(); i += step) {
            seen.add(normal.get(i));
        }
        float[] embeddings = network.embeddings(seen);
        Centres.Scorer scorer = new Centres(centre, centre.length).scorer();
        float[] scores = new float[seen.size()];
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < scores.length; i++) {
            scores[i] = scorer.score(embeddings, i * centre.length);
            order.add(i);
        }
        order.sort((a, b) -> Float.compare(scores[b], scores[a]));
        hard = order.subList(0, (int) Math.ceil(HARD_SHARE * scores.length)).stream()
                .map(seen::get)
                .toList();
    }

    @Override
    public NDArray loss(Network network, NDManager batch, Samples samples, RandomGenerator random, boolean training) {
        byte[][] flows = new byte[2 * normals][];
        for (int i = 0; i < normals; i++) {
            boolean again = training && !hard.isEmpty() && random.nextFloat() < HARD_CHANCE;
            flows[i] = again ? samples.drawNormalOf(hard, random) : samples.drawNormal(random);
            flows[normals + i] = samples.drawOutlier(random);
        }
        return loss(batch, network.embed(batch, flows, training));
    }

    /** The loss of embeddings [2B, d], the normal ones first. */
    NDArray loss(NDManager manager, NDArray embeddings) {
        NDArray distances = embeddings
                .sub(manager.create(centre, new Shape(1, centre.length)))
                .square()
                .sum(new int[] {1});
        float[] normalWeights = new float[2 * normals];
        float[] outlierWeights = new float[2 * normals];
        for (int i = 0; i < normals; i++) {
            normalWeights[i] = 1f / normals;
            outlierWeights[normals + i] = (float) (eta / normals);
        }
        NDArray near = distances.mul(manager.create(normalWeights)).sum();
        NDArray far = distances
                .add(EPSILON)
                .pow(-1)
                .mul(manager.create(outlierWeights))
                .sum();
        return near.add(far);
    }
}
