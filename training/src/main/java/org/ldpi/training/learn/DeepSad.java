package org.ldpi.training.learn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.random.RandomGenerator;

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

    private final int normals;
    private final double eta;
    private final float[] centre;

    DeepSad(int normals, double eta, float[] centre) {
        this.normals = normals;
        this.eta = eta;
        this.centre = centre;
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
