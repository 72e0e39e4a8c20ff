package org.ldpi.api.flow;

import org.osgi.annotation.versioning.ConsumerType;

/** Receives closed flow heads from the thread that writes the flow table. */
@ConsumerType
@FunctionalInterface
public interface FlowHeadHandler {
    /**
     * Takes one head. May block to hold the source back.
     *
     * @param head valid only during the call
     */
    void onHead(FlowHead head);
}
