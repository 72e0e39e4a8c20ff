package org.ldpi.model;

import org.ldpi.api.detector.Verdict;
import org.ldpi.api.model.ModelComparison;
import org.ldpi.api.model.ModelException;
import org.ldpi.api.model.ModelId;

/**
 * Models on trial: the shadow beside the active one, and the active one after a swap. Verdicts come in any thread; trials
 * are begun, ended and judged in the repository's.
 */
final class Trials {
    /** What a trial came to. */
    enum Outcome {
        NONE,
        PASSED,
        FAILED
    }

    private volatile ModelOptions options;
    /** Null without a shadow. */
    private volatile Comparison comparison;
    /** Null when no model is watched. */
    private volatile SwapWatch watch;
    /** The shadow is looked at when both have judged so many flows. */
    private volatile long promotionAt;

    Trials(ModelOptions options) {
        this.options = options;
    }

    void options(ModelOptions now) {
        options = now;
    }

    /** Looks at the alert rate of a model from now on, if there is a bound to it; at no other's any more. */
    void watch(ModelId model) {
        watch = options.rollbackAlertsPerHour() > 0 ? new SwapWatch(model, options) : null;
    }

    void watchNone() {
        watch = null;
    }

    /** Compares these two from now on. */
    void compare(ModelId active, ModelId shadow) {
        promotionAt = options.promoteFlows();
        comparison = new Comparison(active, shadow);
    }

    void compareNone() {
        comparison = null;
    }

    /**
     * A verdict of the active model.
     *
     * @return whether there is something to judge
     */
    boolean onVerdict(Verdict verdict) {
        SwapWatch now = watch;
        if (now == null) {
            return false;
        }
        now.onVerdict(verdict);
        return now.ended();
    }

    /**
     * A verdict of the shadow.
     *
     * @return whether there is something to judge
     */
    boolean onShadow(Verdict byActive, Verdict byShadow) {
        Comparison now = comparison;
        if (now == null) {
            return false;
        }
        now.onShadow(byActive, byShadow);
        return isDue(now);
    }

    /** A verdict of either on a flow that the other has not judged. */
    void onUnpaired(Verdict verdict) {
        Comparison now = comparison;
        if (now != null) {
            now.onUnpaired(verdict);
        }
    }

    void onSkipped(ModelId shadow, int flows) {
        Comparison now = comparison;
        if (now != null) {
            now.onSkipped(shadow, flows);
        }
    }

    /**
     * Both sides of the comparison.
     *
     * @throws ModelException when nothing is compared
     */
    ModelComparison diff() throws ModelException {
        Comparison now = comparison;
        if (now == null) {
            throw new ModelException("there is no shadow to compare with");
        }
        return now.snapshot();
    }

    /**
     * Ends the watch of a model that has been looked at for long enough, or raises too many alerts.
     *
     * @return one line that says how many too many; empty where there is nothing to say
     */
    String excess(ModelId active) {
        SwapWatch watched = watch;
        if (watched == null || !watched.ended()) {
            return "";
        }
        watch = null;
        return watched.model().equals(active) ? watched.excess() : "";
    }

    /** Whether the shadow has been compared for long enough, and is to be promoted; asked once for so many flows. */
    Outcome promotion() {
        Comparison compared = comparison;
        if (compared == null || !isDue(compared)) {
            return Outcome.NONE;
        }
        promotionAt = compared.flows() + options.promoteFlows();
        return compared.shadowAlertsPerHour() > options.promoteAlertsPerHour() ? Outcome.FAILED : Outcome.PASSED;
    }

    /** The shadow's alert rate in words. */
    String shadowRate() {
        Comparison compared = comparison;
        return compared == null ? "" : compared.shadowRate();
    }

    private boolean isDue(Comparison compared) {
        return options.promoteFlows() > 0 && compared.flows() >= promotionAt;
    }
}
