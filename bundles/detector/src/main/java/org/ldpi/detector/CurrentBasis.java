package org.ldpi.detector;

import java.util.ArrayList;
import java.util.List;
import org.ldpi.api.model.Model;
import org.ldpi.api.model.ServingModel;
import org.ldpi.api.threshold.Threshold;
import org.ldpi.api.threshold.ThresholdPolicy;

/**
 * The basis of verdicts in force. Made anew whenever a model, a policy or an option changes; of several models the one
 * that came last counts, so that a swap is a new model followed by the end of the old one. Thread-safe.
 */
final class CurrentBasis {
    /** Policy name of a threshold that an operator set as a number. */
    static final String FIXED = "fixed";

    private static final String NO_MODEL = "waits for a model";

    private final List<ServingModel> models = new ArrayList<>();
    private final List<ThresholdPolicy> policies = new ArrayList<>();
    private DetectorOptions options;
    private VerdictBasis current;
    private String problem = NO_MODEL;
    private boolean closed;

    CurrentBasis(DetectorOptions options) {
        this.options = options;
    }

    synchronized void add(ServingModel model) {
        models.add(model);
        renew();
    }

    synchronized void remove(ServingModel model) {
        models.remove(model);
        renew();
    }

    synchronized void add(ThresholdPolicy policy) {
        policies.add(policy);
        renew();
    }

    synchronized void remove(ThresholdPolicy policy) {
        policies.remove(policy);
        renew();
    }

    synchronized void options(DetectorOptions now) {
        options = now;
        renew();
    }

    synchronized DetectorOptions options() {
        return options;
    }

    /** The basis in force, or null while there is none. */
    synchronized VerdictBasis peek() {
        return current;
    }

    /** One line that says why there is no basis, or what is wrong with it; empty otherwise. */
    synchronized String problem() {
        return problem;
    }

    /**
     * Waits for a basis and acquires its model; the caller releases it.
     *
     * @return null when closed
     */
    synchronized VerdictBasis acquire() throws InterruptedException {
        while (!closed) {
            // A model that is closed already is about to be replaced or removed, and both wake us.
            if (current != null && current.model().acquire()) {
                return current;
            }
            wait();
        }
        return null;
    }

    synchronized void close() {
        closed = true;
        notifyAll();
    }

    private void renew() {
        problem = "";
        current = null;
        if (models.isEmpty()) {
            problem = NO_MODEL;
        } else {
            ServingModel model = models.get(models.size() - 1);
            Threshold threshold = threshold(model.model());
            if (threshold != null) {
                current = VerdictBasis.of(model, threshold, options);
            }
        }
        notifyAll();
    }

    private Threshold threshold(Model model) {
        int flows = model.calibration().size();
        if (options.value() > 0) {
            return new Threshold(FIXED, options.value(), flows, "");
        }
        String name = options.policy();
        for (ThresholdPolicy policy : policies) {
            if (policy.name().equals(name)) {
                try {
                    return policy.threshold(model.calibration());
                } catch (RuntimeException e) {
                    problem = "threshold policy '" + name + "' failed: " + e;
                }
            }
        }
        Double written = model.thresholds().get(name);
        if (written != null) {
            return new Threshold(name, written, flows, "as written in the model; no such policy is running");
        }
        if (problem.isEmpty()) {
            problem = "waits for threshold policy '" + name + "'";
        }
        return null;
    }
}
