package org.ldpi.api.detector;

import org.ldpi.api.model.ModelId;
import org.osgi.annotation.versioning.ConsumerType;

/** Receives what the shadow model says of flows that the active model has judged. A whiteboard service. */
@ConsumerType
public interface ShadowListener {
    /**
     * Called in the shadow's thread, in order of {@link Verdict#sequence()}; must return soon and must not throw.
     *
     * @param shadow of the same flow and with the same number; it raises no alert
     */
    void onShadow(Verdict active, Verdict shadow);

    /** Flows that the active model has judged and the shadow will not, since it could not keep up or failed. */
    void onSkipped(ModelId shadow, int flows);
}
