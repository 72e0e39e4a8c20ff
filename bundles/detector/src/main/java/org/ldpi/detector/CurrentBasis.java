package org.ldpi.detector;

import java.util.ArrayList;
import java.util.List;
import org.ldpi.api.calibration.CalibrationOverlay;
import org.ldpi.api.model.ModelSignature;
import org.ldpi.api.model.ServingModel;
import org.ldpi.api.threshold.Threshold;
import org.ldpi.api.threshold.ThresholdPolicy;

/**
 * The basis of verdicts in force, and that of the shadow. Made anew whenever a model, a calibration, a policy or an option
 * changes; of
 * several models the one that came last counts, so that a swap is a new model followed by the end of the old one.
 *
 * <p>When the new model takes other samples than the one before, heads that were made for that one are judged by it as
 * long as somebody keeps it open. Thread-safe.
 */
final class CurrentBasis {
    /** Policy name of a threshold that an operator set as a number. */
    static final String FIXED = "fixed";

    private static final String NO_MODEL = "waits for a model";

    /** Models before the present one that took other samples; more changes than that in the life of a flow are none. */
    private static final int MOST_EARLIER = 4;

    private final List<ServingModel> models = new ArrayList<>();
    private final List<ServingModel> shadows = new ArrayList<>();
    private final List<ThresholdPolicy> policies = new ArrayList<>();
    private final List<CalibrationOverlay> overlays = new ArrayList<>();
    /** Read for every batch, so without the lock, which is held while thresholds are computed. */
    private volatile DetectorOptions options;
    /** Read for every head, so without the lock. */
    private volatile VerdictBasis current;

    private volatile VerdictBasis shadow;
    private volatile List<VerdictBasis> earlier = List.of();
    private String problem = NO_MODEL;
    private volatile boolean closed;

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

    synchronized void addShadow(ServingModel model) {
        shadows.add(model);
        renew();
    }

    synchronized void removeShadow(ServingModel model) {
        shadows.remove(model);
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

    synchronized void add(CalibrationOverlay overlay) {
        overlays.add(overlay);
        renew();
    }

    synchronized void remove(CalibrationOverlay overlay) {
        overlays.remove(overlay);
        renew();
    }

    /** A policy gives other thresholds than before. */
    synchronized void policyChanged() {
        renew(null, null);
    }

    synchronized void options(DetectorOptions now) {
        options = now;
        renew();
    }

    DetectorOptions options() {
        return options;
    }

    /** The basis in force, or null while there is none. */
    VerdictBasis peek() {
        return current;
    }

    /** The shadow's basis, or null while there is none. */
    VerdictBasis shadow() {
        return shadow;
    }

    /** The basis of heads that were made for a model before the present one, its model acquired, or null. */
    VerdictBasis earlier(ModelSignature signature) {
        VerdictBasis now = current;
        if (now != null && now.takes(signature)) {
            return null;
        }
        for (VerdictBasis basis : earlier) {
            if (basis.takes(signature) && basis.model().acquire()) {
                return basis;
            }
        }
        return null;
    }

    /** One line that says why there is no basis, or what is wrong with it; empty otherwise. */
    synchronized String problem() {
        return problem;
    }

    /**
     * Waits for a basis and acquires its model; the caller releases it. While the next basis is made, the present one is
     * given without waiting.
     *
     * @return null when closed
     */
    VerdictBasis acquire() throws InterruptedException {
        VerdictBasis now = current;
        return !closed && now != null && now.model().acquire() ? now : awaitAndAcquire();
    }

    private synchronized VerdictBasis awaitAndAcquire() throws InterruptedException {
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
        renew(current, shadow);
    }

    private void renew(VerdictBasis before, VerdictBasis shadowBefore) {
        problem = models.isEmpty() ? NO_MODEL : "";
        VerdictBasis now = basis(models, before);
        keep(now);
        current = now;
        String ofCurrent = problem;
        shadow = basis(shadows, shadowBefore);
        problem = ofCurrent;
        notifyAll();
    }

    /** The basis of the model that came last, or null; the one before where nothing that it depends on has changed. */
    private VerdictBasis basis(List<ServingModel> candidates, VerdictBasis before) {
        if (candidates.isEmpty()) {
            return null;
        }
        ServingModel model = candidates.get(candidates.size() - 1);
        int flows = model.model().calibration().size();
        String name = options.policy();
        if (options.value() > 0) {
            return VerdictBasis.by(model, new Threshold(FIXED, options.value(), flows, ""), options);
        }
        for (ThresholdPolicy policy : policies) {
            if (policy.name().equals(name)) {
                CalibrationOverlay overlay = CalibrationOverlay.of(model.model(), overlays);
                if (before != null && before.isOf(model, policy, options, overlay)) {
                    return before;
                }
                try {
                    return VerdictBasis.by(model, policy, options, overlay);
                } catch (RuntimeException e) {
                    problem = "threshold policy '" + name + "' failed: " + e;
                }
            }
        }
        Double written = model.model().thresholds().get(name);
        if (written != null) {
            String warning = "as written in the model; no such policy is running";
            return VerdictBasis.by(model, new Threshold(name, written, flows, warning), options);
        }
        if (problem.isEmpty()) {
            problem = "waits for threshold policy '" + name + "'";
        }
        return null;
    }

    /** Remembers the basis before this one if it takes other samples. */
    private void keep(VerdictBasis now) {
        VerdictBasis before = current;
        List<VerdictBasis> kept = new ArrayList<>(earlier);
        if (before != null && now != null && !now.takes(before.signature())) {
            kept.removeIf(basis -> basis.takes(before.signature()));
            kept.add(0, before);
        }
        kept.removeIf(basis -> isClosed(basis.model()));
        earlier = List.copyOf(kept.subList(0, Math.min(MOST_EARLIER, kept.size())));
    }

    private static boolean isClosed(ServingModel model) {
        boolean open = model.acquire();
        if (open) {
            model.release();
        }
        return !open;
    }
}
