package org.ldpi.encoder.purejava;

/**
 * A convolution along positions with the normalisation behind it folded in, zeros beyond the ends. Values are
 * {@code [position][channel]}. A matrix is a convolution of kernel 1. Immutable.
 */
abstract class Convolution {
    protected final int kernel;
    protected final int in;
    protected final int out;
    private final int stride;
    private final float[] bias;

    protected Convolution(int kernel, int in, int out, int stride, float[] bias) {
        this.kernel = kernel;
        this.in = in;
        this.out = out;
        this.stride = stride;
        this.bias = bias;
    }

    int out() {
        return out;
    }

    /** How many inputs one output sees. */
    int seen() {
        return kernel * in;
    }

    /** Positions of the output. */
    int positions(int input) {
        return (input - 1) / stride + 1;
    }

    /** Sets y, or adds to it. */
    void apply(float[] x, int positions, float[] y, boolean add, Scratch scratch) {
        begin(x, positions * in, scratch);
        int outputs = positions(positions);
        for (int t = 0; t < outputs; t++) {
            int to = t * out;
            if (add) {
                Rows.add(y, to, bias, 0, out);
            } else {
                System.arraycopy(bias, 0, y, to, out);
            }
            int first = t * stride - kernel / 2;
            int lowest = Math.max(0, -first);
            int behind = Math.min(kernel, positions - first);
            sum(x, (first + lowest) * in, lowest, behind, y, to, scratch);
        }
    }

    /** Prepares for the outputs of an input of so many values. */
    protected abstract void begin(float[] x, int length, Scratch scratch);

    /**
     * Adds the weighted inputs to one output.
     *
     * @param from where the inputs of the first place of the kernel are
     * @param lowest the first place of the kernel that lies within the positions
     * @param behind the first one behind them
     */
    protected abstract void sum(float[] x, int from, int lowest, int behind, float[] y, int to, Scratch scratch);
}
