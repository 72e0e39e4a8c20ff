package org.ldpi.api.alert;

import org.osgi.annotation.versioning.ConsumerType;

/** Receives alerts. A whiteboard service. */
@ConsumerType
@FunctionalInterface
public interface AnomalyListener {
    /** Service property: the listener's name in the status of outputs. */
    String OUTPUT = "ldpi.alert.output";

    /**
     * Called in a thread of its own of the alert bundle; a slow one delays only itself. Returns when the alert is where it
     * should be.
     *
     * @throws java.io.UncheckedIOException when the way there is blocked: the alert is kept and tried again, and those that
     *     come meanwhile wait in a bounded buffer. Anything else thrown is a lost alert, counted and logged
     */
    void onAnomaly(Alert alert);
}
