package org.ldpi.threshold.recalibration;

import java.io.IOException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.ldpi.api.calibration.CalibrationOverlay;
import org.ldpi.api.calibration.Recalibration;
import org.ldpi.api.calibration.RecalibrationException;
import org.ldpi.api.calibration.RecalibrationPlan;
import org.ldpi.api.calibration.RecalibrationStatus;
import org.ldpi.api.detector.Verdict;
import org.ldpi.api.incident.IncidentLog;
import org.ldpi.api.model.Calibration;
import org.ldpi.api.model.Model;
import org.ldpi.api.threshold.ThresholdPolicy;

/**
 * The recalibrations of the active model: collects recent flows, plans, applies and undoes. At most {@value #MOST_STEPS} steps are
 * kept to be undone; the oldest is forgotten. Thread-safe.
 */
public final class Recalibrations implements Recalibration {
    static final int MOST_STEPS = 8;

    /** What is around it; each supplier is asked when it is needed. */
    public record Surroundings(
            Supplier<IncidentLog> incidents, Supplier<List<ThresholdPolicy>> policies, OverlayFile file, Clock clock) {}

    /** What a plan is made of. */
    private record Look(
            Model model,
            List<CalibrationOverlay> steps,
            Verdict last,
            List<RecentFlows.Scored> flows,
            RecalibrationOptions options) {}

    private final Surroundings around;
    private final Consumer<CalibrationOverlay> told;
    /** Held while something changes, and while a plan is made for that; verdicts do not wait for it. */
    private final Object changes = new Object();

    private RecalibrationOptions options = RecalibrationOptions.DEFAULT;
    private RecentFlows recent = new RecentFlows(options.flows());
    private Model model;
    private List<CalibrationOverlay> steps = List.of();
    private Verdict last;
    private String problem = "";

    /** @param told which overlay is in force now, null for none; in the thread that changed it */
    public Recalibrations(Surroundings around, Consumer<CalibrationOverlay> told) {
        this.around = around;
        this.told = told;
    }

    /** Goes by these options from now on; another number of flows begins to collect anew. */
    public synchronized void options(RecalibrationOptions now) {
        if (now.flows() != options.flows()) {
            recent = new RecentFlows(now.flows());
        }
        options = now;
    }

    /** Another model is active, or none (null); its own recalibration comes into force. */
    public void model(Model active) {
        synchronized (changes) {
            List<CalibrationOverlay> stored = List.of();
            String unread = "";
            if (active != null) {
                try {
                    stored = around.file().read(active);
                } catch (IOException e) {
                    unread = e.getMessage();
                }
            }
            synchronized (this) {
                model = active;
                recent.clear();
                last = null;
                steps = stored;
                problem = unread;
            }
            told.accept(latest(stored));
        }
    }

    /** Takes a verdict; those of another model do not count. */
    public synchronized void add(Verdict verdict) {
        if (model != null && verdict.model().equals(model.id())) {
            recent.add(
                    new RecentFlows.Scored(verdict.flow().key(), verdict.flow().endNanos(), verdict.score()));
            last = verdict;
        }
    }

    private synchronized Look look() {
        return new Look(model, steps, last, recent.flows(), options);
    }

    private static CalibrationOverlay latest(List<CalibrationOverlay> steps) {
        return steps.isEmpty() ? null : steps.get(steps.size() - 1);
    }

    private Planner.Planned planned(Look look) {
        String name = look.model() == null ? "" : look.model().id().toString();
        IncidentLog incidents = around.incidents().get();
        String why = "";
        if (look.model() == null) {
            why = "no model is active";
        } else if (look.last() == null) {
            why = "no flow was judged by " + name + " yet";
        } else if (incidents == null) {
            why = "flows are not tested together (org.ldpi.evidence): an attack could not be told from traffic";
        }
        if (!why.isEmpty()) {
            return new Planner.Planned(Planner.nothing(name, 0, Map.of(), why), null);
        }
        Calibration before = CalibrationOverlay.inForce(look.model(), look.steps());
        List<ThresholdPolicy> policies = around.policies().get();
        String policy = look.last().threshold().policy();
        // By the policy itself where it is there: one that judges by a window has another value for each flow.
        double threshold = policies.stream()
                .filter(p -> p.name().equals(policy))
                .mapToDouble(p -> p.threshold(before).value())
                .findFirst()
                .orElse(look.last().threshold().value());
        return new Planner(look.options())
                .plan(look.model().id(), before, threshold, policy, look.flows(), incidents, policies);
    }

    @Override
    public RecalibrationPlan plan() {
        return planned(look()).plan();
    }

    @Override
    public RecalibrationPlan apply() throws RecalibrationException {
        synchronized (changes) {
            Look look = look();
            Planner.Planned planned = planned(look);
            if (!planned.plan().refused().isEmpty()) {
                throw new RecalibrationException(planned.plan().refused());
            }
            List<CalibrationOverlay> next = new ArrayList<>(look.steps());
            next.add(new CalibrationOverlay(
                    look.model().id(),
                    look.model().digest(),
                    planned.calibration(),
                    around.clock().instant().truncatedTo(ChronoUnit.MILLIS)));
            if (next.size() > MOST_STEPS) {
                next.remove(0);
            }
            change(look.model(), next);
            return planned.plan();
        }
    }

    @Override
    public RecalibrationStatus undo() throws RecalibrationException {
        synchronized (changes) {
            Look look = look();
            if (look.steps().isEmpty()) {
                throw new RecalibrationException("no recalibration is in force"
                        + (look.model() == null ? "" : " for " + look.model().id()));
            }
            change(look.model(), look.steps().subList(0, look.steps().size() - 1));
            return status();
        }
    }

    private void change(Model of, List<CalibrationOverlay> next) throws RecalibrationException {
        try {
            around.file().write(of, next);
        } catch (IOException e) {
            throw new RecalibrationException("the recalibration cannot be stored: " + e.getMessage(), e);
        }
        synchronized (this) {
            steps = List.copyOf(next);
            problem = "";
        }
        told.accept(latest(next));
    }

    @Override
    public synchronized CalibrationOverlay inForce() {
        return latest(steps);
    }

    @Override
    public synchronized RecalibrationStatus status() {
        CalibrationOverlay now = latest(steps);
        return new RecalibrationStatus(
                model == null ? "" : model.id().toString(),
                now == null ? null : now.since(),
                now == null ? 0 : now.calibration().size(),
                steps.size(),
                problem);
    }
}
