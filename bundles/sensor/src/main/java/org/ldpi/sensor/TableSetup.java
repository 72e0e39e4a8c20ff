package org.ldpi.sensor;

import org.ldpi.api.flow.FlowTableFactory;
import org.ldpi.api.flow.FlowTableOptions;
import org.ldpi.api.model.ModelSignature;
import org.ldpi.api.quantizer.Quantizer;

/** What a flow table is made of; another setup needs another table. */
record TableSetup(ModelSignature signature, FlowTableOptions options, Quantizer quantizer, FlowTableFactory factory) {}
