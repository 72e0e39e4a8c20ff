package org.ldpi.model;

import java.time.Instant;
import org.ldpi.api.model.Model;
import org.ldpi.api.model.ModelEntry;
import org.ldpi.api.model.ModelState;

/** A model that was found, and where it stands. Confined to the repository's thread. */
final class Candidate {
    private final String name;
    private final String origin;
    /** Null where it could not be read. */
    private final Model model;

    private ModelState state = ModelState.FOUND;
    private String detail = "";
    private Instant since;
    private boolean duplicate;

    /** @param name what it is called when it could not be read */
    Candidate(String name, String origin, Model model, Instant now) {
        this.name = model == null ? name : model.id().toString();
        this.origin = origin;
        this.model = model;
        this.since = now;
    }

    String id() {
        return name;
    }

    String origin() {
        return origin;
    }

    Model model() {
        return model;
    }

    ModelState state() {
        return state;
    }

    String detail() {
        return detail;
    }

    /** Whether it was refused for another one of its identity. */
    boolean duplicate() {
        return duplicate;
    }

    void duplicate(boolean now) {
        duplicate = now;
    }

    boolean mayServe() {
        return state == ModelState.READY || state == ModelState.RETIRED || state == ModelState.ACTIVE;
    }

    /**
     * Moves it into a state.
     *
     * @return whether that is a change
     */
    boolean become(ModelState now, String why, Instant time) {
        boolean change = state != now || !detail.equals(why);
        if (state != now) {
            since = time;
        }
        state = now;
        detail = why;
        return change;
    }

    ModelEntry entry() {
        return new ModelEntry(
                name,
                state,
                detail,
                model == null ? "" : model.encoder().architecture(),
                model == null ? null : model.signature(),
                origin,
                since);
    }
}
