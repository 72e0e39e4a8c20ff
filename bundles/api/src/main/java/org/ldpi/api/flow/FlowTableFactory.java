package org.ldpi.api.flow;

import org.ldpi.api.quantizer.Quantizer;
import org.osgi.annotation.versioning.ProviderType;

/** Makes flow tables. A service; thread-safe. */
@ProviderType
public interface FlowTableFactory {
    /** A new, empty table with all of its storage allocated. */
    FlowTable create(FlowTableOptions options, Quantizer quantizer, FlowHeadHandler handler);
}
