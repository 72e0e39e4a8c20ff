package org.ldpi.engine.pytorch;

import ai.djl.ndarray.NDArray;

/**
 * Arithmetic with numbers that may be differentiated. {@code NDArray.mul}, {@code div} and {@code pow} with a number make
 * an array of it in Java's memory and close that at once, while PyTorch keeps the address for the backward pass: once the
 * garbage collector has run, the gradient is made of whatever lies there by then. Here the number lives as long as the
 * array's manager.
 */
public final class Scalars {
    private Scalars() {}

    /** {@code factor * x}. */
    public static NDArray times(NDArray x, double factor) {
        return x.mul(x.getManager().create((float) factor));
    }

    /** {@code 1 / x}, element by element. */
    public static NDArray inverse(NDArray x) {
        return x.getManager().create(1f).div(x);
    }
}
