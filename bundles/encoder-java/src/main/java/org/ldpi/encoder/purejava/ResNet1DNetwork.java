package org.ldpi.encoder.purejava;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.ldpi.api.encoder.EncoderException;
import org.ldpi.api.encoder.EncoderSpec;

/**
 * The network of {@code resnet1d}, ready to run. Its form follows from the shapes of its weights: a table of bytes, a
 * matrix over patches of them, residual stages of two convolutions with a shortcut as long as there are kernels, and a
 * matrix to the embedding. Immutable; each thread brings its own {@link Memory}.
 */
final class ResNet1DNetwork {
    /** What DJL adds to a variance. */
    private static final double EPSILON = 1e-5;

    private static final int VALUES = 256;

    private record Stage(Convolution first, Convolution second, Convolution shortcut) {}

    private final int packets;
    private final int bytes;
    private final int patch;
    private final int patches;
    private final int channels;
    private final int dimension;
    /** [place in a patch][byte][channel]: the table of bytes times the first matrix, once and for all. */
    private final float[] firstTable;

    private final float[] firstBias;
    private final List<Stage> stages = new ArrayList<>();
    /** [value][dimension]. */
    private final float[] last;

    private final float[] lastBias;

    /** Working memory of one thread. */
    final class Memory {
        private final float[] x;
        private final float[] y;
        private final float[] z;
        private final int[] rows;
        private final float[] values;

        private Memory() {
            int widest = channels;
            int most = packets * patches * channels;
            int positions = packets * patches;
            for (Stage stage : stages) {
                positions = stage.first().positions(positions);
                widest = Math.max(widest, stage.first().out());
                most = Math.max(most, positions * stage.first().out());
            }
            x = new float[most];
            y = new float[most];
            z = new float[most];
            rows = new int[3 * widest];
            values = new float[3 * widest];
        }
    }

    ResNet1DNetwork(EncoderSpec spec, List<Tensor> tensors) throws EncoderException {
        packets = spec.shape().packets();
        bytes = spec.shape().bytes();
        dimension = spec.dimension();
        Deque<Tensor> left = new ArrayDeque<>(tensors);
        Tensor table = next(left, 2);
        int width = table.shape()[1];
        table.of(VALUES, width);
        Tensor first = next(left, 2);
        channels = first.shape()[0];
        patch = first.shape()[1] / width;
        first.of(channels, patch * width);
        checkOption(spec, "patch", patch);
        checkOption(spec, "channels", channels);
        patches = (bytes + patch - 1) / patch;
        float[] scale = new float[channels];
        firstBias = new float[channels];
        normalisation(left, scale, firstBias);
        firstTable = firstTable(table.values(), first.values(), scale, width);

        int in = channels;
        int positions = packets * patches;
        while (!left.isEmpty() && left.peek().rank() == 3) {
            int out = left.peek().shape()[0];
            stages.add(new Stage(
                    convolution(left, 3, in, out, 2),
                    convolution(left, 3, out, out, 1),
                    convolution(left, 1, in, out, 2)));
            in = out;
            positions = (positions + 1) / 2;
        }
        last = transposed(next(left, 2).of(dimension, in * positions).values(), in, positions);
        lastBias = next(left, 1).of(dimension).values();
        if (!left.isEmpty()) {
            throw new EncoderException(
                    "the network has no place for the weight " + left.peek().name());
        }
    }

    private static Tensor next(Deque<Tensor> left, int rank) throws EncoderException {
        Tensor next = left.poll();
        if (next == null || next.rank() != rank) {
            throw new EncoderException("the weights are of another network: "
                    + (next == null ? "they end" : next.name() + " comes") + " where one of rank " + rank
                    + " is expected");
        }
        return next;
    }

    private static void checkOption(EncoderSpec spec, String name, int value) throws EncoderException {
        String given = spec.options().get(name);
        if (given != null && !given.equals(Integer.toString(value))) {
            throw new EncoderException("option " + name + " is '" + given + "', the weights are for " + value);
        }
    }

    /** Reads gamma, beta, running mean and running variance as a factor and a summand. */
    private static void normalisation(Deque<Tensor> left, float[] factor, float[] summand) throws EncoderException {
        float[] gamma = next(left, 1).of(factor.length).values();
        float[] beta = next(left, 1).of(factor.length).values();
        float[] mean = next(left, 1).of(factor.length).values();
        float[] variance = next(left, 1).of(factor.length).values();
        for (int c = 0; c < factor.length; c++) {
            double scale = gamma[c] / Math.sqrt(variance[c] + EPSILON);
            factor[c] = (float) scale;
            summand[c] = (float) (beta[c] - scale * mean[c]);
        }
    }

    private float[] firstTable(float[] table, float[] matrix, float[] scale, int width) {
        float[] result = new float[patch * VALUES * channels];
        for (int place = 0; place < patch; place++) {
            for (int value = 0; value < VALUES; value++) {
                for (int c = 0; c < channels; c++) {
                    double sum = 0;
                    for (int e = 0; e < width; e++) {
                        sum += (double) matrix[(c * patch + place) * width + e] * table[value * width + e];
                    }
                    result[(place * VALUES + value) * channels + c] = (float) (scale[c] * sum);
                }
            }
        }
        return result;
    }

    private static Convolution convolution(Deque<Tensor> left, int kernel, int in, int out, int stride)
            throws EncoderException {
        float[] given = next(left, 3).of(out, in, kernel).values();
        float[] scale = new float[out];
        float[] bias = new float[out];
        normalisation(left, scale, bias);
        float[] weights = new float[given.length];
        for (int o = 0; o < out; o++) {
            for (int i = 0; i < in; i++) {
                for (int k = 0; k < kernel; k++) {
                    weights[(k * in + i) * out + o] = scale[o] * given[(o * in + i) * kernel + k];
                }
            }
        }
        return new Convolution(kernel, in, out, stride, weights, bias);
    }

    /** [dimension][channel][position] to [position][channel][dimension]. */
    private float[] transposed(float[] given, int width, int positions) {
        float[] result = new float[given.length];
        for (int d = 0; d < dimension; d++) {
            for (int c = 0; c < width; c++) {
                for (int p = 0; p < positions; p++) {
                    result[(p * width + c) * dimension + d] = given[(d * width + c) * positions + p];
                }
            }
        }
        return result;
    }

    Memory memory() {
        return new Memory();
    }

    /** One sample's embedding, of unit length. */
    void encode(byte[] samples, int from, float[] embeddings, int to, Memory memory) {
        float[] x = memory.x;
        int positions = packets * patches;
        first(samples, from, x);
        Rows.rectify(x, positions * channels);
        int width = channels;
        for (Stage stage : stages) {
            int outputs = stage.first().positions(positions);
            width = stage.first().out();
            stage.first().apply(x, positions, memory.y, false, memory.rows, memory.values);
            Rows.rectify(memory.y, outputs * width);
            stage.second().apply(memory.y, outputs, memory.z, false, memory.rows, memory.values);
            stage.shortcut().apply(x, positions, memory.z, true, memory.rows, memory.values);
            Rows.rectify(memory.z, outputs * width);
            System.arraycopy(memory.z, 0, x, 0, outputs * width);
            positions = outputs;
        }
        System.arraycopy(lastBias, 0, embeddings, to, dimension);
        for (int i = 0; i < positions * width; i++) {
            if (x[i] != 0) {
                Rows.add(embeddings, to, last, i * dimension, x[i], dimension);
            }
        }
        double square = 0;
        for (int d = 0; d < dimension; d++) {
            square += (double) embeddings[to + d] * embeddings[to + d];
        }
        float length = (float) Math.max(Math.sqrt(square), 1e-12);
        for (int d = 0; d < dimension; d++) {
            embeddings[to + d] /= length;
        }
    }

    /** Bytes beyond the end of a packet's last patch are no bytes at all, not zeros. */
    private void first(byte[] samples, int from, float[] x) {
        for (int packet = 0; packet < packets; packet++) {
            for (int i = 0; i < bytes; i++) {
                int place = i % patch;
                int to = (packet * patches + i / patch) * channels;
                if (place == 0) {
                    System.arraycopy(firstBias, 0, x, to, channels);
                }
                int value = samples[from + packet * bytes + i] & 0xff;
                Rows.add(x, to, firstTable, (place * VALUES + value) * channels, channels);
            }
        }
    }
}
