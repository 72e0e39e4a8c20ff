package org.ldpi.training.evaluate;

import java.util.random.RandomGenerator;

/**
 * What the training of mesh_com's LDPI makes of a sample for its contrastive loss, as its code does it, its oddities
 * included: samples are series of amounts within 0 to 1, and what is cropped is not drawn out to the whole length but
 * carried on in a straight line through its last two values. Immutable, thread-safe.
 */
final class OriginalViews {
    private static final double NOISE = 0.05;
    private static final double JITTER = 0.02;
    private static final double LEAST_CROP = 0.1;
    private static final double LEAST_SCALE = 0.8;
    private static final double MOST_SCALE = 1.2;
    private static final int SEGMENTS = 5;

    private OriginalViews() {}

    /** A sample of its own (distribution augmentation): the sample with noise, reversed, shuffled or inverted. */
    static float[] outlier(float[] sample, RandomGenerator random) {
        float[] out = sample.clone();
        switch (random.nextInt(4)) {
            case 0 -> {
                for (int i = 0; i < out.length; i++) {
                    out[i] = clipped(out[i] + random.nextDouble(-NOISE, NOISE));
                }
            }
            case 1 -> {
                for (int i = 0; i < out.length; i++) {
                    out[i] = sample[sample.length - 1 - i];
                }
            }
            case 2 -> shuffle(out, random);
            default -> {
                for (int i = 0; i < out.length; i++) {
                    out[i] = 1 - out[i];
                }
            }
        }
        return out;
    }

    /** A view: scaled in time, with jitter or with segments in another order, and then cropped. */
    static float[] view(float[] sample, RandomGenerator random) {
        float[] changed = switch (random.nextInt(3)) {
            case 0 -> scaled(sample, random.nextDouble(LEAST_SCALE, MOST_SCALE));
            case 1 -> jittered(sample, random);
            default -> permuted(sample, random);
        };
        int length = Math.max(2, (int) (sample.length * random.nextDouble(LEAST_CROP, 1)));
        int from = length < sample.length ? random.nextInt(sample.length - length) : 0;
        return cropped(changed, from, length);
    }

    /** The values of a part, then the straight line through its last two. */
    static float[] cropped(float[] sample, int from, int length) {
        float[] out = new float[sample.length];
        System.arraycopy(sample, from, out, 0, length);
        carryOn(out, length);
        return out;
    }

    /** Drawn out or pressed together by a factor; what is too short is carried on in a straight line. */
    static float[] scaled(float[] sample, double factor) {
        int length = (int) (sample.length * factor);
        float[] out = new float[sample.length];
        for (int i = 0; i < Math.min(length, out.length); i++) {
            double at = i * (sample.length - 1.0) / (length - 1);
            int below = Math.min(sample.length - 2, (int) at);
            out[i] = (float) (sample[below] + (at - below) * (sample[below + 1] - sample[below]));
        }
        if (length < out.length) {
            carryOn(out, length);
        }
        return out;
    }

    private static void carryOn(float[] out, int known) {
        float slope = out[known - 1] - out[known - 2];
        for (int i = known; i < out.length; i++) {
            out[i] = out[known - 1] + (i - known + 1) * slope;
        }
    }

    private static float[] jittered(float[] sample, RandomGenerator random) {
        float[] out = sample.clone();
        for (int i = 0; i < out.length; i++) {
            out[i] = clipped(out[i] + random.nextGaussian(0, JITTER));
        }
        return out;
    }

    private static float[] permuted(float[] sample, RandomGenerator random) {
        int length = sample.length / SEGMENTS;
        float[] order = {0, 1, 2, 3, 4};
        shuffle(order, random);
        float[] out = sample.clone();
        for (int i = 0; i < SEGMENTS; i++) {
            int segment = (int) order[i];
            System.arraycopy(sample, segment * length, out, i * length, length);
        }
        return out;
    }

    private static void shuffle(float[] values, RandomGenerator random) {
        for (int i = values.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            float value = values[i];
            values[i] = values[j];
            values[j] = value;
        }
    }

    private static float clipped(double value) {
        return (float) Math.max(0, Math.min(1, value));
    }
}
