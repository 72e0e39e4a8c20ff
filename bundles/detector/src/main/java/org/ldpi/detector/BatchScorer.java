package org.ldpi.detector;

import org.ldpi.api.encoder.EncoderException;
import org.ldpi.api.flow.FlowHead;
import org.ldpi.api.model.Centres;
import org.ldpi.api.model.ServingModel;

/** Working memory for scoring batches with one model. Used by one thread. */
final class BatchScorer {
    private final ServingModel model;
    private final int limit;
    private final int sampleSize;
    private final int dimension;
    private final Centres.Scorer scorer;
    private final byte[] samples;
    private final float[] embeddings;
    private final float[] scores;
    private final int[] nearest;
    private int count;

    BatchScorer(ServingModel model, int limit) {
        this.model = model;
        this.limit = limit;
        this.sampleSize = model.model().signature().shape().size();
        this.dimension = model.model().centres().dimension();
        this.scorer = model.model().centres().scorer();
        this.samples = new byte[limit * sampleSize];
        this.embeddings = new float[limit * dimension];
        this.scores = new float[limit];
        this.nearest = new int[limit];
    }

    /** Whether this memory is the one for a model and a batch size. */
    boolean fits(ServingModel other, int otherLimit) {
        return model == other && limit == otherLimit;
    }

    void clear() {
        count = 0;
    }

    /** Adds a head's sample; at most as many as the limit. */
    void add(FlowHead head) {
        add(head.sample());
    }

    /** Adds a sample; at most as many as the limit. */
    void add(byte[] sample) {
        System.arraycopy(sample, 0, samples, count * sampleSize, sampleSize);
        count++;
    }

    int count() {
        return count;
    }

    /** Scores what was added. The caller has acquired the model. */
    void score() throws EncoderException {
        model.score(samples, count, scorer, embeddings, scores, nearest);
    }

    /** The score of the i-th sample added; not finite where the encoder's embedding was not. */
    float score(int i) {
        return scores[i];
    }

    /** The index of the centre nearest to the i-th sample added. */
    int centre(int i) {
        return nearest[i];
    }
}
