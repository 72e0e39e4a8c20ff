package org.ldpi.training.learn;

import java.util.Set;
import java.util.random.RandomGenerator;

/** Makes views of a sample that should be embedded near to each other. Immutable, thread-safe. */
final class Views {
    private static final float MASKED = 0.15f;
    private static final float RANDOM = 0.05f;
    private static final float LEAST_CROP = 0.7f;
    private static final float SCALE = 0.1f;
    private static final float JITTER = 3;
    private static final int SEGMENTS = 4;

    private final Set<View> wanted;

    Views(Set<View> wanted) {
        this.wanted = wanted;
    }

    /** A view, a copy. */
    byte[] of(byte[] sample, RandomGenerator random) {
        byte[] view = sample.clone();
        if (wanted.contains(View.CROPPED)) {
            view = cropped(view, random);
        }
        if (wanted.contains(View.PERMUTED)) {
            view = permuted(view, random);
        }
        amounts(view, random);
        for (int i = 0; i < view.length; i++) {
            float draw = random.nextFloat();
            if (draw < MASKED) {
                view[i] = wanted.contains(View.MASKED) ? 0 : view[i];
            } else if (draw < MASKED + RANDOM && wanted.contains(View.NOISE)) {
                view[i] = (byte) random.nextInt();
            }
        }
        return view;
    }

    private static byte[] cropped(byte[] sample, RandomGenerator random) {
        float share = LEAST_CROP + (1 - LEAST_CROP) * random.nextFloat();
        int kept = Math.max(1, Math.round(share * sample.length));
        int from = random.nextInt(sample.length - kept + 1);
        byte[] out = new byte[sample.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = sample[from + i * kept / out.length];
        }
        return out;
    }

    private static byte[] permuted(byte[] sample, RandomGenerator random) {
        int length = sample.length / SEGMENTS;
        byte[] out = sample.clone();
        int from = random.nextInt(SEGMENTS);
        int to = random.nextInt(SEGMENTS);
        System.arraycopy(sample, from * length, out, to * length, length);
        System.arraycopy(sample, to * length, out, from * length, length);
        return out;
    }

    private void amounts(byte[] view, RandomGenerator random) {
        boolean scaled = wanted.contains(View.SCALED);
        boolean jitter = wanted.contains(View.JITTER);
        if (scaled || jitter) {
            double factor = scaled ? 1 + SCALE * random.nextGaussian() : 1;
            for (int i = 0; i < view.length; i++) {
                double value = (view[i] & 0xff) * factor + (jitter ? JITTER * random.nextGaussian() : 0);
                view[i] = (byte) Math.max(0, Math.min(255, Math.round(value)));
            }
        }
    }
}
