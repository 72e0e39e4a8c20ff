package org.ldpi.sensor;

import org.ldpi.api.flow.FlowShare;
import org.ldpi.api.flow.FlowTableFactory;
import org.ldpi.api.flow.FlowTableOptions;
import org.ldpi.api.model.ModelSignature;
import org.ldpi.api.quantizer.Quantizer;

/** What a flow table is made of; another setup needs another table. */
record TableSetup(ModelSignature signature, FlowTableOptions options, Quantizer quantizer, FlowTableFactory factory) {
    private static final int FEWEST_FLOWS = 16;

    /** The options of a table that keeps a share of the flows, and has that share of the room. */
    FlowTableOptions options(FlowShare share) {
        int room = Math.max(FEWEST_FLOWS, (options.maxFlows() + share.count() - 1) / share.count());
        return new FlowTableOptions(
                options.shape(),
                options.direction(),
                options.idleTimeout(),
                room,
                options.tunnels(),
                options.vlanInKey(),
                share,
                options.preallocated());
    }
}
