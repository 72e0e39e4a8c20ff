package org.ldpi.training.learn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.random.RandomGenerator;
import org.ldpi.engine.pytorch.Scalars;

/**
 * Contrastive pretraining with distribution augmentation: the loss is NT-Xent (Chen et al. 2020), over two views of each
 * of B normal flows and B transformed ones, which count as flows of their own (Sohn et al. 2021).
 *
 * <p>With M = 2B flows and unit vectors z of their 2M views, i and p(i) being views of one flow:
 *
 * <pre>L = -1/2M sum_i log( exp(z_i . z_p(i) / T) / sum_{k != i} exp(z_i . z_k / T) )</pre>
 */
final class Contrastive implements Objective {
    /** Takes a view out of its own comparison. */
    private static final float NEVER = -1e9f;

    private static final float SHORTEST = 1e-6f;

    private final int normals;
    private final float temperature;
    private final boolean distributionAugmentation;

    Contrastive(int normals, double temperature, boolean distributionAugmentation) {
        this.normals = normals;
        this.temperature = (float) temperature;
        this.distributionAugmentation = distributionAugmentation;
    }

    @Override
    public String name() {
        return "pretrain";
    }

    @Override
    public NDArray loss(Network network, NDManager batch, Samples samples, RandomGenerator random, boolean training) {
        int flows = 2 * normals;
        byte[][] views = new byte[2 * flows][];
        for (int i = 0; i < flows; i++) {
            byte[] flow = i < normals || !distributionAugmentation
                    ? samples.drawNormal(random)
                    : samples.drawPseudoOutlier(random);
            views[i] = samples.view(flow, random);
            views[flows + i] = samples.view(flow, random);
        }
        NDArray z = network.project(network.embed(batch, views, training), training);
        return ntXent(batch, unitLength(z), flows, temperature);
    }

    /** Vectors [M, d] at unit length, with a gradient that stays finite where one is nearly zero. */
    static NDArray unitLength(NDArray vectors) {
        return vectors.div(
                vectors.square().sum(new int[] {1}, true).add(SHORTEST).sqrt());
    }

    /** NT-Xent of unit vectors [2M, d] of which i and M + i belong together. */
    static NDArray ntXent(NDManager manager, NDArray z, int flows, float temperature) {
        int views = 2 * flows;
        float[] self = new float[views * views];
        float[] pairs = new float[views * views];
        for (int i = 0; i < views; i++) {
            self[i * views + i] = NEVER;
            pairs[i * views + (i + flows) % views] = 1;
        }
        Shape shape = new Shape(views, views);
        NDArray similarity =
                Scalars.times(z.matMul(z.transpose()), 1 / temperature).add(manager.create(self, shape));
        NDArray ofPairs = similarity.logSoftmax(1).mul(manager.create(pairs, shape));
        return Scalars.times(ofPairs.sum(), -1.0 / views);
    }
}
