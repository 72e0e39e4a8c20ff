package org.ldpi.training.flows;

import java.util.List;
import org.ldpi.api.encoder.Encoder;
import org.ldpi.api.encoder.EncoderException;
import org.ldpi.api.model.Centres;
import org.ldpi.api.model.Model;
import org.ldpi.api.model.ServingModel;
import org.ldpi.api.quantizer.SampleShape;

/** Scores of samples that lie in memory, in batches. */
public final class SampleScores {
    private static final int BATCH = 256;

    private SampleScores() {}

    /** The scores of a model. The caller has acquired it. */
    public static float[] of(ServingModel serving, List<byte[]> samples) throws EncoderException {
        Model model = serving.model();
        int size = model.signature().shape().size();
        Centres.Scorer scorer = model.centres().scorer();
        byte[] batch = new byte[BATCH * size];
        float[] embeddings = new float[BATCH * model.encoder().dimension()];
        float[] part = new float[BATCH];
        float[] scores = new float[samples.size()];
        for (int from = 0; from < scores.length; from += BATCH) {
            int count = fill(batch, samples, from, size);
            serving.score(batch, count, scorer, embeddings, part);
            System.arraycopy(part, 0, scores, from, count);
        }
        return scores;
    }

    /** The scores of samples whose embeddings lie one behind the other. */
    public static float[] of(Centres centres, SampleShape shape, float[] embeddings, List<byte[]> samples) {
        Centres.Scorer scorer = centres.scorer();
        float[] scores = new float[samples.size()];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = scorer.score(embeddings, i * centres.dimension(), shape.packets(samples.get(i), 0));
        }
        return scores;
    }

    /**
     * The embeddings of samples, one behind the other.
     *
     * @param size bytes of a sample
     */
    public static float[] embeddings(Encoder encoder, int size, List<byte[]> samples) throws EncoderException {
        int dimension = encoder.dimension();
        byte[] batch = new byte[BATCH * size];
        float[] part = new float[BATCH * dimension];
        float[] embeddings = new float[samples.size() * dimension];
        for (int from = 0; from < samples.size(); from += BATCH) {
            int count = fill(batch, samples, from, size);
            encoder.encode(batch, count, part);
            System.arraycopy(part, 0, embeddings, from * dimension, count * dimension);
        }
        return embeddings;
    }

    private static int fill(byte[] batch, List<byte[]> samples, int from, int size) {
        int count = Math.min(BATCH, samples.size() - from);
        for (int i = 0; i < count; i++) {
            System.arraycopy(samples.get(from + i), 0, batch, i * size, size);
        }
        return count;
    }
}
