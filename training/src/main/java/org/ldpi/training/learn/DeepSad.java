package org.ldpi.training.learn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.ldpi.engine.pytorch.Scalars;
import org.ldpi.training.data.ListViews;

/**
 * Deep semi-supervised anomaly detection (Ruff et al. 2020) with B normal flows and B that are not, labelled attacks or
 * pseudo-outliers. With squared distances d to the centre of what was normal before:
 *
 * <pre>L = mean over normal of d + eta * mean over not normal of 1 / (d + epsilon)</pre>
 *
 * <p>Flows of which nothing is known are half of the normal ones where there are any, with a weight of their own.
 *
 * <p>It wants embeddings of unit length: where they may have any, it spends its steps on their scale.
 *
 * <p>Where the contrastive loss is kept beside it, the first half of an embedding is Deep SAD's, and the contrastive loss
 * has the second: the one says that a flow is not as it should be, the other one tells kinds of normal flows apart, which a
 * single ball would put together. Deep SAD then draws normal flows to half of the unit length, and so leaves the other half
 * to them.
 */
final class DeepSad implements Objective {
    static final float EPSILON = 1e-2f;

    /** Of the normal flows these are learned more: rare kinds that the network holds for what is not normal. */
    private static final double HARD_SHARE = 0.05;

    private static final float HARD_CHANCE = 0.3f;
    private static final int MOST_SEEN = 4096;

    private final TrainingOptions options;
    private final int normals;
    private final int width;
    /** Of the first {@code width} dimensions. */
    private final float[] centre;

    private List<byte[]> hard = List.of();

    /** @param centre of the whole embedding */
    DeepSad(TrainingOptions options, float[] centre) {
        this.options = options;
        this.normals = options.batch();
        this.width = options.deepSadWidth();
        this.centre = width == centre.length ? centre : shortened(centre, width);
    }

    /** The first dimensions of a centre, with their share of the unit length. */
    private static float[] shortened(float[] centre, int width) {
        double square = 0;
        for (int d = 0; d < width; d++) {
            square += (double) centre[d] * centre[d];
        }
        double scale = Math.sqrt((double) width / centre.length / Math.max(square, Float.MIN_NORMAL));
        float[] part = new float[width];
        for (int d = 0; d < width; d++) {
            part[d] = (float) (centre[d] * scale);
        }
        return part;
    }

    @Override
    public String name() {
        return "train";
    }

    /** Finds the normal flows that are farthest from the centre. */
    @Override
    public void look(Network network, Samples samples) {
        List<byte[]> normal = samples.normal();
        int[] places = new int[Math.min(normal.size(), MOST_SEEN)];
        Arrays.setAll(places, i -> (int) ((long) i * normal.size() / places.length));
        List<byte[]> seen = ListViews.select(normal, places);
        float[] embeddings = network.embeddings(seen);
        float[] scores = new float[seen.size()];
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < scores.length; i++) {
            for (int d = 0; d < width; d++) {
                float difference = embeddings[i * options.dimension() + d] - centre[d];
                scores[i] += difference * difference;
            }
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
        int unlabelled = samples.unlabelled().isEmpty() ? 0 : normals / 2;
        for (int i = 0; i < normals; i++) {
            boolean again = training && !hard.isEmpty() && random.nextFloat() < HARD_CHANCE;
            if (i < unlabelled) {
                flows[i] = samples.drawNormalOf(samples.unlabelled(), random);
            } else {
                flows[i] = again ? samples.drawNormalOf(hard, random) : samples.drawNormal(random);
            }
            flows[normals + i] = samples.drawOutlier(random);
        }
        if (options.contrastiveWeight() == 0) {
            return loss(batch, network.embed(batch, flows, training), unlabelled);
        }
        byte[][] both = Arrays.copyOf(flows, 2 * flows.length);
        for (int i = 0; i < flows.length; i++) {
            both[flows.length + i] = samples.view(flows[i], random);
        }
        NDArray embeddings = network.embed(batch, both, training);
        NDArray views = Contrastive.unitLength(network.project(embeddings, training));
        NDArray contrastive = Contrastive.ntXent(batch, views, flows.length, (float) options.temperature());
        return loss(batch, embeddings.get("0:" + flows.length), unlabelled)
                .add(Scalars.times(contrastive, options.contrastiveWeight()));
    }

    /** The loss of embeddings [2B, d], the normal ones first, and of these the unlabelled ones. */
    NDArray loss(NDManager manager, NDArray embeddings, int unlabelled) {
        NDArray part = width == options.dimension() ? embeddings : embeddings.get(":, 0:" + width);
        NDArray ofPart =
                part.sub(manager.create(centre, new Shape(1, width))).square().sum(new int[] {1});
        NDArray distances = Scalars.times(ofPart, (double) options.dimension() / width);
        float[] normalWeights = new float[2 * normals];
        float[] outlierWeights = new float[2 * normals];
        for (int i = 0; i < normals; i++) {
            normalWeights[i] = (float) (i < unlabelled ? options.unlabelledWeight() : 1) / normals;
            outlierWeights[normals + i] = (float) (options.eta() / normals);
        }
        NDArray near = distances.mul(manager.create(normalWeights)).sum();
        NDArray far = Scalars.inverse(distances.add(EPSILON))
                .mul(manager.create(outlierWeights))
                .sum();
        return near.add(far);
    }
}
