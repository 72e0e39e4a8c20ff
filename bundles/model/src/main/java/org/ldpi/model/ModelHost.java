package org.ldpi.model;

import org.ldpi.api.model.ModelEntry;
import org.ldpi.api.model.ServingModel;

/** What the repository needs of whoever runs it. Called in the repository's thread, but for {@link #close}. */
interface ModelHost {
    /**
     * Offers a model to the detector. Returns when the detector has it.
     *
     * @param role {@link ServingModel#ACTIVE} or {@link ServingModel#SHADOW}
     * @return takes the offer back
     */
    Runnable serve(ServingModel model, String role);

    /** Tells of a change of state. */
    void changed(ModelEntry entry);

    /**
     * Closes an encoder that a user was the last to let go of: in the repository's thread, before that loads another one.
     * Does not wait. Called in any thread.
     */
    void close(Runnable encoder);

    /** Whether bundles with models are installed that will be found soon. */
    boolean moreToCome();
}
