package org.ldpi.encoder.purejava;

import java.util.Arrays;

/**
 * Weights of one signed byte each, a scale for each output. Inputs are rounded to whole steps, as fine as sums of 32 bits
 * allow (of the largest input at least a 15th bit in networks as wide as these), and what is summed are integers.
 *
 * <p>An int holds the weights of four inputs to one output, {@code [kernel][in / 4][out]}: the innermost loop runs over
 * the outputs, takes four products from each int, and the JVM turns it into vector instructions, which Java 17 does not do
 * where bytes become floats.
 */
final class ByteConvolution extends Convolution {
    private static final int LARGEST_WEIGHT = 128;
    private static final int LARGEST_STEPS = 1 << 15;

    private final int fours;
    private final int[] weights;
    private final float[] scales;
    private final int largestSteps;

    /** @param weights [out][in][kernel] */
    ByteConvolution(int kernel, int in, int out, int stride, byte[] weights, float[] scales, float[] bias) {
        super(kernel, in, out, stride, bias);
        this.fours = (in + 3) / 4;
        this.weights = new int[kernel * fours * out];
        this.scales = scales;
        this.largestSteps = Math.min(LARGEST_STEPS, Integer.MAX_VALUE / (LARGEST_WEIGHT * seen()));
        for (int o = 0; o < out; o++) {
            for (int i = 0; i < in; i++) {
                for (int k = 0; k < kernel; k++) {
                    int weight = weights[(o * in + i) * kernel + k] & 0xff;
                    this.weights[(k * fours + i / 4) * out + o] |= weight << (8 * (i % 4));
                }
            }
        }
    }

    @Override
    protected void begin(float[] x, int length, Scratch scratch) {
        float largest = 0;
        for (int i = 0; i < length; i++) {
            largest = Math.max(largest, Math.abs(x[i]));
        }
        float perStep = largest / largestSteps;
        int[] steps = scratch.steps();
        float stepsPer = perStep == 0 ? 0 : 1 / perStep;
        for (int i = 0; i < length; i++) {
            steps[i] = Math.round(x[i] * stepsPer);
        }
        scratch.perStep(perStep);
    }

    @Override
    protected void sum(float[] x, int from, int lowest, int behind, float[] y, int to, Scratch scratch) {
        int[] steps = scratch.steps();
        int[] sums = scratch.sums();
        Arrays.fill(sums, 0, out, 0);
        for (int k = lowest; k < behind; k++) {
            int first = from + (k - lowest) * in;
            for (int i = 0; i < in; i += 4) {
                int left = in - i;
                int step0 = steps[first + i];
                int step1 = left > 1 ? steps[first + i + 1] : 0;
                int step2 = left > 2 ? steps[first + i + 2] : 0;
                int step3 = left > 3 ? steps[first + i + 3] : 0;
                if ((step0 | step1 | step2 | step3) != 0) {
                    Rows.addFour(sums, weights, (k * fours + i / 4) * out, step0, step1, step2, step3, out);
                }
            }
        }
        float perStep = scratch.perStep();
        for (int o = 0; o < out; o++) {
            y[to + o] += sums[o] * (scales[o] * perStep);
        }
    }
}
