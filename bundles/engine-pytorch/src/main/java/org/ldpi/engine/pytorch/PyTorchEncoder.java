package org.ldpi.engine.pytorch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.ldpi.api.encoder.Encoder;
import org.ldpi.api.encoder.EncoderException;
import org.ldpi.api.encoder.EncoderSpec;

/**
 * A network of DJL blocks that encodes. A large batch is shared out between the calling thread and the others of
 * {@link Encoding}.
 *
 * <p><b>Equal bits.</b> The kernels that PyTorch chooses depend on the size of a batch, and another kernel may round
 * otherwise. So the network sees only batches of a few fixed sizes, filled up with zeros, and of these only sizes that
 * were seen to give equal bits on this machine when the encoder was loaded. Which of them is used for how many samples goes by
 * the time that each took then: the batches of a small network cost little more for being larger, those of a large one do.
 *
 * <p>Memory is bounded: one sub-manager for each batch of the network, closed behind it.
 */
final class PyTorchEncoder implements Encoder {
    /** Sizes of batches; the last one is the reference that the others must equal. */
    private static final int[] SIZES = {4, 16, 64, 128, 256};

    private static final int LARGEST = SIZES[SIZES.length - 1];

    /** Batches by which it is known what a size takes: the fastest of them was not interrupted. */
    private static final int TIMES = 3;

    /** Fewer samples than this are encoded before another thread has woken up for them. */
    private static final int LEAST_PART = 64;

    private final Block block;
    private final EncoderSpec spec;
    private final NDManager manager;
    private final ParameterStore parameters;
    private final int sampleSize;
    private final int dimension;
    /** Native memory for one batch, one for each thread that encodes at a time. */
    private final ConcurrentLinkedQueue<ByteBuffer> buffers = new ConcurrentLinkedQueue<>();

    private List<BatchCost> costs = List.of(new BatchCost(LARGEST, 1));
    private volatile boolean closed;

    /** What a batch of a size takes. */
    private record BatchCost(int size, long nanos) {
        /** What samples take in such batches. */
        long of(int samples) {
            return (samples + size - 1) / size * nanos;
        }
    }

    PyTorchEncoder(Block block, EncoderSpec spec, NDManager manager) {
        this.block = block;
        this.spec = spec;
        this.manager = manager;
        this.parameters = new ParameterStore(manager, false);
        this.sampleSize = spec.shape().size();
        this.dimension = spec.dimension();
    }

    /**
     * Encodes noise in every size of batch: keeps the sizes that give equal bits, and refuses a network whose embeddings
     * have another length or are not finite. Called once, before the encoder is handed out.
     */
    void check() throws EncoderException {
        byte[] noise = new byte[LARGEST * sampleSize];
        new Random(1).nextBytes(noise);
        float[] reference = new float[LARGEST * dimension];
        encode(noise, 0, LARGEST, reference);
        for (float value : reference) {
            if (!Float.isFinite(value)) {
                throw new EncoderException("the network gives embeddings with " + value);
            }
        }
        List<BatchCost> equal = new ArrayList<>();
        for (int size : SIZES) {
            costs = List.of(new BatchCost(size, 1));
            float[] embeddings = new float[size * dimension];
            // The first batch of a size chooses and prepares kernels.
            encode(noise, 0, size, embeddings);
            long took = Long.MAX_VALUE;
            for (int time = 0; time < TIMES; time++) {
                long began = System.nanoTime();
                encode(noise, 0, size, embeddings);
                took = Math.min(took, System.nanoTime() - began);
            }
            if (Arrays.equals(reference, 0, embeddings.length, embeddings, 0, embeddings.length)) {
                equal.add(new BatchCost(size, took));
            }
        }
        if (equal.isEmpty() || equal.get(equal.size() - 1).size() != LARGEST) {
            throw new EncoderException("the network gives other embeddings for the same samples");
        }
        costs = List.copyOf(equal);
    }

    @Override
    public int leastBatch() {
        return costs.get(0).size();
    }

    @Override
    public int dimension() {
        return dimension;
    }

    @Override
    public void encode(byte[] samples, int count, float[] embeddings) throws EncoderException {
        if (count < 1 || samples.length / sampleSize < count || embeddings.length / dimension < count) {
            throw new IllegalArgumentException(count + " samples of " + sampleSize + " bytes, in " + samples.length
                    + " bytes, into " + embeddings.length + " values of embeddings of dimension " + dimension);
        }
        if (closed) {
            throw new IllegalStateException("the encoder is closed");
        }
        int parts = Math.min(Encoding.threads(), count / LEAST_PART);
        if (parts < 2) {
            encode(samples, 0, count, embeddings);
            return;
        }
        int each = (count + parts - 1) / parts;
        Encoding.together(parts, part -> {
            int from = part * each;
            encode(samples, from, Math.min(count, from + each), embeddings);
        });
    }

    /** Encodes the samples from one to before another. */
    private void encode(byte[] samples, int from, int to, float[] embeddings) throws EncoderException {
        ByteBuffer buffer = buffers.poll();
        if (buffer == null) {
            buffer = ByteBuffer.allocateDirect(LARGEST * sampleSize).order(ByteOrder.nativeOrder());
        }
        boolean grad = GradMode.off();
        try {
            int done = from;
            while (done < to) {
                int size = sizeFor(to - done);
                int taken = Math.min(size, to - done);
                buffer.clear();
                buffer.put(samples, done * sampleSize, taken * sampleSize);
                for (int i = taken * sampleSize; i < size * sampleSize; i++) {
                    buffer.put(i, (byte) 0);
                }
                buffer.clear().limit(size * sampleSize);
                encodeBatch(buffer, size, embeddings, done * dimension, taken * dimension);
                done += taken;
            }
        } catch (RuntimeException e) {
            throw new EncoderException(
                    "PyTorch failed on " + (to - from) + " samples: " + NetworkArchitecture.firstLine(e), e);
        } finally {
            GradMode.restore(grad);
            buffers.add(buffer);
        }
    }

    private void encodeBatch(ByteBuffer samples, int size, float[] embeddings, int offset, int length)
            throws EncoderException {
        Shape shape = new Shape(size, spec.shape().packets(), spec.shape().bytes());
        try (NDManager batch = manager.newSubManager()) {
            NDArray input = batch.create(samples, shape, DataType.UINT8);
            NDArray output = block.forward(parameters, new NDList(input), false).singletonOrThrow();
            if (!output.getShape().equals(new Shape(size, dimension))) {
                throw new EncoderException("the network gives " + output.getShape() + " for " + size
                        + " samples, not embeddings of dimension " + dimension);
            }
            output.toByteBuffer().order(ByteOrder.nativeOrder()).asFloatBuffer().get(embeddings, offset, length);
        }
    }

    /** The size in which the samples take the least time, of equals the smallest. */
    private int sizeFor(int samples) {
        BatchCost best = costs.get(0);
        for (BatchCost cost : costs) {
            if (cost.of(samples) < best.of(samples)) {
                best = cost;
            }
        }
        return best.size();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            manager.close();
            buffers.clear();
        }
    }
}
