package org.ldpi.api.model;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.ldpi.api.encoder.Encoder;
import org.ldpi.api.encoder.EncoderException;
import org.ldpi.api.quantizer.SampleShape;

/**
 * A model with its encoder loaded: one complete snapshot of everything a score depends on.
 *
 * <p>Registered as a service with the property {@link #ROLE}; a swap is a new registration followed by the end of the old
 * one. States: <em>open</em> while its owner holds it; <em>draining</em> after {@link #retire}, as long as somebody has
 * acquired it; <em>closed</em> when the last one released it. Thread-safe.
 *
 * <p>To close an encoder takes milliseconds, which no user of it has to spare: where a user is the last one, the owner's
 * executor closes it, and {@link #release} never waits.
 */
public final class ServingModel {
    /** Service property: {@link #ACTIVE} or {@link #SHADOW}. */
    public static final String ROLE = "ldpi.model.role";

    /** Service property of the active model: set when the detector has it, so that samples may be made for it. */
    public static final String SAMPLED = "ldpi.model.sampled";

    public static final String ACTIVE = "active";
    public static final String SHADOW = "shadow";

    private final Model model;
    private final Encoder encoder;
    private final Executor closing;
    /** One for the owner and one for each user; 0 is closed and final. */
    private final AtomicInteger holders = new AtomicInteger(1);

    private final AtomicBoolean retired = new AtomicBoolean();

    /** A model whose encoder is closed in the thread that lets go of it last. */
    public ServingModel(Model model, Encoder encoder) {
        this(model, encoder, Runnable::run);
    }

    /**
     * A model of an owner that closes encoders in a thread of its own.
     *
     * @param closing runs the end of the encoder where somebody else than the owner lets go of the model last; does not
     *     make the caller wait
     * @throws IllegalArgumentException when encoder and centres are of different dimensions
     */
    public ServingModel(Model model, Encoder encoder, Executor closing) {
        if (encoder.dimension() != model.centres().dimension()) {
            throw new IllegalArgumentException("encoder of dimension " + encoder.dimension()
                    + " with centres of dimension " + model.centres().dimension());
        }
        this.model = model;
        this.encoder = encoder;
        this.closing = closing;
    }

    public Model model() {
        return model;
    }

    /**
     * Takes hold of the model for some calls of {@link #score}.
     *
     * @return false when it is closed; then take the one that replaced it
     */
    public boolean acquire() {
        int seen;
        do {
            seen = holders.get();
            if (seen == 0) {
                return false;
            }
        } while (!holders.compareAndSet(seen, seen + 1));
        return true;
    }

    /** Gives back one {@link #acquire}. Of a model that its owner has retired, the last one hands the encoder over to be closed. */
    public void release() {
        if (holders.decrementAndGet() == 0) {
            closing.execute(encoder::close);
        }
    }

    /** The owner lets go; the encoder is closed now where nobody holds the model, else as soon as nobody does. Idempotent. */
    public void retire() {
        if (retired.compareAndSet(false, true) && holders.decrementAndGet() == 0) {
            encoder.close();
        }
    }

    /** See {@link Encoder#leastBatch}. */
    public int leastBatch() {
        return encoder.leastBatch();
    }

    /** Scores a batch for whom the nearest centres do not matter. */
    public void score(byte[] samples, int count, Centres.Scorer scorer, float[] embeddings, float[] scores)
            throws EncoderException {
        score(samples, count, scorer, embeddings, scores, new int[count]);
    }

    /**
     * Scores a batch. The caller has acquired the model.
     *
     * @param samples count samples of the model's shape, one behind the other
     * @param scorer this model's {@link Centres#scorer}, one for each thread
     * @param embeddings working memory for count embeddings
     * @param scores receives count scores
     * @param nearest receives the index of the nearest centre of each
     */
    public void score(
            byte[] samples, int count, Centres.Scorer scorer, float[] embeddings, float[] scores, int[] nearest)
            throws EncoderException {
        encoder.encode(samples, count, embeddings);
        int dimension = encoder.dimension();
        SampleShape shape = model.signature().shape();
        for (int i = 0; i < count; i++) {
            scores[i] = scorer.score(embeddings, i * dimension, shape.packets(samples, i * shape.size()));
            nearest[i] = scorer.nearest();
        }
    }
}
