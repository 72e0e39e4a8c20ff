package org.ldpi.detector;

import java.util.concurrent.TimeUnit;
import org.ldpi.api.model.ServingModel;

/**
 * How many heads a batch may hold for it to take no longer than a bound, so that nobody waits long behind a batch, however
 * slow the model. Begins small with every model, doubles when a full batch takes less than half of the bound, and halves
 * when one takes longer than it, down to what the encoder computes at once anyway. Used by one thread.
 */
final class BatchLimit {
    private static final int FIRST = 4;
    /** Twice as many heads take at most twice as long, whatever a batch takes by itself. */
    private static final int ROOM = 2;

    private ServingModel model;
    private int limit = FIRST;

    /** The most heads of the next batch if the model is the same. */
    int heads(DetectorOptions options) {
        return Math.min(limit, options.batch());
    }

    /** The most heads of the next batch, which that model judges. */
    int heads(ServingModel by, DetectorOptions options) {
        if (by != model) {
            model = by;
            limit = Math.max(FIRST, by.leastBatch());
        }
        return heads(options);
    }

    /** The last batch had so many heads and took so long. */
    void took(int heads, long nanos, DetectorOptions options) {
        long bound = TimeUnit.MILLISECONDS.toNanos(options.batchMillis());
        if (nanos > bound) {
            limit = Math.max(model.leastBatch(), Math.min(limit, heads) / 2);
        } else if (heads >= limit && nanos < bound / ROOM && limit < options.batch()) {
            limit = 2 * limit;
        }
    }
}
