package org.ldpi.training.learn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import java.nio.FloatBuffer;
import java.util.List;
import org.ldpi.engine.pytorch.GradMode;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter 2019). Its moments are plain arrays, so that a checkpoint can
 * hold them; the networks here are small enough for that. Not thread-safe.
 */
final class AdamW {
    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.999;
    private static final double EPSILON = 1e-8;

    /** A longer gradient is shortened to this (Pascanu et al. 2013): one odd batch is not to throw a network far away. */
    private static final double LONGEST_GRADIENT = 10;

    private final List<Parameter> parameters;
    private final double weightDecay;
    final float[][] first;
    final float[][] second;

    AdamW(List<Parameter> parameters, double weightDecay) {
        this.parameters = parameters;
        this.weightDecay = weightDecay;
        first = new float[parameters.size()][];
        second = new float[parameters.size()][];
        for (int i = 0; i < first.length; i++) {
            int size = Math.toIntExact(parameters.get(i).getArray().size());
            first[i] = new float[size];
            second[i] = new float[size];
        }
    }

    /**
     * One step by the gradients of the parameters, which are zero behind it.
     *
     * @param step number of the step, from 1
     */
    void step(int step, double rate) {
        double correction1 = 1 - Math.pow(BETA1, step);
        double correction2 = 1 - Math.pow(BETA2, step);
        boolean grad = GradMode.off();
        try {
            float[][] gradients = gradients();
            double clip = Math.min(1, LONGEST_GRADIENT / length(gradients));
            for (int i = 0; i < first.length; i++) {
                if (gradients[i] == null) {
                    continue;
                }
                NDArray array = parameters.get(i).getArray();
                // Decay is for what multiplies an input; biases and scales of normalisation are vectors.
                double decay = array.getShape().dimension() > 1 ? weightDecay : 0;
                float[] values = array.toFloatArray();
                update(values, gradients[i], clip, i, decay, rate, correction1, correction2);
                array.set(FloatBuffer.wrap(values));
            }
        } finally {
            GradMode.restore(grad);
        }
    }

    /** Takes the gradients of all parameters, null where there is none. */
    private float[][] gradients() {
        float[][] gradients = new float[parameters.size()][];
        for (int i = 0; i < gradients.length; i++) {
            NDArray array = parameters.get(i).getArray();
            if (parameters.get(i).requiresGradient() && array.hasGradient()) {
                try (NDManager scratch = array.getManager().newSubManager();
                        NDArray gradient = array.getGradient()) {
                    // A gradient that is not contiguous is copied to be read, and the copy stays with its manager.
                    gradient.attach(scratch);
                    gradients[i] = gradient.toFloatArray();
                    // PyTorch adds to what is there.
                    gradient.subi(gradient);
                }
            }
        }
        return gradients;
    }

    private static double length(float[][] gradients) {
        double square = 0;
        for (float[] gradient : gradients) {
            for (int k = 0; gradient != null && k < gradient.length; k++) {
                square += (double) gradient[k] * gradient[k];
            }
        }
        return Math.max(Math.sqrt(square), Float.MIN_NORMAL);
    }

    private void update(
            float[] values,
            float[] gradient,
            double clip,
            int i,
            double decay,
            double rate,
            double correction1,
            double correction2) {
        float[] m = first[i];
        float[] v = second[i];
        for (int k = 0; k < values.length; k++) {
            double g = clip * gradient[k];
            m[k] = (float) (BETA1 * m[k] + (1 - BETA1) * g);
            v[k] = (float) (BETA2 * v[k] + (1 - BETA2) * g * g);
            double direction = m[k] / correction1 / (Math.sqrt(v[k] / correction2) + EPSILON);
            values[k] = (float) (values[k] - rate * (direction + decay * values[k]));
        }
    }
}
