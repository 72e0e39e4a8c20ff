package org.ldpi.api.detector;

import org.osgi.annotation.versioning.ConsumerType;

/** Receives every verdict. A whiteboard service. */
@ConsumerType
@FunctionalInterface
public interface VerdictListener {
    /** Called in the scoring thread, in order of {@link Verdict#sequence()}; must return soon and must not throw. */
    void onVerdict(Verdict verdict);
}
