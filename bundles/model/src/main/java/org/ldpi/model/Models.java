package org.ldpi.model;

import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.ldpi.api.encoder.EncoderArchitecture;
import org.ldpi.api.model.ModelDetails;
import org.ldpi.api.model.ModelEntry;
import org.ldpi.api.model.ModelException;
import org.ldpi.api.model.ModelState;
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
 */
final class Models {
    private static final Logger LOG = LoggerFactory.getLogger(Models.class);
    private static final Comparator<Candidate> HIGHEST_LAST = Comparator.comparing(
                    (Candidate c) -> c.model().id().version(), VersionOrder.NATURAL)
            .thenComparing(Candidate::id);

    private final ModelHost host;
    private final Catalogue catalogue;
    private final Trials trials;
    private final Seats seats;
    private ModelOptions options;
    /** Reads a model; the message of what it throws is the reason of the refusal. */
    @FunctionalInterface
    interface Reading {
        SignedModel read() throws ModelException;
    }

    Models(ModelHost host, StateFile file, ModelOptions options, Clock clock) {
        this.host = host;
        this.options = options;
        this.trials = new Trials(options);
        this.catalogue = new Catalogue(host::changed, clock);
        this.seats = new Seats(host, file, catalogue, trials);
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
        catalogue.readAgain(c -> seats.isActive(c) || seats.isShadow(c));
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
        if (seats.isActive(candidate)) {
            seats.vacateActive();
        } else if (seats.isShadow(candidate)) {
            seats.vacateShadow();
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
        if (seats.shadow() != null && seats.shadow().architecture() == architecture) {
            Candidate candidate = seats.shadow().candidate();
            seats.vacateShadow();
            catalogue.become(candidate, ModelState.FOUND, catalogue.missing(candidate.model()));
        }
        if (seats.active() != null && seats.active().architecture() == architecture) {
            Candidate candidate = seats.active().candidate();
            seats.vacateActive();
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
        RepositoryState next = activated(candidate);
        if (seats.isActive(candidate)) {
            seats.remember(next);
            return;
        }
        seats.activate(candidate, next, true);
    }

    void shadow(String id) throws ModelException {
        Candidate candidate = catalogue.able(id);
        if (seats.isShadow(candidate)) {
            return;
        }
        seats.compare(candidate);
    }

    String promote() throws ModelException {
        if (seats.shadow() == null) {
            throw new ModelException("there is no shadow to promote");
        }
        Candidate candidate = seats.shadow().candidate();
        seats.activate(candidate, activated(candidate), true);
        return candidate.id();
    }

    String rollback() throws ModelException {
        return rollback("");
    }

    private String rollback(String why) throws ModelException {
        if (seats.state().history().isEmpty()) {
            throw new ModelException("no model was active before this one");
        }
        RepositoryState next = seats.state().rolledBack(options.active());
        Candidate candidate = catalogue.able(next.active());
        Candidate from = seats.active() == null ? null : seats.active().candidate();
        seats.activate(candidate, next, false);
        if (from != null && !why.isEmpty()) {
            catalogue.become(from, ModelState.RETIRED, why);
        }
        return candidate.id();
    }

    void retire(String id) throws ModelException {
        Candidate candidate = catalogue.resolve(id);
        if (seats.isActive(candidate)) {
            seats.remember(seats.state().retired(options.active()));
            seats.vacateActive();
        } else if (seats.isShadow(candidate)) {
            seats.remember(seats.state().withShadow(""));
            seats.vacateShadow();
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
        if (seats.active() != null) {
            String excess = trials.excess(seats.active().candidate().model().id());
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
                    seats.shadow().candidate(),
                    ModelState.SHADOW,
                    "not promoted: " + trials.shadowRate() + ", above " + bound);
        }
    }

    private void tryRollback(String excess) {
        String from = seats.active().candidate().id();
        try {
            String to = rollback("taken back by itself: " + excess);
            LOG.warn("model {} was taken back by itself: {}; {} is active again", from, excess, to);
        } catch (ModelException e) {
            LOG.warn("model {} raises {}, but cannot be taken back: {}", from, excess, e.getMessage());
            catalogue.become(
                    seats.active().candidate(),
                    ModelState.ACTIVE,
                    "not taken back (" + e.getMessage() + "): " + excess);
        }
    }

    private void tryPromotion() {
        String rate = trials.shadowRate();
        try {
            LOG.info("shadow {} is promoted by itself: {}", promote(), rate);
        } catch (ModelException e) {
            LOG.warn("the shadow cannot be promoted: {}", e.getMessage());
            catalogue.become(seats.shadow().candidate(), ModelState.SHADOW, "not promoted: " + e.getMessage());
        }
    }

    /** Withdraws what serves. */
    void close() {
        if (seats.shadow() != null) {
            seats.vacateShadow();
        }
        if (seats.active() != null) {
            seats.vacateActive();
        }
    }

    private void settle() {
        catalogue.check();
        String wantedId = wantedId();
        if (!wantedId.equals(RepositoryState.NONE)) {
            resume(wantedId);
        }
        if (seats.active() != null) {
            resumeShadow();
            deploy();
        }
        catalogue.check();
    }

    private void resume(String wantedId) {
        Candidate wanted = wanted(wantedId);
        boolean chosen = !wantedId.isEmpty();
        if (wanted != null
                && wanted.mayServe()
                && (seats.isActive(wanted) || seats.tryActivate(wanted, activated(wanted)))) {
            return;
        }
        if (seats.active() == null && !mayStillCome(wanted, chosen)) {
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
        } while (best.isPresent() && !seats.tryActivate(best.get(), remember ? activated(best.get()) : seats.state()));
        if (best.isPresent()) {
            // What is there when the first is chosen is not news.
            catalogue.all().stream().filter(Candidate::mayServe).forEach(seats::settled);
        }
    }

    private String wantedId() {
        boolean remembered =
                !seats.state().active().isEmpty() && seats.state().configured().equals(options.active());
        return remembered ? seats.state().active() : options.active();
    }

    /** The one candidate that was chosen; null where nobody chose, or it is missing or ambiguous. */
    private Candidate wanted(String id) {
        List<Candidate> matching = catalogue.matching(id);
        return matching.size() == 1 ? matching.get(0) : null;
    }

    private void resumeShadow() {
        if (seats.shadow() != null || seats.state().shadow().isEmpty()) {
            return;
        }
        Candidate candidate = wanted(seats.state().shadow());
        if (candidate != null && candidate.mayServe() && !seats.isActive(candidate)) {
            try {
                seats.compare(candidate);
            } catch (ModelException e) {
                LOG.warn("model {} cannot be the shadow again: {}", candidate.id(), e.getMessage());
            }
        }
    }

    /** Does with models that are new what the policy says. */
    private void deploy() {
        for (Candidate candidate : catalogue.all()) {
            if (!candidate.mayServe()
                    || seats.state().settled().contains(candidate.model().digest())) {
                continue;
            }
            seats.settled(candidate);
            if (seats.isActive(candidate) || seats.isShadow(candidate)) {
                continue;
            }
            try {
                switch (options.deploy()) {
                    case ASK -> LOG.info("model {} is ready; activate it or make it the shadow", candidate.id());
                    case SHADOW -> seats.compare(candidate);
                    case ACTIVATE -> seats.activate(candidate, activated(candidate), true);
                }
            } catch (ModelException e) {
                LOG.warn("model {} is not deployed ({}): {}", candidate.id(), options.deploy(), e.getMessage());
                catalogue.become(candidate, candidate.state(), "not deployed: " + e.getMessage());
            }
        }
    }

    /** What is remembered when a model has been chosen. */
    private RepositoryState activated(Candidate candidate) {
        return seats.state().activated(candidate.id(), options.active());
    }
}
