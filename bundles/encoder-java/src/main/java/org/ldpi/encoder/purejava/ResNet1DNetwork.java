package org.ldpi.encoder.purejava;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.ldpi.api.encoder.EncoderException;
import org.ldpi.api.encoder.EncoderSpec;

/**
 * The network of {@code resnet1d}, ready to run. Its form follows from the shapes of its weights: a table of bytes, a
 * matrix over patches of them, residual stages of two convolutions with a shortcut as long as there are kernels, and a
 * matrix to the embedding. Weights are kept as they come, float32 or one byte each. Immutable; each thread brings its own {@link Memory}.
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
    private final FirstLayer first;
    private final List<Stage> stages = new ArrayList<>();
    /** From all that is left to the embedding. */
    private final Convolution last;

    /** Working memory of one thread. */
    final class Memory {
        private final float[] x;
        private final float[] y;
        private final float[] z;
        private final Scratch scratch;

        private Memory() {
            int positions = packets * patches;
            int most = positions * Math.max(channels, first.width());
            int seen = last.seen();
            int widest = Math.max(channels, dimension);
            for (Stage stage : stages) {
                positions = stage.first().positions(positions);
                int out = stage.first().out();
                most = Math.max(most, positions * out);
                seen = Math.max(seen, stage.second().seen());
                widest = Math.max(widest, out);
            }
            x = new float[most];
            y = new float[most];
            z = new float[most];
            scratch = new Scratch(Math.max(seen, first.width()), most, widest);
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
        Tensor matrix = next(left, 2);
        channels = matrix.shape()[0];
        patch = matrix.shape()[1] / width;
        matrix.of(channels, patch * width);
        checkOption(spec, "patch", patch);
        checkOption(spec, "channels", channels);
        patches = (bytes + patch - 1) / patch;
        float[] scale = new float[channels];
        float[] bias = new float[channels];
        normalisation(left, scale, bias);
        first = matrix.hasBytes()
                ? new EmbeddedBytes(table.floats(), width, layer(matrix, 1, patch * width, channels, 1, scale, bias))
                : new ByteTable(table.floats(), width, matrix.floats(), scale, bias);

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
        last = last(
                next(left, 2).of(dimension, in * positions),
                in,
                positions,
                next(left, 1).of(dimension));
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
        float[] gamma = next(left, 1).of(factor.length).floats();
        float[] beta = next(left, 1).of(factor.length).floats();
        float[] mean = next(left, 1).of(factor.length).floats();
        float[] variance = next(left, 1).of(factor.length).floats();
        for (int c = 0; c < factor.length; c++) {
            double scale = gamma[c] / Math.sqrt(variance[c] + EPSILON);
            factor[c] = (float) scale;
            summand[c] = (float) (beta[c] - scale * mean[c]);
        }
    }

    private static Convolution convolution(Deque<Tensor> left, int kernel, int in, int out, int stride)
            throws EncoderException {
        Tensor weights = next(left, 3).of(out, in, kernel);
        float[] scale = new float[out];
        float[] bias = new float[out];
        normalisation(left, scale, bias);
        return layer(weights, kernel, in, out, stride, scale, bias);
    }

    /** A layer of weights [out][in][kernel], each output of which is multiplied by its factor. */
    private static Convolution layer(
            Tensor weights, int kernel, int in, int out, int stride, float[] factor, float[] bias) {
        if (weights.hasBytes()) {
            float[] scales = weights.scales().clone();
            for (int o = 0; o < out; o++) {
                scales[o] *= factor[o];
            }
            return new ByteConvolution(kernel, in, out, stride, weights.bytes(), scales, bias);
        }
        float[] values = new float[weights.size()];
        for (int o = 0; o < out; o++) {
            for (int i = 0; i < in; i++) {
                for (int k = 0; k < kernel; k++) {
                    values[(k * in + i) * out + o] = factor[o] * weights.values()[(o * in + i) * kernel + k];
                }
            }
        }
        return new FloatConvolution(kernel, in, out, stride, values, bias);
    }

    /** The last matrix, whose inputs come as [channel][position] and are [position][channel] here. */
    private Convolution last(Tensor matrix, int width, int positions, Tensor bias) throws EncoderException {
        int in = width * positions;
        float[] values = matrix.hasBytes() ? null : new float[matrix.size()];
        byte[] own = matrix.hasBytes() ? new byte[matrix.size()] : null;
        for (int d = 0; d < dimension; d++) {
            for (int c = 0; c < width; c++) {
                for (int p = 0; p < positions; p++) {
                    int from = (d * width + c) * positions + p;
                    int to = d * in + p * width + c;
                    if (own == null) {
                        values[to] = matrix.values()[from];
                    } else {
                        own[to] = matrix.bytes()[from];
                    }
                }
            }
        }
        float[] one = new float[dimension];
        Arrays.fill(one, 1);
        Tensor turned = new Tensor(matrix.name(), matrix.shape(), values, own, matrix.scales());
        return layer(turned, 1, in, dimension, 1, one, bias.floats());
    }

    Memory memory() {
        return new Memory();
    }

    /** One sample's embedding, of unit length. */
    void encode(byte[] samples, int from, float[] embeddings, int to, Memory memory) {
        float[] x = memory.x;
        Scratch scratch = memory.scratch;
        int positions = packets * patches;
        first.apply(samples, from, memory);
        Rows.rectify(x, positions * channels);
        for (Stage stage : stages) {
            int outputs = stage.first().positions(positions);
            int size = outputs * stage.first().out();
            stage.first().apply(x, positions, memory.y, false, scratch);
            Rows.rectify(memory.y, size);
            stage.second().apply(memory.y, outputs, memory.z, false, scratch);
            stage.shortcut().apply(x, positions, memory.z, true, scratch);
            Rows.rectify(memory.z, size);
            System.arraycopy(memory.z, 0, x, 0, size);
            positions = outputs;
        }
        last.apply(x, 1, memory.y, false, scratch);
        System.arraycopy(memory.y, 0, embeddings, to, dimension);
        double square = 0;
        for (int d = 0; d < dimension; d++) {
            square += (double) embeddings[to + d] * embeddings[to + d];
        }
        float length = (float) Math.max(Math.sqrt(square), 1e-12);
        for (int d = 0; d < dimension; d++) {
            embeddings[to + d] /= length;
        }
    }

    /**
     * From bytes to the channels of patches, in {@link Memory#x}. Bytes beyond the end of a packet's last patch are no
     * bytes at all, not zeros.
     */
    private interface FirstLayer {
        void apply(byte[] samples, int from, Memory memory);

        /** Values of a patch before they are channels. */
        int width();
    }

    /** The table of bytes times the matrix, once and for all: [place in a patch][byte][channel]. */
    private final class ByteTable implements FirstLayer {
        private final float[] table = new float[patch * VALUES * channels];
        private final float[] bias;

        ByteTable(float[] bytes, int width, float[] matrix, float[] scale, float[] bias) {
            this.bias = bias;
            for (int place = 0; place < patch; place++) {
                for (int value = 0; value < VALUES; value++) {
                    for (int c = 0; c < channels; c++) {
                        double sum = 0;
                        for (int e = 0; e < width; e++) {
                            sum += (double) matrix[(c * patch + place) * width + e] * bytes[value * width + e];
                        }
                        table[(place * VALUES + value) * channels + c] = (float) (scale[c] * sum);
                    }
                }
            }
        }

        @Override
        public int width() {
            return channels;
        }

        @Override
        public void apply(byte[] samples, int from, Memory memory) {
            for (int packet = 0; packet < packets; packet++) {
                for (int i = 0; i < bytes; i++) {
                    int place = i % patch;
                    int to = (packet * patches + i / patch) * channels;
                    if (place == 0) {
                        System.arraycopy(bias, 0, memory.x, to, channels);
                    }
                    int value = samples[from + packet * bytes + i] & 0xff;
                    Rows.add(memory.x, to, table, (place * VALUES + value) * channels, channels);
                }
            }
        }
    }

    /** Looks bytes up and multiplies: slower than a table of the products, and a small part of its size. */
    private final class EmbeddedBytes implements FirstLayer {
        private final float[] table;
        private final int width;
        private final Convolution matrix;

        EmbeddedBytes(float[] table, int width, Convolution matrix) {
            this.table = table;
            this.width = width;
            this.matrix = matrix;
        }

        @Override
        public int width() {
            return patch * width;
        }

        @Override
        public void apply(byte[] samples, int from, Memory memory) {
            Arrays.fill(memory.y, 0, packets * patches * patch * width, 0);
            for (int packet = 0; packet < packets; packet++) {
                for (int i = 0; i < bytes; i++) {
                    int value = samples[from + packet * bytes + i] & 0xff;
                    int to = ((packet * patches + i / patch) * patch + i % patch) * width;
                    System.arraycopy(table, value * width, memory.y, to, width);
                }
            }
            matrix.apply(memory.y, packets * patches, memory.x, false, memory.scratch);
        }
    }
}
