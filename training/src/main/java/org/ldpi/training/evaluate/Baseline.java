package org.ldpi.training.evaluate;

import java.util.List;

/** Something simple that a network has to beat on the same flows. */
interface Baseline {
    /** What it is, for a table. */
    String title();

    /**
     * Scores flows, the more suspicious the higher.
     *
     * @param normal different samples of the normal traffic that the model learned from
     */
    float[] scores(List<byte[]> normal, TestSet test) throws EvaluationException;
}
