package org.ldpi.training.flows;

import org.ldpi.api.encoder.EncoderException;
import org.ldpi.api.flow.FlowHead;
import org.ldpi.api.flow.FlowHeadHandler;
import org.ldpi.api.model.Centres;
import org.ldpi.api.model.ServingModel;

/**
 * Scores flow heads in batches and hands them on with their scores, in the order in which they came. Not thread-safe.
 */
public final class ScoringHandler implements FlowHeadHandler {
    private static final int BATCH = 256;

    /** Receives scored heads. */
    @FunctionalInterface
    public interface ScoredHeadHandler {
        /**
         * Takes one scored head.
         *
         * @param head valid only during the call
         */
        void onScored(FlowHead head, float score);
    }

    private final ServingModel model;
    private final ScoredHeadHandler handler;
    private final Centres.Scorer scorer;
    private final FlowHead[] heads = new FlowHead[BATCH];
    private final byte[] samples;
    private final float[] embeddings;
    private final float[] scores = new float[BATCH];
    private final int[] nearest = new int[BATCH];
    private int count;
    private EncoderException failure;

    public ScoringHandler(ServingModel model, ScoredHeadHandler handler) {
        this.model = model;
        this.handler = handler;
        scorer = model.model().centres().scorer();
        samples = new byte[BATCH * model.model().signature().shape().size()];
        embeddings = new float[BATCH * model.model().encoder().dimension()];
        for (int i = 0; i < BATCH; i++) {
            heads[i] = new FlowHead(model.model().signature().shape());
        }
    }

    @Override
    public void onHead(FlowHead head) {
        if (failure != null) {
            return;
        }
        heads[count].copyFrom(head);
        byte[] sample = head.sample();
        System.arraycopy(sample, 0, samples, count * sample.length, sample.length);
        count++;
        if (count == BATCH) {
            score();
        }
    }

    /**
     * Scores what is left.
     *
     * @throws EncoderException when a batch could not be scored; it and all that came after it was not handed on
     */
    public void finish() throws EncoderException {
        if (count > 0 && failure == null) {
            score();
        }
        if (failure != null) {
            throw failure;
        }
    }

    private void score() {
        try {
            model.score(samples, count, scorer, embeddings, scores, nearest);
        } catch (EncoderException e) {
            failure = e; // kept for finish: a handler must not throw through the flow table
            return;
        }
        for (int i = 0; i < count; i++) {
            handler.onScored(heads[i], scores[i]);
        }
        count = 0;
    }
}
