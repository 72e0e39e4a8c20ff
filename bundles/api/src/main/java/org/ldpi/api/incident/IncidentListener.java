package org.ldpi.api.incident;

import org.osgi.annotation.versioning.ConsumerType;

/** Hears of incidents when they are found and when they end. A whiteboard service. */
@ConsumerType
@FunctionalInterface
public interface IncidentListener {
    /** Called in the scoring thread; must return soon and must not throw. */
    void onIncident(Incident incident);
}
