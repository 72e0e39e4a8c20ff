package org.ldpi.training.learn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.random.RandomGenerator;

/**
 * Deep semi-supervised anomaly detection (Ruff et al. 2020, ICLR) with B normal flows and B that are not, labelled attacks
 * or pseudo-outliers, in the form of the hypersphere classifier (Ruff et al. 2020, "Rethinking assumptions in deep anomaly
 * detection"). With squared distances d to the centre of what was normal before and h = s (sqrt(d + 1) - 1):
 *
 * <pre>L = mean over normal of h - eta * mean over not normal of log(1 - exp(-h)) + w * contrastive loss</pre>
 *
 * <p>The inverse distance of the first form rewards one far corner for everything that is not normal; the logarithm asks
 * only to be outside. The contrastive loss goes on beside it, so that kinds of normal traffic stay apart and the nearest
 * of many centres can tell them.
 */
final class DeepSad implements Objective {
    /** s: embeddings are unit vectors, so distances are small. */
    static final float SCALE = 4;

    /** w. */
    private static final float CONTRASTIVE_WEIGHT = 0.5f;

    /** Keeps the logarithm finite at the centre. */
    static final float EPSILON = 1e-6f;

    private final int normals;
    private final double eta;
    private final float[] centre;
    private final Contrastive contrastive;

    DeepSad(int normals, double eta, float[] centre, Contrastive contrastive) {
        this.normals = normals;
        this.eta = eta;
        this.centre = centre;
        this.contrastive = contrastive;
    }

    @Override
    public String name() {
        return "train";
    }

    @Override
    public NDArray loss(Network network, NDManager batch, Samples samples, RandomGenerator random, boolean training) {
        byte[][] flows = new byte[2 * normals][];
        for (int i = 0; i < normals; i++) {
            flows[i] = samples.drawNormal(random);
            flows[normals + i] = samples.drawOutlier(random);
        }
        NDArray apart = contrastive.loss(network, batch, samples, random, training);
        return loss(batch, network.embed(batch, flows, training)).add(apart.mul(CONTRASTIVE_WEIGHT));
    }

    /** The loss of embeddings [2B, d], the normal ones first, without the contrastive part. */
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
        NDArray h = distances.add(1).sqrt().sub(1).mul(SCALE);
        NDArray near = h.mul(manager.create(normalWeights)).sum();
        NDArray far = h.neg()
                .exp()
                .neg()
                .add(1 + EPSILON)
                .log()
                .neg()
                .mul(manager.create(outlierWeights))
                .sum();
        return near.add(far);
    }
}
