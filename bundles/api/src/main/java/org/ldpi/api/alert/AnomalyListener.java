package org.ldpi.api.alert;

import org.osgi.annotation.versioning.ConsumerType;

/** Receives alerts. A whiteboard service. */
@ConsumerType
@FunctionalInterface
public interface AnomalyListener {
    /** Called in a thread of the alert bundle. What it throws is counted and logged; a slow one delays only itself. */
    void onAnomaly(Alert alert);
}
