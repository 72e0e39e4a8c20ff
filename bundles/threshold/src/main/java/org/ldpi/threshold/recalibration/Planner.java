package org.ldpi.threshold.recalibration;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.ldpi.api.calibration.RecalibrationPlan;
import org.ldpi.api.calibration.RecalibrationPlan.Change;
import org.ldpi.api.incident.IncidentLog;
import org.ldpi.api.model.Calibration;
import org.ldpi.api.model.ModelId;
import org.ldpi.api.threshold.ThresholdPolicy;

/** From recent flows to a calibration, and what that would change. Pure: the same flows give the same plan. */
final class Planner {
    /** More flows of incidents than that, and what is left is no day like any other. */
    static final double MOST_OF_INCIDENTS = 0.2;
    /** The same for flows over the threshold that nobody but a few clients have. */
    static final double MOST_OF_FEW_CLIENTS = 0.05;

    static final int LEAST_ADDRESSES = 3;

    private static final double[] QUANTILES = {0.5, 0.9, 0.99, 0.999, 1};

    private final RecalibrationOptions options;

    Planner(RecalibrationOptions options) {
        this.options = options;
    }

    /** A plan with the calibration that it is about; null where there is none. */
    record Planned(RecalibrationPlan plan, Calibration calibration) {}

    /**
     * Plans.
     *
     * @param before the calibration in force
     * @param threshold the one in force
     * @param inForce name of the policy that gave it
     */
    Planned plan(
            ModelId model,
            Calibration before,
            double threshold,
            String inForce,
            List<RecentFlows.Scored> flows,
            IncidentLog incidents,
            List<ThresholdPolicy> policies) {
        Suspects suspects = Suspects.of(incidents, flows);
        Sample sample = Sample.of(flows, suspects.addresses(), threshold, options);
        Map<String, Integer> leftOut = new LinkedHashMap<>();
        leftOut.put("of addresses with incidents", sample.ofIncidents());
        leftOut.put("over the threshold and of few clients", sample.ofFewClients());
        String refused = refused(sample, suspects, incidents);
        if (sample.scores().length == 0) {
            return new Planned(nothing(model.toString(), sample.recent(), leftOut, refused), null);
        }
        Calibration after = Step.from(before, threshold, sample.scores(), options.step());
        List<Change> thresholds = policies.stream()
                .sorted(Comparator.comparing(ThresholdPolicy::name))
                .map(policy -> new Change(
                        policy.name(),
                        policy.threshold(before).value(),
                        policy.threshold(after).value()))
                .toList();
        double thresholdAfter = thresholds.stream()
                .filter(change -> change.name().equals(inForce))
                .mapToDouble(Change::after)
                .findFirst()
                .orElse(threshold);
        double factor = Math.max(thresholdAfter / threshold, threshold / thresholdAfter);
        // Quantiles are bounded, but a policy may go beyond what it was given.
        if (refused.isEmpty() && !(factor <= options.step() * options.step())) {
            refused = String.format(
                    Locale.ROOT,
                    "the threshold (%s) would move from %.6g to %.6g, too far for one step",
                    inForce,
                    threshold,
                    thresholdAfter);
        }
        RecalibrationPlan plan = new RecalibrationPlan(
                model.toString(),
                sample.recent(),
                sample.scores().length,
                leftOut,
                over(sample.scores(), threshold),
                over(sample.scores(), thresholdAfter),
                thresholds,
                quantiles(before, after),
                refused);
        return new Planned(plan, after);
    }

    /** A plan about which there is nothing to say but why. */
    static RecalibrationPlan nothing(String model, int recent, Map<String, Integer> leftOut, String refused) {
        return new RecalibrationPlan(model, recent, 0, leftOut, Double.NaN, Double.NaN, List.of(), List.of(), refused);
    }

    private String refused(Sample sample, Suspects suspects, IncidentLog incidents) {
        if (!suspects.complete()) {
            return "more incidents than are remembered fall into the recent flows: an attack is under way, or was";
        }
        if (sample.ofIncidents() > MOST_OF_INCIDENTS * sample.recent()) {
            return String.format(
                    Locale.ROOT,
                    "an attack is under way, or was: %d of %d recent flows are of addresses with incidents (%s)",
                    sample.ofIncidents(),
                    sample.recent(),
                    some(incidents));
        }
        if (sample.ofFewClients() > MOST_OF_FEW_CLIENTS * sample.recent()) {
            return String.format(
                    Locale.ROOT,
                    "%d of %d recent flows are over the threshold and of services with few clients: look at them first"
                            + " (ldpi:alerts)",
                    sample.ofFewClients(),
                    sample.recent());
        }
        if (sample.scores().length < options.least()) {
            return String.format(
                    Locale.ROOT,
                    "%d of %d recent flows can be used, too few: %d are needed",
                    sample.scores().length,
                    sample.recent(),
                    options.least());
        }
        if (sample.addresses() < LEAST_ADDRESSES) {
            return String.format(
                    Locale.ROOT,
                    "the recent flows come from %d addresses only, %d are needed",
                    sample.addresses(),
                    LEAST_ADDRESSES);
        }
        return "";
    }

    private static String some(IncidentLog incidents) {
        return incidents.recent(3).stream()
                .map(incident -> incident.kind() + " " + incident.subject().getHostAddress())
                .collect(Collectors.joining(", "));
    }

    private static double over(double[] scores, double threshold) {
        return (double) Arrays.stream(scores).filter(score -> score > threshold).count() / scores.length;
    }

    private static List<Change> quantiles(Calibration before, Calibration after) {
        double[] old = before.ascending();
        double[] now = after.ascending();
        List<Change> changes = new ArrayList<>();
        for (double share : QUANTILES) {
            String name = String.format(Locale.ROOT, "%.4g", 100 * share);
            changes.add(new Change(name, Step.quantile(old, share), Step.quantile(now, share)));
        }
        return changes;
    }
}
