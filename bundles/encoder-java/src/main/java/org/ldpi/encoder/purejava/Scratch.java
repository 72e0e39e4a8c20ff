package org.ldpi.encoder.purejava;

/** What convolutions work in. Used by one thread. */
final class Scratch {
    private final int[] rows;
    private final float[] values;
    private final int[] steps;
    private final int[] sums;
    private float perStep;

    /**
     * @param seen the most inputs that an output sees
     * @param inputs the most inputs
     * @param out the most channels of an output
     */
    Scratch(int seen, int inputs, int out) {
        rows = new int[seen];
        values = new float[seen];
        steps = new int[inputs];
        sums = new int[out];
    }

    int[] rows() {
        return rows;
    }

    float[] values() {
        return values;
    }

    /** Inputs in whole steps. */
    int[] steps() {
        return steps;
    }

    int[] sums() {
        return sums;
    }

    /** What a step of the inputs stands for. */
    float perStep() {
        return perStep;
    }

    void perStep(float now) {
        perStep = now;
    }
}
