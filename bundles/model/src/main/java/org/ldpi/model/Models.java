package org.ldpi.model;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.ldpi.api.encoder.EncoderArchitecture;
import org.ldpi.api.model.Model;
import org.ldpi.api.model.ModelEntry;
import org.ldpi.api.model.ModelException;
import org.ldpi.api.model.ModelState;
import org.ldpi.api.model.ServingModel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The models that were found, and the one that serves. Confined to one thread, but for {@link #list}.
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

    /** The active model, whose code it runs on, and how to take it from service. */
    private record Active(
            Candidate candidate, EncoderArchitecture architecture, ServingModel serving, Runnable withdraw) {}

    private final ModelHost host;
    private final Path choiceFile;
    private final Clock clock;
    private final Map<Long, Candidate> candidates = new LinkedHashMap<>();
    private final List<EncoderArchitecture> architectures = new ArrayList<>();
    private Choice remembered;
    private String configured = "";
    private Active active;
    private volatile List<ModelEntry> entries = List.of();

    /** Reads a model; the message of what it throws is the reason of the refusal. */
    @FunctionalInterface
    interface Reading {
        Model read() throws ModelException;
    }

    Models(ModelHost host, Path choiceFile, Clock clock) {
        this.host = host;
        this.choiceFile = choiceFile;
        this.clock = clock;
        try {
            remembered = Choice.read(choiceFile);
        } catch (IOException e) {
            LOG.warn("the remembered choice of a model cannot be read from {}: {}", choiceFile, e.getMessage());
        }
    }

    /** All models, the active one first, then by id. May be called from any thread. */
    List<ModelEntry> list() {
        return entries;
    }

    /** Takes the configured choice: {@code name:version}, a name, or empty. */
    void configure(String choice) {
        configured = choice.trim();
        settle();
    }

    /**
     * A model was found.
     *
     * @param key tells it from others
     * @param name what it is called when it cannot be read
     */
    void found(long key, String name, String origin, Reading reading) {
        Candidate candidate;
        try {
            candidate = new Candidate(name, origin, reading.read(), clock.instant());
            become(candidate, ModelState.FOUND, "");
        } catch (ModelException e) {
            candidate = new Candidate(name, origin, null, clock.instant());
            become(candidate, ModelState.REFUSED, e.getMessage());
        }
        candidates.put(key, candidate);
        settle();
    }

    /** A model is gone. */
    void lost(long key) {
        Candidate candidate = candidates.remove(key);
        if (candidate == null) {
            return;
        }
        LOG.info("model {} is gone ({})", candidate.id(), candidate.origin());
        if (isActive(candidate)) {
            withdraw();
        }
        settle();
    }

    void added(EncoderArchitecture architecture) {
        architectures.add(architecture);
        settle();
    }

    /** An architecture goes away; when this returns no model runs on its code, but for a batch under way. */
    void removed(EncoderArchitecture architecture) {
        architectures.remove(architecture);
        if (active != null && active.architecture() == architecture) {
            Candidate candidate = active.candidate();
            withdraw();
            become(candidate, ModelState.FOUND, waitsFor(candidate.model()));
        }
        settle();
    }

    /** See {@link org.ldpi.api.model.ModelRepository#activate}. */
    void activate(String id) throws ModelException {
        Candidate candidate = resolve(id);
        if (!candidate.mayServe()) {
            throw new ModelException(
                    "model " + candidate.id() + " is " + candidate.state() + ": " + candidate.detail());
        }
        if (isActive(candidate)) {
            remember(candidate);
            return;
        }
        EncoderArchitecture architecture = architecture(candidate.model());
        ServingModel serving = GoldenCheck.load(candidate.model(), architecture);
        try {
            // Before the switch: after a crash in between, the model is the one that the command asked for.
            remember(candidate);
        } catch (ModelException e) {
            serving.retire();
            throw e;
        }
        serve(candidate, architecture, serving);
    }

    /** Withdraws the active model. */
    void close() {
        if (active != null) {
            withdraw();
        }
    }

    private Candidate resolve(String id) throws ModelException {
        List<Candidate> matching = matching(id);
        if (matching.isEmpty()) {
            throw new ModelException("there is no model " + id);
        }
        if (matching.size() > 1) {
            throw new ModelException("model " + id + " is ambiguous: "
                    + String.join(", ", matching.stream().map(Candidate::id).toList()));
        }
        return matching.get(0);
    }

    /** Candidates by full id, or by name; of duplicates the first. */
    private List<Candidate> matching(String id) {
        Map<String, Candidate> found = new TreeMap<>();
        for (Candidate c : candidates.values()) {
            if (c.id().equals(id) || (c.model() != null && c.model().id().name().equals(id))) {
                found.putIfAbsent(c.id(), c);
            }
        }
        return List.copyOf(found.values());
    }

    private void settle() {
        candidates.values().forEach(this::check);
        Candidate wanted = wanted();
        boolean chosen = !wantedId().isEmpty();
        if (wanted != null && wanted.mayServe()) {
            if (!isActive(wanted)) {
                trySwitch(wanted, true);
            }
        } else if (active == null && !mayStillCome(wanted, chosen)) {
            automatic(!chosen);
        }
        publish();
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
            best = candidates.values().stream().filter(Candidate::mayServe).max(HIGHEST_LAST);
        } while (best.isPresent() && !trySwitch(best.get(), remember));
    }

    private String wantedId() {
        return remembered != null && remembered.configured().equals(configured) ? remembered.model() : configured;
    }

    /** The one candidate that was chosen; null where nobody chose, or it is missing or ambiguous. */
    private Candidate wanted() {
        List<Candidate> matching = matching(wantedId());
        return matching.size() == 1 ? matching.get(0) : null;
    }

    private void check(Candidate candidate) {
        Model model = candidate.model();
        if (model == null) {
            return;
        }
        Candidate first = candidates.values().stream()
                .filter(c -> c.id().equals(candidate.id()))
                .findFirst()
                .orElse(candidate);
        if (first != candidate) {
            boolean same = first.model() != null && first.model().digest().equals(model.digest());
            candidate.duplicate(true);
            become(
                    candidate,
                    ModelState.REFUSED,
                    (same ? "the same model" : "another model of this identity") + " is there already: "
                            + first.origin());
            return;
        }
        if (candidate.duplicate()) {
            candidate.duplicate(false);
            become(candidate, ModelState.FOUND, "");
        }
        EncoderArchitecture architecture = architecture(model);
        if (architecture == null) {
            become(candidate, ModelState.FOUND, waitsFor(model));
        } else if (candidate.state() == ModelState.FOUND) {
            try {
                GoldenCheck.load(model, architecture).retire();
                become(candidate, ModelState.READY, "");
            } catch (ModelException e) {
                become(candidate, ModelState.REFUSED, e.getMessage());
            }
        }
    }

    /** The architecture that a model needs, of several the preferred one, of equals the one that came last; or null. */
    private EncoderArchitecture architecture(Model model) {
        EncoderArchitecture best = null;
        for (EncoderArchitecture architecture : architectures) {
            if (architecture.name().equals(model.encoder().architecture())
                    && (best == null || architecture.preference() >= best.preference())) {
                best = architecture;
            }
        }
        return best;
    }

    private static String waitsFor(Model model) {
        return "waits for the encoder architecture '" + model.encoder().architecture() + "'";
    }

    /** Switches without being told to; a model that cannot be loaded is refused and nothing else changes. */
    private boolean trySwitch(Candidate candidate, boolean remember) {
        EncoderArchitecture architecture = architecture(candidate.model());
        ServingModel serving;
        try {
            serving = GoldenCheck.load(candidate.model(), architecture);
        } catch (ModelException e) {
            become(candidate, ModelState.REFUSED, e.getMessage());
            return false;
        }
        if (remember) {
            try {
                remember(candidate);
            } catch (ModelException e) {
                LOG.warn("{}; it serves all the same", e.getMessage());
            }
        }
        serve(candidate, architecture, serving);
        return true;
    }

    /** The switch: the new model is offered before the old one is taken back. */
    private void serve(Candidate candidate, EncoderArchitecture architecture, ServingModel serving) {
        Active old = active;
        active = new Active(candidate, architecture, serving, host.serve(serving));
        if (old != null) {
            old.withdraw().run();
            old.serving().retire();
            become(old.candidate(), ModelState.RETIRED, "");
        }
        become(candidate, ModelState.ACTIVE, "");
    }

    private void remember(Candidate candidate) throws ModelException {
        Choice choice = new Choice(candidate.id(), configured);
        if (choice.equals(remembered)) {
            return;
        }
        try {
            choice.write(choiceFile);
        } catch (IOException e) {
            throw new ModelException("the choice of " + candidate.id() + " cannot be remembered: " + e, e);
        }
        remembered = choice;
    }

    private void withdraw() {
        Active old = active;
        active = null;
        old.withdraw().run();
        old.serving().retire();
        LOG.info("model {} no longer serves", old.candidate().id());
    }

    private boolean isActive(Candidate candidate) {
        return active != null && active.candidate() == candidate;
    }

    private void become(Candidate candidate, ModelState state, String detail) {
        if (candidate.become(state, detail, clock.instant())) {
            publish();
            host.changed(candidate.entry());
        }
    }

    private void publish() {
        List<ModelEntry> all = new ArrayList<>();
        candidates.values().forEach(c -> all.add(c.entry()));
        all.sort(Comparator.comparing((ModelEntry e) -> e.state() != ModelState.ACTIVE)
                .thenComparing(ModelEntry::id));
        entries = List.copyOf(all);
    }
}
