package org.ldpi.training.evaluate;

import java.util.List;
import java.util.Map;

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
     * @param unit what the bootstrap draws as a whole: captures, days or hosts
     * @param units so many of them
     * @param hosts see {@link TestSet#hosts}
     * @param smallestBudget false alerts per host and day that a single false alert of this test is: smaller budgets cannot
     *     be told apart
     * @param knownKinds labels of attacks that the training set has
     * @param knownTools programs that made them
     */
    record About(
            String model,
            String encoder,
            String signature,
            String dataset,
            int captures,
            String unit,
            int units,
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
            double smallestBudget,
            List<String> knownKinds,
            List<String> knownTools) {}

    /** False alarms at the model's threshold. */
    record Normal(Figure share, double alertsPerHour, double alertsPerHostAndDay, List<Day> days, List<Kind> kinds) {}

    /** Normal flows of one day. */
    record Day(String day, double hours, int hosts, int flows, int alerts, double perHour, double perHostAndDay) {}

    /** Normal flows of one label. */
    record Kind(String label, int flows, int overThreshold) {}

    /** What a row is about. */
    enum Part {
        ALL,
        /** Kinds and tools that the training set does not have. */
        NEW,
        FAMILY,
        TOOL
    }

    /** Which heads a row is about. */
    enum Heads {
        ALL("all heads"),
        FOUR_PACKETS("heads of four packets and more"),
        SHORTER("heads of one to three packets");

        private static final int LONG_HEAD = 4;

        private final String title;

        Heads(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }

        boolean has(TestFlow flow) {
            return this == ALL || this == FOUR_PACKETS == flow.packets() >= LONG_HEAD;
        }
    }

    /**
     * How well some malicious flows are told from all normal ones with such heads.
     *
     * @param units captures, days or hosts that have such flows
     * @param known whether the training set has the kind or the tool
     * @param averagePrecision at the stated prevalence
     * @param atThreshold share over the model's threshold
     * @param atBudgets share found at each budget of false alerts, which is one for heads of all lengths together
     */
    record Row(
            String name,
            Part part,
            Heads heads,
            boolean known,
            int flows,
            int units,
            Figure auroc,
            Figure averagePrecision,
            Figure atThreshold,
            List<Figure> atBudgets) {}

    /** Test flows that equal a sample of the training, by what they are, and the flows left. */
    record Duplicates(boolean counted, int normal, int malicious, int trainingSamples) {}

    /**
     * The model or a simple thing on the same flows, without duplicates across the split.
     *
     * @param reference whether it learned from what the others did not have, labels of the test's own attacks
     * @param families share found of each kind of attack at each budget
     */
    record Compared(
            String name,
            boolean reference,
            Figure auroc,
            Figure averagePrecision,
            double atOnePercent,
            double atOneInThousand,
            List<Figure> atBudgets,
            Map<String, List<Double>> families) {}

    /**
     * What is left when a group of fields is scrambled.
     *
     * @param aurocLost what AUROC has lost by it
     * @param detectedLost what the share over the threshold has lost by it
     */
    record Shortcut(
            String fields, double auroc, double aurocLost, double detected, double detectedLost, double falseAlarms) {}

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
