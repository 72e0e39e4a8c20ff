package org.ldpi.api.detector;

import java.time.Duration;
import java.util.List;
import org.ldpi.api.flow.FlowHead;
import org.ldpi.api.model.ModelSignature;
import org.osgi.annotation.versioning.ProviderType;

/** Scores flow heads with the active model and tells {@link VerdictListener}s. A service; thread-safe. */
@ProviderType
public interface Detector {
    /**
     * Takes a copy of a head if there is room.
     *
     * @param signature how the head's sample was made
     * @return false when the queue is full; the head is then counted as refused
     */
    boolean offer(FlowHead head, ModelSignature signature);

    /** Takes a copy of a head, waiting for room. */
    void put(FlowHead head, ModelSignature signature) throws InterruptedException;

    /**
     * Takes a copy of a head whose sample was made for the shadow, where that takes other samples than the active model.
     * Does not wait: a head for which there is no room is counted as skipped. Such heads are in no other counter.
     *
     * @param signature how the head's sample was made
     */
    void offerShadow(FlowHead head, ModelSignature signature);

    /**
     * Waits until every head that came before this call has been decided.
     *
     * @return false when that took longer than the given time
     */
    boolean awaitDecided(Duration atMost) throws InterruptedException;

    /** The last verdicts, newest first; a bounded number of them is kept. */
    List<Verdict> recent(int limit);

    DetectorStatus status();
}
