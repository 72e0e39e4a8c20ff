package org.ldpi.api.encoder;

import org.osgi.annotation.versioning.ProviderType;

/**
 * A network with its weights. Thread-safe: several threads may encode at once.
 *
 * <p>The embedding of a sample is the same to the bit whatever else is in the batch, so that a score computed offline
 * equals the one computed under load.
 */
@ProviderType
public interface Encoder extends AutoCloseable {
    /** The length of an embedding. */
    int dimension();

    /** So many samples are computed at once, however few are asked for: batches of fewer take as long. */
    default int leastBatch() {
        return 1;
    }

    /**
     * Encodes a batch.
     *
     * @param samples count samples, one behind the other, n x l unsigned bytes each
     * @param count samples to encode, at least 1
     * @param embeddings receives count embeddings, one behind the other
     * @throws EncoderException when the engine failed; the encoder may be used again
     */
    void encode(byte[] samples, int count, float[] embeddings) throws EncoderException;

    /** Releases native memory. Nobody may be encoding; encoding afterwards throws {@link IllegalStateException}. */
    @Override
    void close();
}
