package org.ldpi.training.evaluate;

import java.util.List;

/** All figures of an evaluation: what the JSON file holds, and what the page shows. */
record Report(
        About about,
        Normal normal,
        List<Row> rows,
        List<Row> withoutDuplicates,
        Duplicates duplicates,
        List<Compared> compared,
        List<Shortcut> shortcuts,
        List<Judged> worstFalseAlarms,
        List<Judged> worstMisses,
        Curves curves) {

    /**
     * What was judged by what.
     *
     * @param hosts see {@link TestSet#hosts}
     * @param smallestBudget false alerts per host and day that a single false alert of this test is: smaller budgets cannot
     *     be told apart
     */
    record About(
            String model,
            String encoder,
            String signature,
            String dataset,
            int captures,
            long normalFlows,
            long maliciousFlows,
            long unknownFlows,
            double hours,
            int hosts,
            String thresholdPolicy,
            double threshold,
            String thresholdWarning,
            double prevalence,
            List<Double> budgets,
            double smallestBudget) {}

    /** False alarms at the model's threshold. */
    record Normal(Figure share, double alertsPerHour, double alertsPerHostAndDay, List<Kind> kinds) {}

    /** Normal flows of one label. */
    record Kind(String label, int flows, int overThreshold) {}

    /**
     * How well some malicious flows are told from all normal ones.
     *
     * @param averagePrecision at the stated prevalence
     * @param atThreshold share over the model's threshold
     * @param atBudgets share found at each budget of false alerts
     */
    record Row(
            String name,
            int flows,
            int captures,
            Figure auroc,
            double averagePrecision,
            Figure atThreshold,
            List<Figure> atBudgets) {}

    /** Test flows that equal a sample of the training, by what they are, and the flows left. */
    record Duplicates(boolean counted, int normal, int malicious, int trainingSamples) {}

    /** The model or a simple thing on the same flows. */
    record Compared(String name, double auroc, double averagePrecision, double atOnePercent, double atOneInThousand) {}

    /** What is left when a group of fields is scrambled. */
    record Shortcut(String fields, double auroc, double detected, double falseAlarms) {}

    /** A flow that was judged wrongly. */
    record Judged(
            float score, String label, String capture, String time, String flow, int alike, List<String> packets) {}

    /** What the plots show. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Curves(
            double[] edges,
            int[] normal,
            int[] malicious,
            List<Ranking.Point> roc,
            double[] nominal,
            double[] observed) {}
}
