package org.ldpi.model;

import org.ldpi.api.detector.Verdict;
import org.ldpi.api.detector.VerdictListener;
import org.ldpi.api.model.ModelId;

/** Looks at the alert rate of a model that has just become active. Ends by itself. Thread-safe. */
final class SwapWatch implements VerdictListener {
    private final ModelId model;
    private final ModelOptions options;
    private final AlertRate rate = new AlertRate();
    private String excess = "";

    SwapWatch(ModelId model, ModelOptions options) {
        this.model = model;
        this.options = options;
    }

    ModelId model() {
        return model;
    }

    @Override
    public synchronized void onVerdict(Verdict verdict) {
        if (!verdict.model().equals(model) || ended()) {
            return;
        }
        rate.add(verdict);
        double perHour = rate.perHour();
        if (rate.flows() >= options.rollbackFlows() && perHour > options.rollbackAlertsPerHour()) {
            excess = rate + ", above " + AlertRate.number(options.rollbackAlertsPerHour());
        }
    }

    /** Whether it looks no longer, for better or worse. */
    synchronized boolean ended() {
        return !excess.isEmpty() || rate.flows() >= options.rollbackWatched();
    }

    /** One line that says by how much the model raises too many alerts; empty while it does not. */
    synchronized String excess() {
        return excess;
    }
}
