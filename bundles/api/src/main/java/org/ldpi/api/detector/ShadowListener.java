package org.ldpi.api.detector;

import org.ldpi.api.model.ModelId;
import org.osgi.annotation.versioning.ConsumerType;

/** Receives what the shadow model says of flows that the active model has judged. A whiteboard service. */
@ConsumerType
public interface ShadowListener {
    /**
     * Called in the shadow's thread, in the order in which both had judged; must return soon and must not throw.
     *
     * @param shadow of the same flow, that is with the same key and first packet; it raises no alert. Its number is that of
     *     the active model's verdict, or 0 where the two take other samples
     */
    void onShadow(Verdict active, Verdict shadow);

    /**
     * A verdict of either model on a flow that the other one has not judged and will not: where the two take other samples,
     * a flow of one need not be a flow of the other. Called in the shadow's thread.
     *
     * @param verdict by the active model or the shadow; it raises no alert where it is the shadow's
     */
    default void onUnpaired(Verdict verdict) {}

    /** Flows that the active model has judged and the shadow will not, since it could not keep up or failed. */
    void onSkipped(ModelId shadow, int flows);
}
