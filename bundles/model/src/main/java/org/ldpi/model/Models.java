package org.ldpi.model;

import java.io.IOException;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.ldpi.api.encoder.EncoderArchitecture;
import org.ldpi.api.model.ModelDetails;
import org.ldpi.api.model.ModelEntry;
import org.ldpi.api.model.ModelException;
import org.ldpi.api.model.ModelState;
import org.ldpi.api.model.ServingModel;
import org.ldpi.model.check.GoldenCheck;
import org.ldpi.model.check.SignedModel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which of the models that were found serve: the active one and its shadow. Confined to one thread, but for {@link #list}
 * and {@link #trials}.
 *
 * <p>Who is active: the last explicit choice, by command or by configuration, whichever came later; where nobody chose,
 * the highest version that may serve when the first may. A choice whose model is missing or refused is replaced by the
 * highest other until it is there; a choice that only waits for its architecture is waited for. A model that has become
 * active is remembered and is active again after a restart.
 *
 * <p>A switch goes in these steps, so that a crash between any two leaves a state that was told before: the model's detail
 * says that it is being activated; the choice is written; the model is offered and the one before it withdrawn; the model
 * is active.
 */
final class Models {
    static final String ACTIVATING = "is being activated";

    private static final Logger LOG = LoggerFactory.getLogger(Models.class);
    private static final Comparator<Candidate> HIGHEST_LAST = Comparator.comparing(
                    (Candidate c) -> c.model().id().version(), VersionOrder.NATURAL)
            .thenComparing(Candidate::id);

    private final ModelHost host;
    private final StateFile file;
    private final Catalogue catalogue;
    private final Trials trials;
    private ModelOptions options;
    private RepositoryState state = RepositoryState.EMPTY;
    private Seat active;
    private Seat shadow;
    /** Reads a model; the message of what it throws is the reason of the refusal. */
    @FunctionalInterface
    interface Reading {
        SignedModel read() throws ModelException;
    }

    Models(ModelHost host, StateFile file, ModelOptions options, Clock clock) {
        this.host = host;
        this.file = file;
        this.options = options;
        this.trials = new Trials(options);
        this.catalogue = new Catalogue(host::changed, clock);
        try {
            state = file.read();
        } catch (IOException e) {
            LOG.warn("the remembered choice of a model cannot be read from {}: {}", file, e.getMessage());
        }
    }

    /** All models, the active one first, then by id. May be called from any thread. */
    List<ModelEntry> list() {
        return catalogue.list();
    }

    void options(ModelOptions now) {
        options = now;
        trials.options(now);
        settle();
    }

    /** What a model must pass to be read has changed: all are read anew but those that serve. */
    void readAgain() {
        catalogue.readAgain(c -> holds(active, c) || holds(shadow, c));
        settle();
    }

    /**
     * A model was found.
     *
     * @param key tells it from others
     * @param name what it is called when it cannot be read
     */
    void found(long key, String name, String origin, Reading reading) {
        catalogue.found(key, name, origin, reading);
        settle();
    }

    /** A model is gone. */
    void lost(long key) {
        Candidate candidate = catalogue.lost(key);
        if (candidate == null) {
            return;
        }
        LOG.info("model {} is gone ({})", candidate.id(), candidate.origin());
        if (holds(active, candidate)) {
            vacateActive();
        } else if (holds(shadow, candidate)) {
            vacateShadow();
        }
        settle();
    }

    void added(EncoderArchitecture architecture) {
        catalogue.added(architecture);
        settle();
    }

    /** An architecture goes away; when this returns no model runs on its code, but for a batch under way. */
    void removed(EncoderArchitecture architecture) {
        catalogue.removed(architecture);
        if (shadow != null && shadow.architecture() == architecture) {
            Candidate candidate = shadow.candidate();
            vacateShadow();
            catalogue.become(candidate, ModelState.FOUND, catalogue.missing(candidate.model()));
        }
        if (active != null && active.architecture() == architecture) {
            Candidate candidate = active.candidate();
            vacateActive();
            catalogue.become(candidate, ModelState.FOUND, catalogue.missing(candidate.model()));
        }
        settle();
    }

    void profileAdded(String profile) {
        catalogue.profileAdded(profile);
        settle();
    }

    void profileRemoved(String profile) {
        catalogue.profileRemoved(profile);
        settle();
    }

    /** See {@link org.ldpi.api.model.ModelRepository}; so the other commands. */
    ModelDetails info(String id) throws ModelException {
        return catalogue.resolve(id).details();
    }

    void activate(String id) throws ModelException {
        Candidate candidate = catalogue.able(id);
        RepositoryState next = state.activated(candidate.id(), options.active());
        if (holds(active, candidate)) {
            remember(next);
            return;
        }
        switchTo(candidate, next, true);
    }

    void shadow(String id) throws ModelException {
        Candidate candidate = catalogue.able(id);
        if (holds(shadow, candidate)) {
            return;
        }
        beginShadow(candidate);
    }

    String promote() throws ModelException {
        if (shadow == null) {
            throw new ModelException("there is no shadow to promote");
        }
        Candidate candidate = shadow.candidate();
        switchTo(candidate, state.activated(candidate.id(), options.active()), true);
        return candidate.id();
    }

    String rollback() throws ModelException {
        return rollback("");
    }

    private String rollback(String why) throws ModelException {
        if (state.history().isEmpty()) {
            throw new ModelException("no model was active before this one");
        }
        RepositoryState next = state.rolledBack(options.active());
        Candidate candidate = catalogue.able(next.active());
        Candidate from = active == null ? null : active.candidate();
        switchTo(candidate, next, false);
        if (from != null && !why.isEmpty()) {
            catalogue.become(from, ModelState.RETIRED, why);
        }
        return candidate.id();
    }

    void retire(String id) throws ModelException {
        Candidate candidate = catalogue.resolve(id);
        if (holds(active, candidate)) {
            remember(state.retired(options.active()));
            vacateActive();
        } else if (holds(shadow, candidate)) {
            remember(state.withShadow(""));
            vacateShadow();
        } else {
            throw new ModelException("model " + candidate.id() + " is " + candidate.state() + " and does not serve");
        }
        catalogue.become(candidate, ModelState.RETIRED, "");
        catalogue.check();
    }

    ModelDetails verify(String id) throws ModelException {
        return verify(catalogue.resolve(id).reading());
    }

    ModelDetails verify(Reading reading) throws ModelException {
        SignedModel signed = reading.read();
        String missing = catalogue.missing(signed.model());
        if (!missing.isEmpty()) {
            throw new ModelException("it " + missing);
        }
        GoldenCheck.load(signed.model(), catalogue.architecture(signed.model())).retire();
        return ModelDetails.of(signed.model(), signed.signer());
    }

    /** Where verdicts go, in any thread; {@link #judge} is to be called when they say so. */
    Trials trials() {
        return trials;
    }

    /** Promotes the shadow or takes the active model back where the alert rates say so. */
    void judge() {
        if (active != null) {
            String excess = trials.excess(active.candidate().model().id());
            if (!excess.isEmpty()) {
                tryRollback(excess);
            }
        }
        Trials.Outcome outcome = trials.promotion();
        if (outcome == Trials.Outcome.PASSED) {
            tryPromotion();
        } else if (outcome == Trials.Outcome.FAILED) {
            String bound = AlertRate.number(options.promoteAlertsPerHour());
            catalogue.become(
                    shadow.candidate(), ModelState.SHADOW, "not promoted: " + trials.shadowRate() + ", above " + bound);
        }
    }

    private void tryRollback(String excess) {
        String from = active.candidate().id();
        try {
            String to = rollback("taken back by itself: " + excess);
            LOG.warn("model {} was taken back by itself: {}; {} is active again", from, excess, to);
        } catch (ModelException e) {
            LOG.warn("model {} raises {}, but cannot be taken back: {}", from, excess, e.getMessage());
            catalogue.become(
                    active.candidate(), ModelState.ACTIVE, "not taken back (" + e.getMessage() + "): " + excess);
        }
    }

    private void tryPromotion() {
        String rate = trials.shadowRate();
        try {
            LOG.info("shadow {} is promoted by itself: {}", promote(), rate);
        } catch (ModelException e) {
            LOG.warn("the shadow cannot be promoted: {}", e.getMessage());
            catalogue.become(shadow.candidate(), ModelState.SHADOW, "not promoted: " + e.getMessage());
        }
    }

    /** Withdraws what serves. */
    void close() {
        if (shadow != null) {
            vacateShadow();
        }
        if (active != null) {
            vacateActive();
        }
    }

    private void settle() {
        catalogue.check();
        String wantedId = wantedId();
        if (!wantedId.equals(RepositoryState.NONE)) {
            resume(wantedId);
        }
        if (active != null) {
            resumeShadow();
            deploy();
        }
        catalogue.check();
    }

    private void resume(String wantedId) {
        Candidate wanted = wanted(wantedId);
        boolean chosen = !wantedId.isEmpty();
        if (wanted != null && wanted.mayServe() && (holds(active, wanted) || trySwitch(wanted, true))) {
            return;
        }
        if (active == null && !mayStillCome(wanted, chosen)) {
            automatic(!chosen);
        }
    }

    /** Whether the wanted model, or a better one where none is wanted, is on its way. */
    private boolean mayStillCome(Candidate wanted, boolean chosen) {
        if (chosen && wanted != null) {
            return wanted.state() == ModelState.FOUND;
        }
        return host.moreToCome();
    }

    /** Activates the highest that may serve; where one fails, the next. */
    private void automatic(boolean remember) {
        Optional<Candidate> best;
        do {
            best = catalogue.all().stream().filter(Candidate::mayServe).max(HIGHEST_LAST);
        } while (best.isPresent() && !trySwitch(best.get(), remember));
        if (best.isPresent()) {
            // What is there when the first is chosen is not news.
            catalogue.all().stream().filter(Candidate::mayServe).forEach(this::settled);
        }
    }

    private String wantedId() {
        boolean remembered = !state.active().isEmpty() && state.configured().equals(options.active());
        return remembered ? state.active() : options.active();
    }

    /** The one candidate that was chosen; null where nobody chose, or it is missing or ambiguous. */
    private Candidate wanted(String id) {
        List<Candidate> matching = catalogue.matching(id);
        return matching.size() == 1 ? matching.get(0) : null;
    }

    /** Switches without being told to; a model that cannot be loaded is refused and nothing else changes. */
    private boolean trySwitch(Candidate candidate, boolean remember) {
        RepositoryState next = remember ? state.activated(candidate.id(), options.active()) : state;
        try {
            switchTo(candidate, next, false);
            return true;
        } catch (Unremembered e) {
            LOG.warn("{}; it serves all the same", e.getMessage());
            state = next;
            return trySwitch(candidate, false);
        } catch (ModelException e) {
            catalogue.become(candidate, ModelState.REFUSED, e.getMessage());
            return false;
        }
    }

    private void resumeShadow() {
        if (shadow != null || state.shadow().isEmpty()) {
            return;
        }
        Candidate candidate = wanted(state.shadow());
        if (candidate != null && candidate.mayServe() && !holds(active, candidate)) {
            try {
                beginShadow(candidate);
            } catch (ModelException e) {
                LOG.warn("model {} cannot be the shadow again: {}", candidate.id(), e.getMessage());
            }
        }
    }

    /** Does with models that are new what the policy says. */
    private void deploy() {
        for (Candidate candidate : catalogue.all()) {
            if (!candidate.mayServe()
                    || state.settled().contains(candidate.model().digest())) {
                continue;
            }
            settled(candidate);
            if (holds(active, candidate) || holds(shadow, candidate)) {
                continue;
            }
            try {
                switch (options.deploy()) {
                    case ASK -> LOG.info("model {} is ready; activate it or make it the shadow", candidate.id());
                    case SHADOW -> beginShadow(candidate);
                    case ACTIVATE -> switchTo(candidate, state.activated(candidate.id(), options.active()), true);
                }
            } catch (ModelException e) {
                LOG.warn("model {} is not deployed ({}): {}", candidate.id(), options.deploy(), e.getMessage());
                catalogue.become(candidate, candidate.state(), "not deployed: " + e.getMessage());
            }
        }
    }

    /** Remembers that a model is not new. */
    private void settled(Candidate candidate) {
        try {
            remember(state.withSettled(candidate.model().digest()));
        } catch (ModelException e) {
            LOG.warn("{}; model {} is taken for new after a restart", e.getMessage(), candidate.id());
            state = state.withSettled(candidate.model().digest());
        }
    }

    /**
     * The switch: the new model is offered before the old one is taken back.
     *
     * @param watched whether it is taken back by itself when it raises too many alerts
     */
    private void switchTo(Candidate candidate, RepositoryState next, boolean watched) throws ModelException {
        Seat from = holds(shadow, candidate) ? shadow : null;
        EncoderArchitecture architecture =
                from == null ? catalogue.architecture(candidate.model()) : from.architecture();
        ServingModel serving = from == null ? GoldenCheck.load(candidate.model(), architecture) : from.serving();
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

    private void beginShadow(Candidate candidate) throws ModelException {
        if (active == null) {
            throw new ModelException("there is no active model to compare with");
        }
        if (holds(active, candidate)) {
            throw new ModelException("model " + candidate.id() + " is the active one");
        }
        EncoderArchitecture architecture = catalogue.architecture(candidate.model());
        ServingModel serving = GoldenCheck.load(candidate.model(), architecture);
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

    private void compareAnew() {
        if (active == null || shadow == null) {
            trials.compareNone();
        } else {
            trials.compare(
                    active.candidate().model().id(), shadow.candidate().model().id());
        }
    }

    private void remember(RepositoryState next) throws Unremembered {
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

    private static final class Unremembered extends ModelException {
        private static final long serialVersionUID = 1L;

        Unremembered(String message, Throwable cause) {
            super(message, cause);
        }
    }

    private void vacateActive() {
        Seat old = active;
        active = null;
        trials.watchNone();
        trials.compareNone();
        old.leave();
        LOG.info("model {} no longer serves", old.candidate().id());
    }

    private void vacateShadow() {
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
