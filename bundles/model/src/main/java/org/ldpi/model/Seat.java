package org.ldpi.model;

import org.ldpi.api.encoder.EncoderArchitecture;
import org.ldpi.api.model.ServingModel;

/**
 * A model that serves, whose code it runs on, and how to take back the offer of it.
 *
 * @param withdraw takes it from those who use it; a batch under way ends on it
 */
record Seat(Candidate candidate, EncoderArchitecture architecture, ServingModel serving, Runnable withdraw) {
    /** Takes the offer back and lets go of the encoder, which is closed when the last batch has left it. */
    void leave() {
        withdraw.run();
        serving.retire();
    }
}
