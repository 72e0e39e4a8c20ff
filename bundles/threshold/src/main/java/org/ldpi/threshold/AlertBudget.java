package org.ldpi.threshold;

import java.util.Locale;
import org.apache.commons.math3.distribution.HypergeometricDistribution;
import org.ldpi.api.model.Calibration;
import org.ldpi.api.threshold.Threshold;
import org.ldpi.api.threshold.ThresholdPolicy;

/**
 * At most so many false alerts per host and day. The share of normal flows that may be over the threshold is the budget
 * divided by the flows of a host in a day; the threshold is one that, with the confidence asked, no greater share exceeds of
 * another such time's flows:
 *
 * <ul>
 *   <li>where calibration is large enough, a calibration score itself: of as many flows as the calibration has, drawn alike, no
 *       more than the budget allows exceed it, with the confidence asked whatever the distribution (Gumbel and von Schelling 1950,
 *       the distribution of the number of exceedances);
 *   <li>where it is too small for that, the upper confidence bound of a {@link ParetoTail}.
 * </ul>
 *
 * <p>Flows that come in bursts count for as many as they are worth by their design effect ({@link Bursts}).
 *
 * <p>Flows that differ from those of the calibration have no such promise: another day, another load, a new service.
 */
public final class AlertBudget implements ThresholdPolicy {
    static final String POLICY = "alert_budget";

    static final double DEFAULT_BUDGET = 1;
    /** Of a busy host; used until the network's own number is known. */
    static final double DEFAULT_FLOWS = 20_000;

    static final double DEFAULT_CONFIDENCE = 0.9;

    private final double budget;
    private final double flows;
    private final boolean observed;
    private final double confidence;
    private final double designEffect;

    public AlertBudget() {
        this(DEFAULT_BUDGET, DEFAULT_FLOWS, false, DEFAULT_CONFIDENCE, 1);
    }

    /**
     * @param budget false alerts per host and day, positive
     * @param flows flows of a host in a day, positive
     * @param observed whether that number was observed, or is assumed
     * @param confidence that the budget is held, 0.5 to 0.999
     * @param designEffect number of flows that tell as much as one independent one, at least 1
     */
    public AlertBudget(double budget, double flows, boolean observed, double confidence, double designEffect) {
        if (!(budget > 0) || !Double.isFinite(budget)) {
            throw new IllegalArgumentException("budget " + budget + " is not a positive number");
        }
        if (!(flows > 0) || !Double.isFinite(flows)) {
            throw new IllegalArgumentException("flows " + flows + " is not a positive number");
        }
        if (!(confidence >= 0.5 && confidence <= 0.999)) {
            throw new IllegalArgumentException("confidence " + confidence + " is not within 0.5 to 0.999");
        }
        if (!(designEffect >= 1) || !Double.isFinite(designEffect)) {
            throw new IllegalArgumentException("design effect " + designEffect + " is not 1 or more");
        }
        this.budget = budget;
        this.flows = flows;
        this.observed = observed;
        this.confidence = confidence;
        this.designEffect = designEffect;
    }

    @Override
    public String name() {
        return POLICY;
    }

    @Override
    public String description() {
        return String.format(
                Locale.ROOT,
                "at most %.4g false alerts per host and day at %.4g flows (%s), with %.4g %% confidence; %.3g flows count as one",
                budget,
                flows,
                observed ? "observed" : "assumed",
                100 * confidence,
                designEffect);
    }

    /** The share of normal flows that may be over the threshold. */
    double share() {
        return Math.min(0.5, budget / flows);
    }

    @Override
    public Threshold threshold(Calibration calibration) {
        double[] ascending = calibration.ascending();
        int over = tolerated(ascending.length);
        if (over >= 0) {
            return new Threshold(
                    POLICY,
                    ascending[ascending.length - 1 - over],
                    ascending.length,
                    "",
                    String.format(Locale.ROOT, "%d calibration scores are over it", over));
        }
        ParetoTail tail = ParetoTail.of(ascending);
        if (tail == null) {
            return new Threshold(
                    POLICY,
                    calibration.max(),
                    ascending.length,
                    ascending.length
                            + " calibration flows carry no such budget, nor a tail: the highest score is taken",
                    "");
        }
        double bound = tail.upperBound(share(), confidence, designEffect);
        // One is never surer of a lower threshold than of the highest score that was seen in normal traffic.
        double value = Math.max(bound, calibration.max());
        return new Threshold(
                POLICY,
                value,
                ascending.length,
                "",
                String.format(
                        Locale.ROOT,
                        "Pareto tail of %d scores over %.6g: shape %.3f, scale %.3g; estimate %.6g, upper bound %.6g",
                        tail.peaks(),
                        tail.over(),
                        tail.shape(),
                        tail.scale(),
                        tail.exceededBy(share()),
                        bound));
    }

    /**
     * The most calibration scores that may be over the threshold, or -1 where there are too few scores for any. Of calibration
     * and another sample of the same size together, the highest j + 1 + k scores are a random choice as to where they are from; k or
     * fewer of the other sample are over the j-th highest calibration score when more than j of these are of the calibration.
     */
    private int tolerated(int n) {
        int worth = (int) Math.max(1, n / designEffect);
        int allowed = (int) Math.floor(share() * worth);
        int most = -1;
        int low = 0;
        int high = Math.min(allowed, worth - 1);
        while (low <= high) {
            int j = (low + high) >>> 1;
            int highest = Math.min(2 * worth, j + 1 + allowed);
            double held = 1 - new HypergeometricDistribution(null, 2 * worth, worth, highest).cumulativeProbability(j);
            if (held >= confidence) {
                most = j;
                low = j + 1;
            } else {
                high = j - 1;
            }
        }
        return most < 0 ? -1 : (int) Math.min(n - 1.0, Math.floor(most * designEffect));
    }
}
