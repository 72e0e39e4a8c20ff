package org.ldpi.model;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.ldpi.api.encoder.EncoderArchitecture;
import org.ldpi.api.model.Model;
import org.ldpi.api.model.ModelEntry;
import org.ldpi.api.model.ModelException;
import org.ldpi.api.model.ModelState;
import org.ldpi.model.check.GoldenCheck;
import org.ldpi.model.check.SignedModel;

/**
 * The models that were found and what they need: architectures and quantizers. Moves them from found to ready or refused.
 * Confined to one thread, but for {@link #list}.
 */
final class Catalogue {
    private final Map<Long, Candidate> candidates = new LinkedHashMap<>();
    private final List<EncoderArchitecture> architectures = new ArrayList<>();
    private final List<String> profiles = new ArrayList<>();
    private final Consumer<ModelEntry> changed;
    private final Clock clock;
    private volatile List<ModelEntry> entries = List.of();

    /** @param changed is told every change of a candidate's state or detail */
    Catalogue(Consumer<ModelEntry> changed, Clock clock) {
        this.changed = changed;
        this.clock = clock;
    }

    /** All models, the active one first, then by id. May be called from any thread. */
    List<ModelEntry> list() {
        return entries;
    }

    List<Candidate> all() {
        return List.copyOf(candidates.values());
    }

    void found(long key, String name, String origin, Models.Reading reading) {
        Candidate candidate;
        try {
            SignedModel read = reading.read();
            candidate = new Candidate(name, origin, reading, read, clock.instant());
            become(candidate, ModelState.FOUND, "");
        } catch (ModelException e) {
            candidate = new Candidate(name, origin, reading, null, clock.instant());
            become(candidate, ModelState.REFUSED, e.getMessage());
        } catch (OutOfMemoryError e) {
            candidate = new Candidate(name, origin, reading, null, clock.instant());
            become(candidate, ModelState.REFUSED, "there is not enough memory to read it");
        }
        candidates.put(key, candidate);
    }

    /** Forgets a candidate and gives what was there, or null. */
    Candidate lost(long key) {
        return candidates.remove(key);
    }

    /** Reads every candidate anew but those of which the predicate holds; what they must pass has changed. */
    void readAgain(Predicate<Candidate> not) {
        for (Map.Entry<Long, Candidate> entry : List.copyOf(candidates.entrySet())) {
            Candidate candidate = entry.getValue();
            if (!not.test(candidate)) {
                found(entry.getKey(), candidate.id(), candidate.origin(), candidate.reading());
            }
        }
    }

    void added(EncoderArchitecture architecture) {
        architectures.add(architecture);
    }

    void removed(EncoderArchitecture architecture) {
        architectures.remove(architecture);
    }

    void profileAdded(String profile) {
        profiles.add(profile);
    }

    void profileRemoved(String profile) {
        profiles.remove(profile);
    }

    /** @throws ModelException when there is no such candidate, or more than one */
    Candidate resolve(String id) throws ModelException {
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

    /** The candidate of an id that may serve. */
    Candidate able(String id) throws ModelException {
        Candidate candidate = resolve(id);
        if (!candidate.mayServe()) {
            throw new ModelException(
                    "model " + candidate.id() + " is " + candidate.state() + ": " + candidate.detail());
        }
        return candidate;
    }

    /** Candidates by full id, or by name; of duplicates the first. */
    List<Candidate> matching(String id) {
        Map<String, Candidate> found = new TreeMap<>();
        for (Candidate c : candidates.values()) {
            if (c.id().equals(id) || (c.model() != null && c.model().id().name().equals(id))) {
                found.putIfAbsent(c.id(), c);
            }
        }
        return List.copyOf(found.values());
    }

    /** Moves candidates on that have what they need, and back those that no longer have. */
    void check() {
        candidates.values().forEach(this::check);
        publish();
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
        String missing = missing(model);
        boolean serves = candidate.state() == ModelState.ACTIVE || candidate.state() == ModelState.SHADOW;
        if (!missing.isEmpty() && !serves) {
            if (candidate.state() != ModelState.REFUSED) {
                become(candidate, ModelState.FOUND, missing);
            }
        } else if (candidate.state() == ModelState.FOUND) {
            try {
                GoldenCheck.load(model, architecture(model)).retire();
                become(candidate, ModelState.READY, "");
            } catch (ModelException e) {
                become(candidate, ModelState.REFUSED, e.getMessage());
            }
        }
    }

    /** One line that says what a model waits for; empty when it has what it needs. */
    String missing(Model model) {
        if (architecture(model) == null) {
            return "waits for the encoder architecture '" + model.encoder().architecture() + "'";
        }
        if (!profiles.contains(model.signature().profile())) {
            return "waits for a quantizer of profile '" + model.signature().profile() + "'";
        }
        return "";
    }

    /** The architecture that a model needs, of several the preferred one, of equals the one that came last; or null. */
    EncoderArchitecture architecture(Model model) {
        EncoderArchitecture best = null;
        for (EncoderArchitecture architecture : architectures) {
            if (architecture.name().equals(model.encoder().architecture())
                    && (best == null || architecture.preference() >= best.preference())) {
                best = architecture;
            }
        }
        return best;
    }

    /** Moves a candidate into a state and tells it. */
    void become(Candidate candidate, ModelState state, String detail) {
        if (candidate.become(state, detail, clock.instant())) {
            publish();
            changed.accept(candidate.entry());
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
