package org.ldpi.training.learn;

import java.util.random.RandomGenerator;

/**
 * Makes views of a sample that should be embedded near to each other: some bytes masked by zero, some replaced by random
 * ones.
 */
final class Views {
    private static final float MASKED = 0.15f;
    private static final float RANDOM = 0.05f;

    private Views() {}

    static byte[] of(byte[] sample, RandomGenerator random) {
        byte[] view = sample.clone();
        for (int i = 0; i < view.length; i++) {
            float draw = random.nextFloat();
            if (draw < MASKED) {
                view[i] = 0;
            } else if (draw < MASKED + RANDOM) {
                view[i] = (byte) random.nextInt();
            }
        }
        return view;
    }
}
