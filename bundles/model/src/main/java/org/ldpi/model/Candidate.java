package org.ldpi.model;

import java.time.Instant;
import org.ldpi.api.model.Model;
import org.ldpi.api.model.ModelDetails;
import org.ldpi.api.model.ModelEntry;
import org.ldpi.api.model.ModelException;
import org.ldpi.api.model.ModelState;
import org.ldpi.model.check.SignedModel;

/** A model that was found, and where it stands. Confined to the repository's thread. */
final class Candidate {
    private final String name;
    private final String origin;
    private final Models.Reading reading;
    /** Null where it could not be read. */
    private final SignedModel signed;

    private ModelState state = ModelState.FOUND;
    private String detail = "";
    private Instant since;
    private boolean duplicate;

    /**
     * @param name what it is called when it could not be read
     * @param signed null when it could not be read
     */
    Candidate(String name, String origin, Models.Reading reading, SignedModel signed, Instant now) {
        this.name = signed == null ? name : signed.model().id().toString();
        this.origin = origin;
        this.reading = reading;
        this.signed = signed;
        this.since = now;
    }

    String id() {
        return name;
    }

    String origin() {
        return origin;
    }

    /** Reads it anew. */
    Models.Reading reading() {
        return reading;
    }

    /** Null where it could not be read. */
    Model model() {
        return signed == null ? null : signed.model();
    }

    /** @throws ModelException when it could not be read; the reason */
    ModelDetails details() throws ModelException {
        if (signed == null) {
            throw new ModelException("model " + name + " is " + state + ": " + detail);
        }
        return ModelDetails.of(signed.model(), signed.signer());
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
        return switch (state) {
            case READY, RETIRED, SHADOW, ACTIVE -> true;
            case FOUND, REFUSED -> false;
        };
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
        Model model = model();
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
