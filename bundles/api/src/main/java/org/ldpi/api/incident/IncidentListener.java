package org.ldpi.api.incident;

import org.ldpi.api.detector.Verdict;
import org.osgi.annotation.versioning.ConsumerType;

/** Hears of incidents when they are found and when they end. A whiteboard service. */
@ConsumerType
@FunctionalInterface
public interface IncidentListener {
    /**
     * Called in the scoring thread; must return soon and must not throw.
     *
     * @param verdict the one by which the incident was found, also when it ends
     */
    void onIncident(Incident incident, Verdict verdict);
}
