package org.ldpi.api.alert;

import org.osgi.annotation.versioning.ConsumerType;

/** The host's decision engine: decides what is done about a threat. A whiteboard service of the host. */
@ConsumerType
@FunctionalInterface
public interface DecisionEngine {
    /** Called in a thread of the alert bundle. What it throws is counted and logged; a slow one delays only itself. */
    void report(ThreatReport report);
}
