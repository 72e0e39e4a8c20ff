package org.ldpi.model;

import java.io.IOException;
import org.ldpi.api.encoder.EncoderArchitecture;
import org.ldpi.api.model.ModelException;
import org.ldpi.api.model.ModelState;
import org.ldpi.api.model.ServingModel;
import org.ldpi.model.check.GoldenCheck;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The two models that serve, the active one and its shadow: who takes a seat, who leaves it, and what is remembered of it.
 * Confined to one thread.
 *
 * <p>A switch goes in these steps, so that a crash between any two leaves a state that was told before: the model's detail
 * says that it is being activated; the choice is written; the model is offered and the one before it withdrawn; the model
 * is active.
 */
final class Seats {
    static final String ACTIVATING = "is being activated";

    private static final Logger LOG = LoggerFactory.getLogger(Seats.class);

    private final ModelHost host;
    private final StateFile file;
    private final Catalogue catalogue;
    private final Trials trials;
    private RepositoryState state = RepositoryState.EMPTY;
    private Seat active;
    private Seat shadow;

    Seats(ModelHost host, StateFile file, Catalogue catalogue, Trials trials) {
        this.host = host;
        this.file = file;
        this.catalogue = catalogue;
        this.trials = trials;
        try {
            state = file.read();
        } catch (IOException e) {
            LOG.warn("the remembered choice of a model cannot be read from {}: {}", file, e.getMessage());
        }
    }

    /** What is remembered. */
    RepositoryState state() {
        return state;
    }

    /** The active model's seat, or null. */
    Seat active() {
        return active;
    }

    /** The shadow's seat, or null. */
    Seat shadow() {
        return shadow;
    }

    boolean isActive(Candidate candidate) {
        return holds(active, candidate);
    }

    boolean isShadow(Candidate candidate) {
        return holds(shadow, candidate);
    }

    /**
     * The switch: the new model is offered before the old one is taken back.
     *
     * @param watched whether it is taken back by itself when it raises too many alerts
     */
    void activate(Candidate candidate, RepositoryState next, boolean watched) throws ModelException {
        Seat from = holds(shadow, candidate) ? shadow : null;
        EncoderArchitecture architecture =
                from == null ? catalogue.architecture(candidate.model()) : from.architecture();
        ServingModel serving = from == null ? load(candidate, architecture) : from.serving();
        ModelState before = candidate.state();
        String detail = candidate.detail();
        catalogue.become(candidate, before, ACTIVATING);
        try {
            remember(next);
        } catch (ModelException e) {
            catalogue.become(candidate, before, detail);
            if (from == null) {
                serving.retire();
            }
            throw e;
        }
        Seat old = active;
        active = new Seat(candidate, architecture, serving, host.serve(serving, ServingModel.ACTIVE));
        if (from != null) {
            from.withdraw().run();
            shadow = null;
        }
        if (old != null) {
            old.leave();
            catalogue.become(old.candidate(), ModelState.RETIRED, "");
        }
        catalogue.become(candidate, ModelState.ACTIVE, "");
        if (watched) {
            trials.watch(candidate.model().id());
        } else {
            trials.watchNone();
        }
        compareAnew();
    }

    /** Switches without being told to; a model that cannot be loaded is refused and nothing else changes. */
    boolean tryActivate(Candidate candidate, RepositoryState next) {
        try {
            activate(candidate, next, false);
            return true;
        } catch (Unremembered e) {
            LOG.warn("{}; it serves all the same", e.getMessage());
            state = next;
            return tryActivate(candidate, next);
        } catch (ModelException e) {
            catalogue.become(candidate, ModelState.REFUSED, e.getMessage());
            return false;
        }
    }

    /** Makes a model the shadow, in place of another one. */
    void compare(Candidate candidate) throws ModelException {
        if (active == null) {
            throw new ModelException("there is no active model to compare with");
        }
        if (holds(active, candidate)) {
            throw new ModelException("model " + candidate.id() + " is the active one");
        }
        EncoderArchitecture architecture = catalogue.architecture(candidate.model());
        ServingModel serving = load(candidate, architecture);
        try {
            remember(state.withShadow(candidate.id()));
        } catch (ModelException e) {
            serving.retire();
            throw e;
        }
        if (shadow != null) {
            Candidate old = shadow.candidate();
            vacateShadow();
            catalogue.become(old, ModelState.READY, "");
        }
        shadow = new Seat(candidate, architecture, serving, host.serve(serving, ServingModel.SHADOW));
        compareAnew();
        catalogue.become(candidate, ModelState.SHADOW, "");
    }

    private ServingModel load(Candidate candidate, EncoderArchitecture architecture) throws ModelException {
        return GoldenCheck.load(candidate.model(), architecture, host::close);
    }

    private void compareAnew() {
        if (active == null || shadow == null) {
            trials.compareNone();
        } else {
            trials.compare(
                    active.candidate().model().id(), shadow.candidate().model().id());
        }
    }

    /** Remembers that a model is not new. */
    void settled(Candidate candidate) {
        try {
            remember(state.withSettled(candidate.model().digest()));
        } catch (ModelException e) {
            LOG.warn("{}; model {} is taken for new after a restart", e.getMessage(), candidate.id());
            state = state.withSettled(candidate.model().digest());
        }
    }

    /** Returns when it would survive a power cut. */
    void remember(RepositoryState next) throws Unremembered {
        if (next.equals(state)) {
            return;
        }
        try {
            file.write(next);
        } catch (IOException e) {
            throw new Unremembered("the choice of " + next.active() + " cannot be remembered: " + e, e);
        }
        state = next;
    }

    static final class Unremembered extends ModelException {
        private static final long serialVersionUID = 1L;

        Unremembered(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** No model is active until another one is. */
    void vacateActive() {
        Seat old = active;
        active = null;
        trials.watchNone();
        trials.compareNone();
        old.leave();
        LOG.info("model {} no longer serves", old.candidate().id());
    }

    /** There is no shadow any more. */
    void vacateShadow() {
        Seat old = shadow;
        shadow = null;
        trials.compareNone();
        old.leave();
        LOG.info("model {} is the shadow no longer", old.candidate().id());
    }

    private static boolean holds(Seat seat, Candidate candidate) {
        return seat != null && seat.candidate() == candidate;
    }
}
