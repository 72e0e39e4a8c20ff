package org.ldpi.encoder.purejava;

import java.util.concurrent.ConcurrentLinkedQueue;
import org.ldpi.api.encoder.Encoder;
import org.ldpi.api.encoder.EncoderException;
import org.ldpi.api.encoder.EncoderSpec;

/** Encodes one sample after the other in the calling thread, so that a batch never changes a bit. */
final class JavaEncoder implements Encoder {
    private final ResNet1DNetwork network;
    private final int sampleSize;
    private final int dimension;
    private final ConcurrentLinkedQueue<ResNet1DNetwork.Memory> memories = new ConcurrentLinkedQueue<>();
    private volatile boolean closed;

    JavaEncoder(ResNet1DNetwork network, EncoderSpec spec) throws EncoderException {
        this.network = network;
        sampleSize = spec.shape().size();
        dimension = spec.dimension();
        float[] embedding = new float[dimension];
        encode(new byte[sampleSize], 1, embedding);
        for (float value : embedding) {
            if (!Float.isFinite(value)) {
                throw new EncoderException("the network gives embeddings with " + value);
            }
        }
    }

    @Override
    public int dimension() {
        return dimension;
    }

    @Override
    public void encode(byte[] samples, int count, float[] embeddings) {
        if (count < 1 || samples.length / sampleSize < count || embeddings.length / dimension < count) {
            throw new IllegalArgumentException(count + " samples of " + sampleSize + " bytes, in " + samples.length
                    + " bytes, into " + embeddings.length + " values of embeddings of dimension " + dimension);
        }
        if (closed) {
            throw new IllegalStateException("the encoder is closed");
        }
        ResNet1DNetwork.Memory memory = memories.poll();
        if (memory == null) {
            memory = network.memory();
        }
        for (int i = 0; i < count; i++) {
            network.encode(samples, i * sampleSize, embeddings, i * dimension, memory);
        }
        memories.add(memory);
    }

    @Override
    public void close() {
        closed = true;
        memories.clear();
    }
}
