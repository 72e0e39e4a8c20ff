package org.ldpi.explain;

import java.util.List;
import org.ldpi.api.encoder.EncoderException;
import org.ldpi.api.model.Centres;
import org.ldpi.api.model.Distance;
import org.ldpi.api.model.ServingModel;

/** Scores samples by a model that the caller has acquired. Not thread-safe. */
final class Scoring {
    /** Embeddings and scores of some samples, in their order; embeddings are comparable with centres. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Result(float[] scores, float[] embeddings) {}

    private final ServingModel model;
    private final Centres.Scorer scorer;
    private final Centres centres;
    private final int dimension;

    Scoring(ServingModel model) {
        this.model = model;
        this.centres = model.model().centres();
        this.scorer = centres.scorer();
        this.dimension = centres.dimension();
    }

    Result score(List<byte[]> samples) throws EncoderException {
        int size = model.model().signature().shape().size();
        byte[] batch = new byte[samples.size() * size];
        for (int i = 0; i < samples.size(); i++) {
            System.arraycopy(samples.get(i), 0, batch, i * size, size);
        }
        float[] embeddings = new float[samples.size() * dimension];
        float[] scores = new float[samples.size()];
        if (!samples.isEmpty()) {
            model.score(batch, samples.size(), scorer, embeddings, scores);
        }
        if (centres.distance() == Distance.COSINE) {
            for (int i = 0; i < samples.size(); i++) {
                toUnitLength(embeddings, i * dimension);
            }
        }
        return new Result(scores, embeddings);
    }

    private void toUnitLength(float[] embeddings, int offset) {
        double square = 0;
        for (int d = offset; d < offset + dimension; d++) {
            square += (double) embeddings[d] * embeddings[d];
        }
        for (int d = offset; square > 0 && d < offset + dimension; d++) {
            embeddings[d] = (float) (embeddings[d] / Math.sqrt(square));
        }
    }

    /** The squared distance of two embeddings, each the index of one in its array. */
    double distance(float[] some, int one, float[] others, int other) {
        double sum = 0;
        for (int d = 0; d < dimension; d++) {
            double difference = some[one * dimension + d] - others[other * dimension + d];
            sum += difference * difference;
        }
        return sum;
    }
}
