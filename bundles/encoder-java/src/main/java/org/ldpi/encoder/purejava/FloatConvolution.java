package org.ldpi.encoder.purejava;

/**
 * Weights as float32, {@code [kernel][in][out]}, so that the innermost loops run over the channels of one output without a
 * gap, which the JVM turns into vector instructions. Inputs that are 0 are skipped: behind a rectifier that is every
 * second one.
 */
final class FloatConvolution extends Convolution {
    private final float[] weights;

    FloatConvolution(int kernel, int in, int out, int stride, float[] weights, float[] bias) {
        super(kernel, in, out, stride, bias);
        this.weights = weights;
    }

    @Override
    protected void begin(float[] x, int length, Scratch scratch) {
        // Takes the values as they are.
    }

    @Override
    protected void sum(float[] x, int from, int lowest, int behind, float[] y, int to, Scratch scratch) {
        int[] rows = scratch.rows();
        float[] values = scratch.values();
        int count = 0;
        int inputs = (behind - lowest) * in;
        for (int i = 0; i < inputs; i++) {
            float value = x[from + i];
            if (value != 0) {
                rows[count] = (lowest * in + i) * out;
                values[count++] = value;
            }
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
