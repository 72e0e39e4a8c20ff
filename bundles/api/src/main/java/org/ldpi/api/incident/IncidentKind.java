package org.ldpi.api.incident;

/** What the flows of an incident have in common. */
public enum IncidentKind {
    /** The subject asks many services that do not answer: it looks for some. */
    SCAN,
    /** The subject gets many flows that are no conversations. */
    FLOOD,
    /** The scores of the subject's flows are high for flows of their kind. */
    UNUSUAL,
    /** The mix of short flows, hosts and ports that the subject asks, and how fast, is unusual for the network. */
    MIX,
    /** Flows of the subject are over the threshold again and again: one incident instead of an alert for each. */
    REPEATED
}
