package org.ldpi.encoder.purejava;

/**
 * A convolution along positions with the normalisation behind it folded in, zeros beyond the ends. Values are
 * {@code [position][channel]}, weights {@code [kernel][in][out]}, so that the innermost loops run over the channels of one
 * output without a gap, which the JVM turns into vector instructions. Inputs that are 0 are skipped: behind a rectifier
 * that is every second one.
 */
final class Convolution {
    private final int kernel;
    private final int in;
    private final int out;
    private final int stride;
    private final float[] weights;
    private final float[] bias;

    Convolution(int kernel, int in, int out, int stride, float[] weights, float[] bias) {
        this.kernel = kernel;
        this.in = in;
        this.out = out;
        this.stride = stride;
        this.weights = weights;
        this.bias = bias;
    }

    int out() {
        return out;
    }

    /** Positions of the output. */
    int positions(int input) {
        return (input - 1) / stride + 1;
    }

    /**
     * Sets y, or adds to it.
     *
     * @param rows working memory for as many weights as one output sees
     * @param values likewise
     */
    void apply(float[] x, int positions, float[] y, boolean add, int[] rows, float[] values) {
        int outputs = positions(positions);
        for (int t = 0; t < outputs; t++) {
            int first = t * stride - kernel / 2;
            int count = 0;
            for (int k = Math.max(0, -first); k < kernel && first + k < positions; k++) {
                int from = (first + k) * in;
                int row = k * in;
                for (int i = 0; i < in; i++) {
                    float value = x[from + i];
                    if (value != 0) {
                        rows[count] = (row + i) * out;
                        values[count++] = value;
                    }
                }
            }
            int to = t * out;
            if (add) {
                Rows.add(y, to, bias, 0, out);
            } else {
                System.arraycopy(bias, 0, y, to, out);
            }
            int i = 0;
            for (; i + 4 <= count; i += 4) {
                Rows.addFour(
                        y,
                        to,
                        weights,
                        rows[i],
                        values[i],
                        rows[i + 1],
                        values[i + 1],
                        rows[i + 2],
                        values[i + 2],
                        rows[i + 3],
                        values[i + 3],
                        out);
            }
            for (; i < count; i++) {
                Rows.add(y, to, weights, rows[i], values[i], out);
            }
        }
    }
}
